// What it costs a compiler to check a program that uses the whole package, beside one that imports Pulumi's SDK alone.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../lib/processes.mjs";
import { root } from "../../lib/repository.mjs";
import { Failure } from "../../lib/screen.mjs";
import { figure, ratio, seconds } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { middleMeans, ratioOf } from "../statistics.mjs";

const programs = fileURLToPath(new URL("../compiled", import.meta.url));
/** As the examples have it. */
const OPTIONS =
  "--noEmit --strict --skipLibCheck --target ES2022 --module commonjs --moduleResolution node".split(" ");

/** @type {import("../measurement.mjs").Measurement} */
export const typeCheck = {
  name: "type-check",
  what: "Type-check of a program that uses everything, against one that imports Pulumi's SDK alone",
  usually: "40 s",
  async run({ quick }) {
    const check = { ours: () => checking("everything.ts"), base: () => checking("sdk-only.ts") };
    // From a cold disk the first of each would be far slower.
    await check.ours();
    await check.base();
    const pairs = await times(quick ? 1 : 7, (round, first) =>
      measurePair(`${round}  type-check`, check, { baseName: "SDK alone", first }),
    );
    const took = middleMeans(pairs);
    return {
      figures: [
        figure({
          name: "type-check of a program using everything, of one importing the SDK alone",
          measured: ratioOf(took),
          limit: 1.3,
          show: ratio,
          basis: `${seconds(took.ours)}, SDK alone ${seconds(took.base)}`,
        }),
      ],
      raw: { unit: "ms", pairs },
    };
  },
};

/** @param {string} program @returns {Promise<number>} milliseconds */
async function checking(program) {
  const began = performance.now();
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const result = await run(process.execPath, [compiler, ...OPTIONS, program], { cwd: programs });
  if (result.code !== 0) throw new Failure(`${program} does not compile:\n${result.stdout}${result.stderr}`);
  return performance.now() - began;
}
