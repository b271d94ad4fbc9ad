// Writing a whole account as a program, against the calls that this takes by themselves.

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../lib/processes.mjs";
import { Failure, say } from "../../lib/screen.mjs";
import { figure, ratio, seconds } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { describeCalls } from "../sandbox.mjs";
import { middleMeans, ratioOf } from "../statistics.mjs";

const script = fileURLToPath(new URL("../programs/account-calls.cjs", import.meta.url));

const LATENCY_MS = 50;

/** @type {import("../measurement.mjs").Measurement} */
export const exporting = {
  name: "export",
  what: `export of 2,000 numbers, 200 orders and 50 endpoints; the service answers after ${LATENCY_MS} ms`,
  usually: "30 s",
  async run(stage) {
    const numbers = stage.quick ? 200 : 2000;
    const orders = numbers / 10;
    const sandbox = await stage.sandbox(LATENCY_MS, { endpoints: 50, numbers: numbers - orders, orders });
    const sideOf = (/** @type {string} */ what) => () => timed(what, sandbox.env);
    const sidesOfPair = { ours: sideOf("export"), base: sideOf("calls") };
    await sidesOfPair.ours();
    await sandbox.takeCalls();
    await sidesOfPair.ours();
    const calls = await sandbox.takeCalls();
    await sidesOfPair.base();
    const alone = await sandbox.takeCalls();
    const differing = Object.keys({ ...calls, ...alone }).filter((each) => calls[each] !== alone[each]);
    if (differing.length > 0)
      throw new Failure(`the calls alone are not the export's: ${differing.join(", ")}`);
    const pairs = await times(stage.quick ? 1 : 5, (round, first) =>
      measurePair(`${round}  export`, sidesOfPair, { baseName: "calls alone", first }),
    );
    say(`API calls of export: ${describeCalls(calls)}`);
    const took = middleMeans(pairs);
    return {
      figures: [
        figure({
          name: `\`export\` of ${numbers.toLocaleString("en")} numbers, of its calls alone`,
          measured: ratioOf(took),
          limit: 1.3,
          show: ratio,
          basis: `${seconds(took.ours)}, calls alone ${seconds(took.base)}`,
        }),
      ],
      raw: { unit: "ms", numbers, latencyMs: LATENCY_MS, pairs, calls },
    };
  },
};

/** @param {string} what @param {Record<string, string>} env @returns {Promise<number>} milliseconds */
async function timed(what, env) {
  const folder = mkdtempSync(join(os.tmpdir(), "cloudnumbering-bench-export-"));
  try {
    const result = await run(process.execPath, [script, what, folder], { env: { ...process.env, ...env } });
    if (result.code !== 0) throw new Failure(`${what} failed:\n${result.stderr}`);
    return Number(result.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
