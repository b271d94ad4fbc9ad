// For contrast: the provider somebody writes from Pulumi's documentation, declaring the same endpoints.

import { bytes, seconds } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { total } from "../sandbox.mjs";
import { stateBytes } from "../state-bytes.mjs";
import { middleMeans } from "../statistics.mjs";

const LATENCY_MS = 50;
const commands = /** @type {const} */ (["up", "refresh", "destroy"]);

/** @typedef {import("../stage.mjs").Stage} Stage */

/** @type {import("../measurement.mjs").Measurement} */
export const contrast = {
  name: "contrast",
  what: `50 endpoints at ${LATENCY_MS} ms, with this package and with a provider as Pulumi's documentation has it`,
  usually: "1 min",
  async run(stage) {
    const size = stage.quick ? 10 : 50;
    const ours = await newSide(stage, "ours", size);
    const base = await newSide(stage, "textbook", size);
    /** @type {Record<string, import("../statistics.mjs").Pair[]>} */
    const pairs = { up: [], refresh: [], destroy: [] };
    await times(stage.quick ? 1 : 3, async (round, first) => {
      for (const command of commands) {
        const both = { ours: () => ours.measure(command), base: () => base.measure(command) };
        const options = { baseName: "documentation", first };
        pairs[command]?.push(await measurePair(`${round}  ${command}`, both, options));
      }
    });
    const cells = (/** @type {typeof commands[number]} */ command) => {
      const took = middleMeans(pairs[command] ?? []);
      return [
        `\`${command}\``,
        `${seconds(took.ours)}, ${ours.calls[command]} API calls`,
        `${seconds(took.base)}, ${base.calls[command]} API calls`,
      ];
    };
    return {
      figures: [],
      table: {
        title: `${size} endpoints, the service answers after ${LATENCY_MS} ms`,
        rows: [
          ["", "this package", "a provider from Pulumi's documentation"],
          ...commands.map(cells),
          ["state of an endpoint", bytes(ours.bytes), bytes(base.bytes)],
        ],
      },
      raw: { unit: "ms", size, latencyMs: LATENCY_MS, pairs, ours, textbook: base },
    };
  },
};

/**
 * A stack with an account of its own, so that neither sees the other's endpoints in its lists.
 *
 * @param {Stage} stage
 * @param {"ours" | "textbook"} program
 * @param {number} size
 */
async function newSide(stage, program, size) {
  const sandbox = await stage.sandbox(LATENCY_MS);
  const stack = await stage.stack(program, size, sandbox.env);
  return {
    /** @type {Record<string, number>} */
    calls: {},
    bytes: 0,
    async measure(/** @type {typeof commands[number]} */ command) {
      await sandbox.takeCalls();
      const took = await stack[command]();
      this.calls[command] = total(await sandbox.takeCalls());
      if (command === "up") this.bytes = stateBytes(await stack.resources()).whole;
      return took;
    },
  };
}
