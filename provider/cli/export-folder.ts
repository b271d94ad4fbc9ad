import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { z } from "zod";
import { json } from "./command-line";
import { messageOf } from "./message-of";

/** Says which files of a folder the command has written, and what was in them: no other file is ever replaced. */
const RECORD = ".cloudnumbering-export.json";

const record = z.object({ files: z.record(z.string(), z.string()) });

type Files = ReadonlyMap<string, string>;

/**
 * Looks before anything is read from the account whether the files can go there.
 *
 * @throws {Error} that lists what is in the way
 */
export function requireRoom(folder: string, force: boolean): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isDirectory()) throw new Error(`${folder} is a file; name a folder with --out`);
  const entries = readdirSync(folder).sort();
  if (entries.length === 0 || force) return;
  throw new Error(
    `${folder} is not empty, and nothing was written: ${listOf(entries)}. Name another folder with --out, or use --force: it ` +
      "replaces what an earlier export has written and nobody has changed, and nothing else",
  );
}

/**
 * Writes all of the files or none: they are made beside the folder and moved into it when they are all there.
 *
 * @throws {Error} when a file of somebody else is in the way, or they cannot be written
 */
export function writeFolder(folder: string, files: Files): void {
  const written = recordIn(folder);
  const mine = (name: string) => {
    const hash = hashOf(path.join(folder, name));
    return hash !== undefined && hash === written[name];
  };
  const inTheWay = [...files].filter(([name, text]) => {
    const hash = hashOf(path.join(folder, name));
    return hash !== undefined && hash !== hashText(text) && !mine(name);
  });
  if (inTheWay.length > 0) {
    throw new Error(
      `nothing was written: ${listOf(inTheWay.map(([name]) => name))} in ${folder} ${inTheWay.length === 1 ? "is" : "are"} not as an ` +
        "export has written it, and is not replaced; move it away, or name another folder with --out",
    );
  }
  const hashes = Object.fromEntries([...files].map(([name, text]) => [name, hashText(text)]));
  const all = new Map([...files, [RECORD, json({ files: hashes })]]);
  const left = Object.keys(written).filter((name) => !files.has(name) && mine(name));
  const beside = path.join(
    path.dirname(path.resolve(folder)),
    `.${path.basename(path.resolve(folder))}.${process.pid}`,
  );
  try {
    mkdirSync(beside, { recursive: true });
    for (const [name, text] of all) writeFileSync(path.join(beside, name), text);
    moveInto(folder, beside, [...all.keys()]);
    for (const name of left) rmSync(path.join(folder, name));
  } catch (error) {
    throw new Error(`the project cannot be written to ${folder}: ${messageOf(error)}`);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function moveInto(folder: string, beside: string, names: readonly string[]): void {
  const isThere = existsSync(folder);
  if (isThere && readdirSync(folder).length > 0) {
    for (const name of names) renameSync(path.join(beside, name), path.join(folder, name));
    return;
  }
  if (isThere) rmdirSync(folder);
  renameSync(beside, folder);
}

function recordIn(folder: string): Readonly<Record<string, string>> {
  try {
    return record.parse(JSON.parse(readFileSync(path.join(folder, RECORD), "utf8"))).files;
  } catch {
    return {};
  }
}

function hashOf(file: string): string | undefined {
  try {
    return hashText(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    // A folder, or what cannot be read: whatever it is, it is nobody's to replace.
    return "";
  }
}

function hashText(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(", ");
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}
