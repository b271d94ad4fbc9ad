#!/usr/bin/env node
import { Command, type CommanderError } from "commander";
import { sandboxCommand } from "../../sandbox/command";
import { version } from "../version";
import { doctorCommand } from "./doctor";
import { driftCommand } from "./drift";
import { exportCommand } from "./export";
import { importCommand } from "./import";
import { revealCommand } from "./reveal";

const USAGE_ERROR = 2;

/** Commander ends with 1 on a usage error, which here means "could not do it". */
function endWith({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 ? 0 : USAGE_ERROR);
}

new Command("cloudnumbering")
  .description("Telephony as code: tools around the Pulumi provider for cloudNumbering")
  .version(version)
  .exitOverride(endWith)
  .addCommand(sandboxCommand())
  .addCommand(driftCommand())
  .addCommand(doctorCommand())
  .addCommand(exportCommand())
  .addCommand(importCommand())
  .addCommand(revealCommand())
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
