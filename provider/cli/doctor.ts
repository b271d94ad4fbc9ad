import { statSync } from "node:fs";
import { Command } from "commander";
import { endWith, USAGE_ERROR } from "./command-line";

/** `cloudnumbering doctor`: exits 0 when nothing failed, 1 when something did, 2 on wrong options. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("look whether this machine, the project and the account are ready; changes nothing")
    .option("-s, --stack <name>", "the stack to look at (default: the selected one)")
    .option("-C, --cwd <folder>", "the project's folder", ".")
    .option("--json", "say it as JSON", false)
    .addHelpText("after", HELP)
    .exitOverride(endWith)
    .action(async ({ stack, cwd, json }: { stack?: string; cwd: string; json: boolean }) => {
      if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
        process.stderr.write(`error: there is no folder ${cwd}\n`);
        process.exitCode = USAGE_ERROR;
        return;
      }
      // Pulumi's SDK is slow to load: no other command shall wait for it.
      const { runDoctor } = await import("./doctor-run.js");
      process.exitCode = await runDoctor({ stack, cwd, json }, process);
    });
}

const HELP = `
Exit codes:
  0  nothing failed
  1  something failed
  ${USAGE_ERROR}  the command was called wrongly`;
