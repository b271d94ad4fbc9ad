import { Command, InvalidArgumentError } from "commander";
import { collect, endOnSignals, endWith } from "./command-line";
import { type Choice, readChoice } from "./export-choose";
import type { ExportOptions } from "./export-run";
import { thingKinds } from "./export-things";

const KINDS = thingKinds.join(", ");

/** `cloudnumbering export`: exits 0 when the whole account was written, 1 when not, 2 on wrong options. */
export function exportCommand(): Command {
  return new Command("export")
    .description(
      "write a Pulumi project that declares the account as it is; reads only, and changes nothing on it",
    )
    .option("-o, --out <folder>", "where the project goes (default: the project's name)")
    .option("--project <name>", "the project's name for Pulumi", readName, "telephony")
    .option(
      "--include <kind[:pattern]>",
      `only this (repeatable): ${KINDS}; * in a pattern is any text`,
      choose,
      [],
    )
    .option("--exclude <kind[:pattern]>", "all but this (repeatable)", choose, [])
    .option("-s, --stack <name>", "leave out what this stack declares already (repeatable)", collect, [])
    .option("-C, --cwd <folder>", "the folder of the stacks' project", ".")
    .option("--dependency <spec>", "which pulumi-cloudnumbering the project asks for (default: this version)")
    .option("--dry-run", "say what would be written, and write nothing", false)
    .option(
      "--force",
      "into a folder that is not empty: replaces what an export has written, nothing else",
      false,
    )
    .option("--json", "say it as JSON", false)
    .addHelpText("after", HELP)
    .exitOverride(endWith)
    .action(async (options: CommandOptions) => {
      process.exitCode = await run(options);
    });
}

const HELP = `
Credentials come from CLOUDNUMBERING_CLIENT_ID and CLOUDNUMBERING_CLIENT_SECRET. What may hold a credential, such as a uri
with a token, stands in no file: the program takes it from the stack's secret config.

Exit codes:
  0  the whole account
  1  not all of it could be read, or nothing could be written
  2  the command was called wrongly`;

interface CommandOptions extends Omit<ExportOptions, "choices" | "out" | "dependency"> {
  readonly out?: string;
  readonly dependency?: string;
  readonly include: readonly Choice[];
  readonly exclude: readonly Choice[];
}

async function run({ out, include, exclude, ...rest }: CommandOptions): Promise<number> {
  endOnSignals();
  // Pulumi's SDK is slow to load: no other command shall wait for it.
  const { runExport } = await import("./export-run.js");
  return runExport(
    { dependency: undefined, ...rest, out: out ?? rest.project, choices: { include, exclude } },
    process,
  );
}

/** As Pulumi has it for the names of projects. */
function readName(text: string): string {
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(text)) return text;
  throw new InvalidArgumentError("A project's name has letters, digits, and _ . - in it.");
}

function choose(text: string, earlier: readonly Choice[]): readonly Choice[] {
  return [...earlier, readChoice(text)];
}
