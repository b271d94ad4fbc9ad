// Where one measurement takes place: a temporary folder, and the stacks and sandboxes that it asks for.

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { onInterrupt } from "../lib/processes.mjs";
import { startSandbox } from "./sandbox.mjs";
import { newStack, newStacks } from "./stack.mjs";

/** @typedef {import("./sandbox.mjs").Sandbox} Sandbox */
/** @typedef {import("./stack.mjs").Stack} Stack */
/** @typedef {import("./stack.mjs").Stacks} Stacks */

/**
 * @typedef {object} Stage
 * @property {boolean} quick
 * @property {(latencyMs: number, holdings?: import("./sandbox.mjs").Holdings) => Promise<Sandbox>} sandbox a new one
 * @property {(program: import("./stack.mjs").Program, size: number, account?: Record<string, string>) => Promise<Stack>} stack
 * a new one, with nothing in it
 * @property {(program: import("./stack.mjs").Program, size: number, names: readonly string[], account: Record<string, string>) => Promise<Stacks>} stacks
 * new ones of one project, with nothing in them
 */

/**
 * Sets the stage, has `play` use it, and clears everything away.
 *
 * @template T
 * @param {{ engine: import("../engine/find.mjs").Engine, quick: boolean }} options
 * @param {(stage: Stage) => Promise<T>} play
 * @returns {Promise<T>}
 */
export async function withStage({ engine, quick }, play) {
  const folder = mkdtempSync(join(os.tmpdir(), "cloudnumbering-bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const done = onInterrupt(remove);
  /** @type {Sandbox[]} */
  const sandboxes = [];
  let stacks = 0;
  try {
    return await play({
      quick,
      async sandbox(latencyMs, holdings) {
        const sandbox = await startSandbox(latencyMs, holdings);
        sandboxes.push(sandbox);
        return sandbox;
      },
      stack: (program, size, account = {}) =>
        newStack({ engine, folder: join(folder, String(++stacks)), program, size, account }),
      stacks: (program, size, names, account) =>
        newStacks({ engine, folder: join(folder, String(++stacks)), program, size, names, account }),
    });
  } finally {
    for (const sandbox of sandboxes) await sandbox.stop();
    remove();
    done();
  }
}
