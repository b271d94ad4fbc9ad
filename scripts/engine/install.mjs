// Brings a new engine into its folder in one step: it is made and tried out beside that folder, then renamed into place.
// Whatever kills this process, the folder either holds a whole engine or is not there.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { onInterrupt } from "../lib/processes.mjs";
import { inspect } from "./inspect.mjs";
import { livingOwner, me } from "./lock.mjs";

const PREFIX = ".cloudnumbering-engine-";

/** @param {string} target @returns {string} the lock file for this version folder */
export function lockFile(target) {
  return join(dirname(target), `${PREFIX}${basename(target)}.lock`);
}

/**
 * @param {string} target the version folder
 * @param {(folder: string) => Promise<void>} make fills `folder/bin`
 * @returns {Promise<{ bin: string, version: string }>}
 */
export async function install(target, make) {
  removeLeftovers(dirname(target));
  const work = join(dirname(target), `${PREFIX}${process.pid}-${Date.now()}`);
  const remove = () => rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  const done = onInterrupt(remove);
  try {
    mkdirSync(work);
    writeFileSync(join(work, "owner.json"), JSON.stringify(me()));
    await make(work);
    const verdict = await inspect(join(work, "bin"));
    if ("problem" in verdict) throw new Error(`what came out does not work: ${verdict.problem}`);
    mkdirSync(join(work, "ready"));
    renameSync(join(work, "bin"), join(work, "ready/bin"));
    setAside(target);
    renameSync(join(work, "ready"), target);
    return { bin: join(target, "bin"), version: verdict.version };
  } finally {
    remove();
    done();
  }
}

/** What is there is not a working engine, but it is not ours to delete. @param {string} target */
function setAside(target) {
  if (existsSync(target)) renameSync(target, `${target}.set-aside-${Date.now()}`);
}

/** Work folders of processes that were killed. @param {string} folder */
function removeLeftovers(folder) {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(PREFIX) || name.endsWith(".lock")) continue;
    if (livingOwner(join(folder, name, "owner.json")) !== undefined) continue;
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}
