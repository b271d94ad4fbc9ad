import { Argument, Command, Option } from "commander";
import { endWith } from "./command-line";
import { type ThingKind, thingKinds } from "./export-things";
import type { ImportOptions } from "./import-run";

/** `cloudnumbering import`: exits as the engine does; 1 when there is nothing to import, 2 on wrong options. */
export function importCommand(): Command {
  const command: Command = new Command("import")
    .description(
      "import a thing of the account, or all of an import file, into a stack; changes nothing on the account",
    )
    .addArgument(new Argument("[kind]", "what it is").choices(thingKinds))
    .argument("[id]", "EP…, AN… or a number in E.164, NO…, OR…, or voice/203.0.113.10")
    .option("--name <name>", "the name that the program gives it")
    .addOption(new Option("--file <file>", "an import file, such as an export has written").conflicts("name"))
    .option("-s, --stack <name>", "into which stack (default: the selected one)")
    .option("-C, --cwd <folder>", "the project's folder", ".")
    .option("--print", "print the engine's command instead of running it", false)
    .option("--no-protect", "do not have Pulumi protect it against deletion")
    .addHelpText("after", HELP)
    .exitOverride(endWith);
  return command.action(
    async (kind: ThingKind | undefined, id: string | undefined, options: CommandOptions) => {
      const { name, file, ...rest } = options;
      const what =
        file !== undefined && kind === undefined
          ? { file }
          : kind && id && name
            ? { kind, id, name }
            : undefined;
      if (!what) command.error("error: give a kind, an id and --name, or --file");
      // Pulumi's SDK is slow to load: no other command shall wait for it.
      const { runImport } = await import("./import-run.js");
      process.exitCode = await runImport({ stack: undefined, ...rest, what }, process);
    },
  );
}

const HELP = `
The engine takes what an import file says for true; this command looks first whether the account has it. Follow it with
pulumi preview --expect-no-changes. Importing again what the stack has already is fine.

  cloudnumbering import endpoint EP4ZQ1M0C5B8Z2X7N9V3K6L0P4T8W1Y5 --name lobby
  cloudnumbering import number +441134960100 --name reception
  cloudnumbering import --file import.json`;

interface CommandOptions extends Pick<ImportOptions, "cwd" | "print" | "protect"> {
  readonly name?: string;
  readonly file?: string;
  readonly stack?: string;
}
