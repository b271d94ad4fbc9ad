// The service that everything here talks to: a sandbox in a child process, and what arrived at it.

import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { start, stop } from "../lib/processes.mjs";
import { Failure } from "../lib/screen.mjs";

const script = fileURLToPath(new URL("sandbox-process.mjs", import.meta.url));

/** @typedef {Record<string, number>} Calls how many arrived, by operation */

/**
 * @typedef {object} Sandbox
 * @property {Record<string, string>} env what a provider needs to talk to it
 * @property {() => Promise<Calls>} takeCalls those since the last time
 * @property {(numbers: readonly string[]) => Promise<void>} addNumbers gives the account numbers, in E.164
 * @property {() => Promise<void>} stop
 */

/** @typedef {{ endpoints: number, numbers: number, orders: number }} Holdings what an account has; an order brings one more number */

/** @param {number} latencyMs @param {Holdings} [holdings] @returns {Promise<Sandbox>} */
export async function startSandbox(latencyMs, holdings) {
  const words = [script, String(latencyMs), ...(holdings ? [JSON.stringify(holdings)] : [])];
  const child = start(process.execPath, words, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { baseUrl, env } = await firstLine(child);
  /** @returns {Promise<any>} */
  const ask = async (
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {object | undefined} */ body = undefined,
  ) => {
    const sent = body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const response = await fetch(new URL(`/_sandbox${path}`, baseUrl), { method, ...sent });
    if (!response.ok) throw new Failure(`${method} ${path} of the sandbox answers ${response.status}`);
    return response.json();
  };
  return {
    env,
    takeCalls: async () => {
      const calls = countCalls(await ask("GET", "/calls"));
      await ask("DELETE", "/calls");
      return calls;
    },
    addNumbers: async (numbers) => {
      for (const number of numbers) await ask("POST", "/portal/numbers", { number });
    },
    stop: () => stop(child),
  };
}

/** @param {{ operation: string }[]} log @returns {Calls} */
function countCalls(log) {
  /** @type {Calls} */
  const counts = {};
  for (const { operation } of log) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

/** @param {Calls} calls @returns {string} such as "3 (1 oauth.token, 2 endpoints.list)" */
export function describeCalls(calls) {
  const parts = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`);
  return parts.length === 0 ? "none" : `${total(calls)} (${parts.join(", ")})`;
}

/** @param {Calls} calls @returns {number} */
export function total(calls) {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<{ baseUrl: string, env: Record<string, string> }>}
 */
async function firstLine(child) {
  if (child.stdout === null) throw new Error("the sandbox's output is not read");
  const ended = once(child, "close").then(() => [""]);
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  if (line === "") throw new Failure("the sandbox did not start");
  return JSON.parse(line);
}
