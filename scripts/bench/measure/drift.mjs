// The drift of a whole estate that ten stacks declare, beside what Pulumi alone takes for it: one refresh a stack.

import { createRequire } from "node:module";
import { join } from "node:path";
import { run } from "../../lib/processes.mjs";
import { root } from "../../lib/repository.mjs";
import { Failure, say } from "../../lib/screen.mjs";
import { lastLines } from "../../lib/text.mjs";
import { figure, mebibytes, ratio, seconds } from "../figures.mjs";
import { measurePair, times } from "../pairs.mjs";
import { canWatch, watchPeak } from "../peak-memory.mjs";
import { describeCalls } from "../sandbox.mjs";
import { middleMeans, ratioOf } from "../statistics.mjs";

/** @type {typeof import("../programs/estate-numbers.cjs")} */
const { estatePart } = createRequire(import.meta.url)("../programs/estate-numbers.cjs");

const PARTS = Array.from({ length: 10 }, (_, part) => `part-${part}`);
const MEMORY_KIB = 300_000_000 / 1024;

/** @type {import("../measurement.mjs").Measurement} */
export const drift = {
  name: "drift",
  what: "drift of 2,000 numbers, 200 endpoints and 50 addresses in ten stacks; the service answers at once",
  usually: "4 min",
  async run(stage) {
    const size = stage.quick ? 400 : 2_000;
    const sandbox = await stage.sandbox(0);
    await sandbox.addNumbers(PARTS.flatMap((part) => estatePart(size, part).numbers));
    const stacks = await stage.stacks("estate-part", size, PARTS, sandbox.env);
    for (const name of PARTS) await stacks.up(name);
    /** @type {import("../sandbox.mjs").Calls} */
    let calls = {};
    let peak = 0;
    const pairs = await times(3, (round, first) =>
      measurePair(
        `${round}  drift`,
        {
          async ours() {
            await sandbox.takeCalls();
            const looked = await look(stacks);
            calls = await sandbox.takeCalls();
            peak = Math.max(peak, looked.peak);
            return looked.took;
          },
          base: () => stacks.lookForChanges(PARTS[Number(round[0])] ?? ""),
        },
        { baseName: "one refresh", first },
      ),
    );
    say(`API calls of drift: ${describeCalls(calls)}`);
    const took = middleMeans(pairs);
    const pages = Math.ceil(size / 100);
    const lists = Object.entries(calls).filter(([operation]) => operation.endsWith(".list"));
    const estate = `an estate of ${size.toLocaleString("en")} numbers in ten stacks`;
    return {
      figures: [
        figure({
          name: `\`drift\` of ${estate}, of one \`refresh --preview-only\` a stack`,
          measured: ratioOf(took) / PARTS.length,
          limit: 1,
          show: ratio,
          basis: `${seconds(took.ours)}, a refresh of one of the stacks ${seconds(took.base)}`,
        }),
        figure({
          name: `list calls of \`drift\` of ${estate}`,
          measured: lists.reduce((sum, [, count]) => sum + count, 0),
          limit: pages + 4,
          show: String,
          basis: describeCalls(calls),
          reason: `${pages} pages of numbers, 1 of endpoints, 2 of addresses, 1 of orders`,
        }),
        figure({
          name: `memory of \`drift\` of ${estate}`,
          measured: canWatch ? peak : undefined,
          limit: MEMORY_KIB,
          show: mebibytes,
          basis: canWatch ? "300 MB at most, in its own process" : "Linux only",
        }),
      ],
      raw: { unit: "ms", size, stacks: PARTS.length, pairs, calls, peakKiB: peak },
    };
  },
};

/**
 * Runs the command as a pipeline does; all must be as declared.
 *
 * @param {import("../stage.mjs").Stacks} stacks
 * @returns {Promise<{ took: number, peak: number }>} milliseconds, kibibytes
 */
async function look({ project, env, names }) {
  const command = join(root, "dist/provider/cli/main.js");
  const args = [command, "drift", ...names.flatMap((name) => ["--stack", name])];
  const began = performance.now();
  /** @type {number[]} */
  const whose = [];
  const memory = watchPeak(() => whose);
  const onStart = (/** @type {import("node:child_process").ChildProcess} */ { pid }) => {
    if (pid !== undefined) whose.push(pid);
  };
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: project, env, onStart });
  memory.end();
  if (code !== 0)
    throw new Failure(`cloudnumbering drift ended with ${code}:\n${lastLines(stdout + stderr, 15)}`);
  return { took: performance.now() - began, peak: memory.highest() };
}
