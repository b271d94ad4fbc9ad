import { rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ConfigReader } from "../engine/serve";
import { type AccountOutside, accountOutside } from "./account-outside";
import { type CommandIo, json } from "./command-line";
import { Problems } from "./drift-problems";
import { quoted } from "./drift-shell";
import { lookAt } from "./export-look";
import { declarationOf, type Named, secretsOf } from "./export-program";
import { importEntry } from "./export-project";
import { secretLine } from "./export-report";
import { isThing, type ThingKind } from "./export-things";
import { missingFrom } from "./import-check";
import { pulumi, requireCli } from "./import-engine";
import { messageOf } from "./message-of";

/** One thing of the account, and the name that it gets. */
export interface OneThing {
  readonly kind: ThingKind;
  /** A number's may be its E.164. */
  readonly id: string;
  readonly name: string;
}

export interface ImportOptions {
  /** A thing, or an import file that is there. */
  readonly what: OneThing | { readonly file: string };
  /** The project's folder. */
  readonly cwd: string;
  /** None: the one that is selected. */
  readonly stack: string | undefined;
  /** Whether to print the engine's command instead of running it. */
  readonly print: boolean;
  /** Whether Pulumi is to refuse to delete it until that is taken back; its own default. */
  readonly protect: boolean;
}

/**
 * Looks whether the account has what is to be imported, and has the engine import it. Changes nothing on the account.
 *
 * @returns the exit code: the engine's own
 * @throws {Error} when there is no such thing, or no engine that can: nothing is imported
 */
export async function runImport(
  options: ImportOptions,
  io: CommandIo,
  config: ConfigReader = () => undefined,
): Promise<number> {
  const { what, cwd, print } = options;
  const account = accountOutside(config);
  if ("file" in what) {
    const missing = await missingFrom(path.resolve(cwd, what.file), account);
    if (missing.length > 0) throw new Error(`nothing was imported: ${missing.join("\n")}`);
    return engineImport(what.file, options, io);
  }
  const named = await nameOne(what, account);
  const file = `${what.name.replace(/[^\w.-]+/g, "-")}.import.json`;
  writeNew(path.join(cwd, file), json({ resources: [importEntry(named)] }));
  try {
    const code = await engineImport(file, options, io);
    if (code === 0) sayHowItIsDeclared(named, io);
    return code;
  } finally {
    if (!print) rmSync(path.join(cwd, file), { force: true });
  }
}

async function nameOne({ kind, id, name }: OneThing, outside: AccountOutside): Promise<Named> {
  const problems = new Problems();
  const found = { kind, id: await sidOf(kind, id, outside), label: "", numbers: [] };
  const thing = await lookAt(found, outside.handlersOf, problems);
  if (!thing) throw new Error(`nothing was imported: ${problems.list()[0]?.problem}`);
  if (!isThing(thing))
    throw new Error(`nothing was imported: ${kind} ${id} cannot be declared: ${thing.why}`);
  return { thing, name };
}

async function sidOf(kind: ThingKind, id: string, { account }: AccountOutside): Promise<string> {
  if (kind !== "number") return id;
  return (await account.numbers.find(id))?.sid ?? id;
}

function writeNew(file: string, text: string): void {
  if (statSync(file, { throwIfNoEntry: false })) throw new Error(`${file} is in the way; move it away`);
  try {
    writeFileSync(file, text, { flag: "wx" });
  } catch (error) {
    throw new Error(`${file} cannot be written: ${messageOf(error)}`);
  }
}

async function engineImport(
  file: string,
  { cwd, stack, print, protect }: ImportOptions,
  { stdout }: CommandIo,
): Promise<number> {
  const words = [
    ...["import", "--file", file, "--generate-code=false", "--yes"],
    ...(protect ? [] : ["--protect=false"]),
    ...(stack === undefined ? [] : ["--stack", stack]),
  ];
  if (print) {
    stdout.write(`pulumi ${words.map(quoted).join(" ")}\n`);
    return 0;
  }
  await requireCli(cwd);
  return (await pulumi(words, cwd, "inherit")).code;
}

function sayHowItIsDeclared(named: Named, { stdout }: CommandIo): void {
  const secrets = secretsOf(named).map((each) => `${secretLine(each)}\n`);
  stdout.write(
    `\nin the program:\n\n${declarationOf(named)}\n${secrets.length > 0 ? "\n" : ""}${secrets.join("")}`,
  );
}
