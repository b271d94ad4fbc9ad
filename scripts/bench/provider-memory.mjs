// How much memory the engine's provider process takes at most. The engine starts and ends it, so it is watched from outside:
// the kernel keeps each process's peak (VmHWM), and the last look before its end is within a few milliseconds of it.

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
  /** @type {Map<number, number>} */
  const peaks = new Map();
  const timer = setInterval(() => {
    for (const pid of descendants(process.pid).filter(isProvider)) {
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(read(pid, "status"))?.[1];
      if (peak !== undefined) peaks.set(pid, Number(peak));
    }
  }, LOOK_EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  if (peaks.size === 0) throw new Error("no provider process was seen");
  return Math.max(...peaks.values());
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
