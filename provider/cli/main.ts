#!/usr/bin/env node
import { Command } from "commander";
import { sandboxCommand } from "../../sandbox/command";
import { version } from "../version";
import { endWith } from "./command-line";
import { doctorCommand } from "./doctor";
import { driftCommand } from "./drift";
import { exportCommand } from "./export";
import { importCommand } from "./import";
import { messageOf } from "./message-of";
import { revealCommand } from "./reveal";

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
    process.stderr.write(`error: ${messageOf(error)}\n`);
    process.exitCode = 1;
  });
