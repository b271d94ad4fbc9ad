// How much memory the provider process takes, beside one that does nothing.

import { say } from "../../lib/screen.mjs";
import { figure, mebibytes, ratio } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { canWatch, providerPeak } from "../peak-memory.mjs";
import { middleMeans, ratioOf } from "../statistics.mjs";

/** @type {import("../measurement.mjs").Measurement} */
export const memory = {
  name: "memory",
  what: "peak memory of the provider process while 500 endpoints are refreshed",
  usually: "1 min",
  async run(stage) {
    const size = stage.quick ? 50 : 500;
    const name = `memory of the provider process, refresh of ${size} endpoints, of the floor's`;
    const budget = { name, limit: 1.2, show: ratio };
    if (!canWatch) {
      say("only Linux tells the memory of other processes");
      return { figures: [figure({ ...budget, measured: undefined, basis: "Linux only" })], raw: undefined };
    }
    const sandbox = await stage.sandbox(0);
    const ours = await stage.stack("ours", size, sandbox.env);
    const floor = await stage.stack("floor", size);
    await ours.up();
    await floor.up();
    const peaks = { ours: () => providerPeak(ours.refresh), base: () => providerPeak(floor.refresh) };
    const pairs = await times(3, (round, first) =>
      measurePair(`${round}  peak`, peaks, { show: mebibytes, first }),
    );
    const peak = middleMeans(pairs);
    const basis = `${mebibytes(peak.ours)}, floor ${mebibytes(peak.base)}`;
    return {
      figures: [figure({ ...budget, measured: ratioOf(peak), basis })],
      raw: { unit: "KiB", size, pairs },
    };
  },
};
