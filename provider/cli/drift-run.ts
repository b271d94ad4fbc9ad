import { accessSync, constants, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type CommandIo, json } from "./command-line";
import { compare } from "./drift-compare";
import { IGNORE_FILE, readIgnoreFile } from "./drift-ignore";
import { markdown } from "./drift-markdown";
import { exitCode, type FindingType, type Report } from "./drift-report";
import { Shell } from "./drift-shell";
import { readStacks } from "./drift-stacks";
import { table } from "./drift-table";
import { messageOf } from "./message-of";

export type Format = "table" | "json" | "markdown";

export interface DriftOptions {
  /** None: the one that is selected. */
  readonly stack: readonly string[];
  /** The project's folder. */
  readonly cwd: string;
  /** None: the usual file in the project's folder, if it is there. */
  readonly ignore: string | undefined;
  readonly format: Format;
  /** None: standard output. */
  readonly output: string | undefined;
  readonly failOn: readonly FindingType[];
}

const FORMATS: Readonly<Record<Format, (report: Report) => string>> = {
  table,
  markdown,
  json,
};

/**
 * Compares and reports.
 *
 * @returns the exit code
 * @throws {IgnoreFileError} when the ignore file is no good
 * @throws {Error} when a state cannot be read, or the report cannot be written: nothing is reported then
 */
export async function runDrift(options: DriftOptions, io: CommandIo): Promise<number> {
  const { stack, cwd, ignore, format, output, failOn } = options;
  const isIgnored = readIgnoreFile(ignore, path.join(cwd, IGNORE_FILE));
  if (output !== undefined) requireWritable(output);
  const stacks = await readStacks({ names: stack, folder: cwd });
  const report = await compare({ stacks, isIgnored, shell: new Shell(cwd) });
  const text = FORMATS[format](report);
  if (output === undefined) io.stdout.write(text);
  else write(output, text);
  for (const { problem } of report.problems) io.stderr.write(`could not tell: ${problem}\n`);
  return exitCode(report, failOn);
}

/** Looked at before anything is read, and without making the file: it is written once, when all is known. */
function requireWritable(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new Error(`${file} is a folder; the report goes into a file`);
  try {
    accessSync(found ? file : path.dirname(file), constants.W_OK);
  } catch {
    throw new Error(`the report cannot be written to ${file}: no such folder, or no right to write there`);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Error(`the report cannot be written to ${file}: ${messageOf(error)}`);
  }
}
