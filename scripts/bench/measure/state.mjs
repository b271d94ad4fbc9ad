// What one endpoint takes in the exported state, beside a resource that has the same inputs and outputs and no more.

import { say } from "../../lib/screen.mjs";
import { bytes, figure, ratio } from "../figures.mjs";
import { stateBytes } from "../state-bytes.mjs";

/** The bytes of a resource do not depend on how many there are. */
const SIZE = 20;

/** @type {import("../measurement.mjs").Measurement} */
export const state = {
  name: "state",
  what: "bytes of an endpoint in the exported state",
  usually: "15 s",
  async run(stage) {
    const sandbox = await stage.sandbox(0);
    const ours = await bytesOf(await stage.stack("ours", SIZE, sandbox.env));
    const base = await bytesOf(await stage.stack("floor", SIZE));
    const inAndOut = `${bytes(ours.values)}, floor ${bytes(base.values)}`;
    say(`whole resource ${bytes(ours.whole)}, floor ${bytes(base.whole)}; inputs and outputs ${inAndOut}`);
    return {
      figures: [
        figure({
          name: "state of an endpoint, of its bare inputs' and outputs'",
          measured: ours.whole / base.whole,
          limit: 1.3,
          show: ratio,
          basis: `${bytes(ours.whole)}, bare ${bytes(base.whole)}; inputs and outputs alone ${inAndOut}`,
        }),
      ],
      raw: { unit: "bytes", ours, floor: base },
    };
  },
};

/** @param {import("../stack.mjs").Stack} stack */
async function bytesOf(stack) {
  await stack.up();
  return stateBytes(await stack.resources());
}
