// The four commands against the engine's floor, with a service that answers at once.

import { say } from "../../lib/screen.mjs";
import { figure, ratio, seconds } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { describeCalls } from "../sandbox.mjs";
import { middleMeans, ratioOf } from "../statistics.mjs";

const commands = /** @type {const} */ (["up", "preview", "refresh", "destroy"]);

/** In each round. A refresh can be done again, and is over so soon that other things weigh more. */
const play = /** @type {const} */ (["up", "preview", "refresh", "refresh", "refresh", "destroy"]);

/** @typedef {import("../statistics.mjs").Pair} Pair */

/** @type {import("../measurement.mjs").Measurement} */
export const engine = {
  name: "engine",
  what: "up, preview, refresh and destroy of 500 endpoints; the service answers at once",
  usually: "13 min",
  async run(stage) {
    const size = stage.quick ? 50 : 500;
    const sandbox = await stage.sandbox(0);
    const ours = await stage.stack("ours", size, sandbox.env);
    const floor = await stage.stack("floor", size);
    /** @type {Record<string, Pair[]>} */
    const pairs = { up: [], preview: [], refresh: [], destroy: [] };
    /** @type {Record<string, import("../sandbox.mjs").Calls>} */
    const calls = {};
    await times(stage.quick ? 1 : 5, async (round, first) => {
      for (const command of play) {
        await sandbox.takeCalls();
        const sides = { ours: ours[command], base: floor[command] };
        pairs[command]?.push(await measurePair(`${round}  ${command}`, sides, { first }));
        calls[command] = await sandbox.takeCalls();
      }
    });
    for (const command of commands) say(`API calls of ${command}: ${describeCalls(calls[command] ?? {})}`);
    return {
      figures: commands.map((command) => figureOf(command, size, pairs[command] ?? [])),
      raw: { unit: "ms", size, pairs, calls },
    };
  },
};

/** @param {string} command @param {number} size @param {Pair[]} pairs */
function figureOf(command, size, pairs) {
  const took = middleMeans(pairs);
  return figure({
    name: `\`${command}\` of ${size} endpoints, of the engine's floor`,
    measured: ratioOf(took),
    limit: 1.15,
    show: ratio,
    basis: `${seconds(took.ours)}, floor ${seconds(took.base)}`,
  });
}
