// What it costs a program to load the package, beside the SDK that it loads anyway.

import { run } from "../../lib/processes.mjs";
import { root } from "../../lib/repository.mjs";
import { Failure } from "../../lib/screen.mjs";
import { figure, ratio, seconds } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { middleMeans, ratioOf } from "../statistics.mjs";

// Without the start of Node itself, which would flatter the ratio.
const stopwatch =
  "const began = performance.now(); require(process.argv[1]); console.log(performance.now() - began)";

/** @type {import("../measurement.mjs").Measurement} */
export const requiring = {
  name: "require",
  what: "Loading the package, against loading Pulumi's SDK alone, each in a fresh process",
  usually: "20 s",
  async run({ quick }) {
    const load = { ours: () => loading("pulumi-cloudnumbering"), base: () => loading("@pulumi/pulumi") };
    // From a cold disk the first of each would be far slower.
    await load.ours();
    await load.base();
    const pairs = await times(quick ? 3 : 11, (round, first) =>
      measurePair(`${round}  require`, load, { baseName: "SDK alone", first }),
    );
    const took = middleMeans(pairs);
    return {
      figures: [
        figure({
          name: "`require` of the package, of the SDK's alone",
          measured: ratioOf(took),
          limit: 1.2,
          show: ratio,
          basis: `${seconds(took.ours)}, SDK alone ${seconds(took.base)}`,
        }),
      ],
      raw: { unit: "ms", pairs },
    };
  },
};

/** @param {string} name @returns {Promise<number>} milliseconds */
async function loading(name) {
  const result = await run(process.execPath, ["-e", stopwatch, name], { cwd: root });
  if (result.code !== 0) throw new Failure(`require("${name}") failed:\n${result.stderr}`);
  return Number(result.stdout);
}
