// Looking at a whole estate: routed numbers, endpoints and addresses, each kind read as a list.

import { createRequire } from "node:module";
import { say } from "../../lib/screen.mjs";
import { figure, ratio, seconds } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { describeCalls, total } from "../sandbox.mjs";
import { middleMeans, ratioOf } from "../statistics.mjs";

/** @type {typeof import("../programs/estate-numbers.cjs")} */
const { estate: estateOf } = createRequire(import.meta.url)("../programs/estate-numbers.cjs");

/** @type {import("../measurement.mjs").Measurement} */
export const estate = {
  name: "estate",
  what: "refresh of 500 assignments, 50 endpoints and 50 addresses; the service answers at once",
  usually: "3 min",
  async run(stage) {
    const size = stage.quick ? 60 : 600;
    const { numbers, endpointCount, addresses } = estateOf(size);
    const sandbox = await stage.sandbox(0);
    await sandbox.addNumbers(numbers);
    const ours = await stage.stack("estate", size, sandbox.env);
    const floor = await stage.stack("estate-floor", size);
    await ours.up();
    await floor.up();
    /** @type {import("../sandbox.mjs").Calls} */
    let calls = {};
    const refresh = {
      async ours() {
        await sandbox.takeCalls();
        const took = await ours.refresh();
        calls = await sandbox.takeCalls();
        return took;
      },
      base: floor.refresh,
    };
    const pairs = await times(stage.quick ? 1 : 15, (round, first) =>
      measurePair(`${round}  refresh`, refresh, { first }),
    );
    say(`API calls of refresh: ${describeCalls(calls)}`);
    const took = middleMeans(pairs);
    const pages = Math.ceil(numbers.length / 100);
    return {
      figures: [
        figure({
          name: `\`refresh\` of an estate of ${size}, of the engine's floor`,
          measured: ratioOf(took),
          limit: 1.15,
          show: ratio,
          basis: `${seconds(took.ours)}, floor ${seconds(took.base)}`,
        }),
        figure({
          name: `API calls of \`refresh\` of an estate of ${size}`,
          measured: total(calls),
          limit: pages + 4,
          show: String,
          basis: describeCalls(calls),
          reason: `${pages} pages of numbers, 1 of endpoints, 1 of addresses, a sign-in, whose account it is`,
        }),
      ],
      raw: {
        unit: "ms",
        size,
        numbers: numbers.length,
        endpoints: endpointCount,
        addresses: addresses.length,
        pairs,
        calls,
      },
    };
  },
};
