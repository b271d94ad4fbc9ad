// One at a time: two commands that both find no engine must not build it twice. The lock only saves work. What is built is
// safe without it: everybody builds in a folder of their own and moves it into place in one step.

import { readFileSync, rmSync, statSync, utimes, writeFileSync } from "node:fs";
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** @typedef {{ pid: number, started: string, host: string }} Owner */

/** A lock of another machine (a shared home folder) counts as held while its owner touches it at least this often. */
const SILENCE_MS = 120_000;

/** @returns {Owner} */
export function me() {
  return { pid: process.pid, started: startOf(process.pid), host: os.hostname() };
}

/**
 * @param {string} file
 * @returns {Owner | undefined} who wrote the file, if that process still runs
 */
export function livingOwner(file) {
  try {
    const owner = /** @type {Owner} */ (JSON.parse(readFileSync(file, "utf8")));
    const alive =
      owner.host === os.hostname() ? runs(owner) : Date.now() - statSync(file).mtimeMs < SILENCE_MS;
    return alive ? owner : undefined;
  } catch {
    return undefined; // removed meanwhile, or its writer was killed before it wrote its name
  }
}

/** @param {Owner} owner */
function runs(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH") return false;
  }
  return owner.started === startOf(owner.pid); // else the number went to another process
}

/**
 * Waits for the lock and takes it.
 *
 * @param {string} file
 * @param {(owner: Owner) => void} onWait called again and again while another process holds it
 * @returns {Promise<() => void>} gives the lock back
 */
export async function takeLock(file, onWait) {
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(me()), { flag: "wx" });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    const owner = livingOwner(file) ?? (await livingOwnerSoon(file));
    if (owner === undefined) rmSync(file, { force: true });
    else {
      onWait(owner);
      await sleep(500);
    }
  }
  const touch = setInterval(() => utimes(file, new Date(), new Date(), () => {}), SILENCE_MS / 8).unref();
  return () => {
    clearInterval(touch);
    rmSync(file, { force: true });
  };
}

/** Looks again a moment later: a lock file is empty for an instant while it is being written. @param {string} file */
async function livingOwnerSoon(file) {
  await sleep(100);
  return livingOwner(file);
}

/** @param {number} pid @returns {string} when the process started, as far as this system tells */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
