// The same with a service as far away as a real one: what the waiting adds to the engine's floor.

import { say } from "../../lib/screen.mjs";
import { figure, seconds } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { describeCalls, total } from "../sandbox.mjs";
import { leastTime, middleMeans } from "../statistics.mjs";

const LATENCY_MS = 50;
/** How many requests the package has under way at most, unless told otherwise. */
const AT_ONCE = 8;

/** @typedef {import("../statistics.mjs").Pair} Pair */

/** @type {import("../measurement.mjs").Measurement} */
export const latency = {
  name: "latency",
  what: `up and refresh of 500 endpoints; the service answers after ${LATENCY_MS} ms`,
  usually: "6 min",
  async run(stage) {
    const size = stage.quick ? 50 : 500;
    /** @type {{ up: Pair[], refresh: Pair[] }} */
    const pairs = { up: [], refresh: [] };
    /** @type {import("../sandbox.mjs").Calls} */
    let calls = {};
    await times(stage.quick ? 1 : 4, async (round, first) => {
      const sandbox = await stage.sandbox(LATENCY_MS);
      const ours = await stage.stack("ours", size, sandbox.env);
      const floor = await stage.stack("floor", size);
      pairs.up.push(await measurePair(`${round}  up`, { ours: ours.up, base: floor.up }, { first }));
      calls = await sandbox.takeCalls();
      const refresh = { ours: ours.refresh, base: floor.refresh };
      const refreshes = await times(stage.quick ? 1 : 3, (_, first) =>
        measurePair(`${round}  refresh`, refresh, { first }),
      );
      pairs.refresh.push(...refreshes);
    });
    say(`API calls of up: ${describeCalls(calls)}`);
    const what = `of ${size} endpoints at ${LATENCY_MS} ms, above the floor`;
    const requests = total(calls);
    return {
      figures: [
        excessOf(`\`up\` ${what}`, pairs.up, {
          limit: leastTime({ requests, latencyMs: LATENCY_MS, atOnce: AT_ONCE }),
          reason: `${requests} requests × ${LATENCY_MS} ms / ${AT_ONCE} at once`,
        }),
        excessOf(`\`refresh\` ${what}`, pairs.refresh, { limit: 500 }),
      ],
      raw: { unit: "ms", size, latencyMs: LATENCY_MS, pairs, calls },
    };
  },
};

/** @param {string} name @param {Pair[]} pairs @param {{ limit: number, reason?: string }} budget */
function excessOf(name, pairs, budget) {
  const { ours, base } = middleMeans(pairs);
  const basis = `${seconds(ours)}, floor ${seconds(base)}`;
  return figure({ name, measured: ours - base, show: seconds, basis, ...budget });
}
