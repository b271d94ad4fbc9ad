// npm run bench
//
// Measures what this package costs beyond Pulumi itself, with the real engine against a sandbox, and holds each figure against
// its budget. The floor of every ratio is measured in the same run, in turn with the package.

import { inspect } from "node:util";
import { NoEngineError } from "../engine/find.mjs";
import { Failure, say, section } from "../lib/screen.mjs";
import { duration } from "../lib/text.mjs";
import { buildPackage, installDependencies, prepareEngine } from "../setup.mjs";
import { verdict } from "./figures.mjs";
import { busy, thisMachine } from "./machine.mjs";
import { measurements } from "./measurements.mjs";
import { readOptions, UsageError, usage } from "./options.mjs";
import { saveRuns, showFindings, writeDocuments } from "./report.mjs";
import { withStage } from "./stage.mjs";

const began = Date.now();
try {
  const names = measurements.map(({ name }) => name);
  const options = readOptions(process.argv.slice(2), names);
  if (options.help) process.stdout.write(usage(names));
  else process.exitCode = await bench(options);
} catch (error) {
  const wrongUse = error instanceof UsageError;
  const expected = wrongUse || error instanceof Failure || error instanceof NoEngineError;
  process.stderr.write(`\nThe bench failed: ${expected ? error.message : inspect(error)}\n`);
  process.exitCode = wrongUse ? 2 : 1;
}

/** @param {import("./options.mjs").Options} options @returns {Promise<number>} the exit code */
async function bench(options) {
  const engine = await prepare();
  const wanted = measurements.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  say(
    options.quick
      ? "\nQuick: too few runs to judge by."
      : "\nEach measurement says how long it usually takes on two quiet cores.",
  );
  const warning = busy();
  if (warning !== undefined) say(warning);

  /** @type {import("./report.mjs").Outcomes} */
  const outcomes = {};
  for (const { name, what, usually, run } of wanted) {
    await section(`${name}: ${what}${options.quick ? "" : `; usually ${usually}`}`, async () => {
      outcomes[name] = await withStage({ engine, quick: options.quick }, run);
      return "measured";
    });
  }

  const machine = thisMachine(engine);
  const figures = Object.values(outcomes).flatMap((outcome) => outcome.figures);
  const over = figures.filter((figure) => verdict(figure) === "over").length;
  showFindings(outcomes);
  saveRuns(options.json, { machine, quick: options.quick, outcomes });
  if (options.writeDocs) writeDocuments({ machine, outcomes });
  const judgement = over === 0 ? "none over budget" : `${over} over budget`;
  say(`${figures.length} figures, ${judgement}, in ${duration(Date.now() - began)}`);
  return options.check && over > 0 ? 1 : 0;
}

async function prepare() {
  /** @type {import("../engine/find.mjs").Engine | undefined} */
  let engine;
  await section("Dependencies", installDependencies);
  await section("Build", buildPackage);
  await section("Engine", () => prepareEngine((found) => (engine = found)));
  if (engine === undefined) throw new Error("no engine");
  return engine;
}
