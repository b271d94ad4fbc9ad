import { Command, InvalidArgumentError, Option } from "commander";
import { collect, endOnSignals, endWith } from "./command-line";
import { IGNORE_FILE, IgnoreFileError } from "./drift-ignore";
import { EXIT, type FindingType, findingTypes } from "./drift-report";
import type { DriftOptions, Format } from "./drift-run";
import { messageOf } from "./message-of";

const FORMATS: readonly Format[] = ["table", "json", "markdown"];

/** An idle number is declared as it is and lives as it is declared: worth a look, and no drift. */
const FAIL_ON: readonly FindingType[] = ["gone", "changed", "undeclared", "contested"];

/** `cloudnumbering drift`: exits 0 when clean, 7 on drift, 2 on wrong options, 1 when it could not tell. */
export function driftCommand(): Command {
  return new Command("drift")
    .description(
      "compare what stacks declare with the live account; reads only, and changes nothing anywhere",
    )
    .option("-s, --stack <name>", "a stack to compare (repeatable; default: the selected one)", collect, [])
    .option("-C, --cwd <folder>", "the project's folder", ".")
    .option("--ignore <file>", `what to leave out (default: ${IGNORE_FILE} in the project's folder)`)
    .addOption(new Option("--format <name>", "how to say it").choices(FORMATS).default("table"))
    .option("--output <file>", "write the report there instead of to standard output")
    .option(
      "--fail-on <types>",
      `which findings mean exit ${EXIT.drift}: any of ${findingTypes.join(",")}, or none (default: ${FAIL_ON.join(",")})`,
      readTypes,
    )
    .addHelpText("after", HELP)
    .exitOverride(endWith)
    .action(async (options: CommandOptions) => {
      process.exitCode = await run(options);
    });
}

const HELP = `
Exit codes:
  ${EXIT.clean}  as declared
  ${EXIT.drift}  drift: findings that --fail-on names
  ${EXIT.usage}  the command was called wrongly
  ${EXIT.untold}  could not tell: a state or a list could not be read`;

type CommandOptions = Partial<DriftOptions> & Pick<DriftOptions, "stack" | "cwd" | "format">;

async function run(options: CommandOptions): Promise<number> {
  endOnSignals();
  // Pulumi's SDK is slow to load: no other command shall wait for it.
  const { runDrift } = await import("./drift-run.js");
  const { ignore, output, failOn = FAIL_ON, ...rest } = options;
  try {
    return await runDrift({ ...rest, ignore, output, failOn }, process);
  } catch (error) {
    process.stderr.write(`error: ${messageOf(error)}\n`);
    return error instanceof IgnoreFileError ? EXIT.usage : EXIT.untold;
  }
}

function readTypes(text: string): readonly FindingType[] {
  const names = text === "none" ? [] : text.split(",").map((name) => name.trim());
  const wrong = names.find((name) => !findingTypes.includes(name as FindingType));
  if (wrong === undefined) return names as FindingType[];
  throw new InvalidArgumentError(`"${wrong}" is none of ${findingTypes.join(", ")}`);
}
