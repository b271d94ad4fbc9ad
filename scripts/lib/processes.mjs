// Child processes that never outlive this one, and clean-ups that run when a person presses Ctrl-C.

import { spawn } from "node:child_process";
import { constants } from "node:os";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/**
 * @typedef {object} Manners how a process wants to be ended
 * @property {NodeJS.Signals} [stopWith]
 * @property {number} [patienceMs] how long it may take before its whole group is killed
 */

/** @type {Map<ChildProcess, Required<Manners>>} */
const children = new Map();
/** @type {Set<() => unknown>} */
const cleanups = new Set();

/**
 * Starts a process in a group of its own, so that it can be ended with everything it started.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & Manners} options
 * @returns {ChildProcess}
 */
export function start(command, args, { stopWith = "SIGTERM", patienceMs = 5_000, ...options } = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options, detached: true });
  children.set(child, { stopWith, patienceMs });
  const forget = () => {
    children.delete(child);
    listenIfNeeded();
  };
  child.once("close", forget);
  child.once("error", forget);
  listenIfNeeded();
  return child;
}

/**
 * @typedef {object} Finished
 * @property {number} code the exit code; 127 when the command could not be started, 128 + n when a signal ended it
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a process to its end. Never throws: a command that cannot be started is code 127 with the reason in `stderr`.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & Manners & { timeoutMs?: number, onStart?: (child: ChildProcess) => void, onLine?: (line: string) => void, onText?: (text: string) => void }} options
 * @returns {Promise<Finished>}
 */
export function run(command, args, { timeoutMs, onStart, onLine, onText, ...options } = {}) {
  return new Promise((resolve) => {
    const child = start(command, args, options);
    onStart?.(child);
    const text = { stdout: "", stderr: "" };
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      let rest = "";
      child[name]?.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => {
        text[name] += chunk;
        onText?.(chunk);
        if (onLine === undefined) return;
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        lines.forEach(onLine);
      });
    }
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => signal(child, "SIGKILL"), timeoutMs);
    const finish = (/** @type {number} */ code, /** @type {string} */ more = "") => {
      clearTimeout(timer);
      if (ending) return; // it was ended with everything else: nobody goes on from here
      resolve({ code, stdout: text.stdout, stderr: text.stderr + more });
    };
    child.once("error", (error) => finish(127, error.message));
    child.once("close", (code, by) => finish(code ?? 128 + (by ? constants.signals[by] : 0)));
  });
}

/**
 * Asks a process to end, waits, and kills its whole group if it takes too long.
 *
 * @param {ChildProcess} child
 */
export async function stop(child) {
  const manners = children.get(child);
  if (manners === undefined) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  signal(child, manners.stopWith);
  const timer = setTimeout(() => signal(child, "SIGKILL"), manners.patienceMs);
  await closed;
  clearTimeout(timer);
}

/** @param {ChildProcess} child @param {NodeJS.Signals} name */
function signal(child, name) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // Gone already.
  }
}

/**
 * Runs `cleanup` when a signal ends this process, after its children ended. Call the returned function when there is nothing
 * to clean up any more.
 *
 * @param {() => unknown} cleanup
 * @returns {() => void}
 */
export function onInterrupt(cleanup) {
  cleanups.add(cleanup);
  listenIfNeeded();
  return () => {
    cleanups.delete(cleanup);
    listenIfNeeded();
  };
}

const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
let listening = false;
let ending = false;

/** Listens only while there is something to end: this module also runs inside a test runner, which has its own manners. */
function listenIfNeeded() {
  const needed = children.size > 0 || cleanups.size > 0 || ending;
  if (needed === listening) return;
  listening = needed;
  for (const name of signals) process[needed ? "on" : "off"](name, interrupted);
  process[needed ? "on" : "off"]("exit", killAll);
}

/** @param {NodeJS.Signals} name */
async function interrupted(name) {
  const code = 128 + constants.signals[name];
  if (ending) process.exit(code); // the second press is impatient
  ending = true;
  for (const child of [...children.keys()].reverse()) await stop(child);
  for (const cleanup of [...cleanups].reverse()) {
    try {
      await cleanup();
    } catch (error) {
      process.stderr.write(`While cleaning up: ${error}\n`);
    }
  }
  process.exit(code);
}

function killAll() {
  for (const child of children.keys()) signal(child, "SIGKILL");
}
