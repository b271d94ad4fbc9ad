// How much memory a process takes at most. It is watched from outside, as the engine starts and ends its provider process by
// itself: the kernel keeps each process's peak (VmHWM), and the last look before its end is within a few milliseconds of it.

import { existsSync, readdirSync, readFileSync } from "node:fs";

const LOOK_EVERY_MS = 20;

/** The file that Pulumi runs as the provider process. */
const PROVIDER = "/cmd/dynamic-provider/index.js";

/** Only Linux says so much about other processes. */
export const canWatch = existsSync("/proc/self/status");

/**
 * The peak of the provider processes that this process's descendants start while `work` runs.
 *
 * @param {() => Promise<unknown>} work
 * @returns {Promise<number>} kibibytes
 */
export async function providerPeak(work) {
  const peak = watchPeak(() => descendants(process.pid).filter(isProvider));
  try {
    await work();
  } finally {
    peak.end();
  }
  if (peak.highest() === 0) throw new Error("no provider process was seen");
  return peak.highest();
}

/**
 * Looks at processes until `end`.
 *
 * @param {() => number[]} whose process ids
 * @returns {{ end: () => void, highest: () => number }} the highest peak of one of them, in kibibytes
 */
export function watchPeak(whose) {
  let highest = 0;
  const timer = setInterval(() => {
    for (const pid of whose()) {
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(read(pid, "status"))?.[1];
      highest = Math.max(highest, Number(peak ?? 0));
    }
  }, LOOK_EVERY_MS);
  return { end: () => clearInterval(timer), highest: () => highest };
}

/** @param {number} pid @returns {boolean} */
function isProvider(pid) {
  return read(pid, "cmdline").split("\0")[1]?.endsWith(PROVIDER) ?? false;
}

/** @param {number} pid @returns {number[]} */
function descendants(pid) {
  const children = readTasks(pid).flatMap((task) =>
    read(pid, `task/${task}/children`).split(" ").filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** @param {number} pid @returns {string[]} its threads: each knows the processes that it started */
function readTasks(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** @param {number} pid @param {string} name @returns {string} nothing when the process has ended */
function read(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
