// npm test [-- what to pass on to vitest]
//
// Prepares whatever is missing, then runs every level of tests. Ends with the line `N passed, N failed`.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { NoEngineError } from "./engine/find.mjs";
import { onInterrupt, run } from "./lib/processes.mjs";
import { root } from "./lib/repository.mjs";
import { Failure, say, section } from "./lib/screen.mjs";
import { forTerminal, legend, metaIn } from "./money/tables.mjs";
import { buildPackage, installDependencies, node, prepareEngine } from "./setup.mjs";

const passedOn = process.argv.slice(2);
const startsAll = !passedOn.some((word) => word.startsWith("--project"));
const needsEngine = startsAll || passedOn.some((word) => word.endsWith("engine") || word.includes("*"));
const filtered = passedOn.some((word) => word.startsWith("-t") || word.startsWith("--testNamePattern"));

/** @typedef {{ passed: number, failed: number }} Counts */

let counts = { passed: 0, failed: 1 };
try {
  await section("Dependencies", installDependencies);
  await section("Build", buildPackage); // first: the examples are checked against the built types
  await section("Types", () => check("typescript/bin/tsc", ["--noEmit"], "type errors"));
  await section("Style and layers", () =>
    check(
      "@biomejs/biome/bin/biome",
      ["check", "."],
      "Biome complains (`npm run format` repairs most of it)",
    ),
  );
  if (needsEngine) await section("Engine", () => prepareEngine());
  await section("Tests", async () => {
    counts = await runTests();
    return "done";
  });
} catch (error) {
  const expected = error instanceof Failure || error instanceof NoEngineError;
  process.stdout.write(`${expected ? error.message : inspect(error)}\n`);
}
process.exitCode = counts.failed === 0 ? 0 : 1;
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);

/** @param {string} tool @param {string[]} args @param {string} problem */
async function check(tool, args, problem) {
  await node([`node_modules/${tool}`, ...args], problem);
  return "no complaints";
}

/** @returns {Promise<Counts>} */
async function runTests() {
  const folder = mkdtempSync(join(os.tmpdir(), "cloudnumbering-tests-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const done = onInterrupt(remove);
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const result = await run(
      process.execPath,
      ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...passedOn],
      {
        cwd: root,
        stdio: ["ignore", "inherit", "inherit"],
        stopWith: "SIGINT",
        patienceMs: 20_000,
      },
    );
    showPurchases(report);
    return count(report, result.code);
  } finally {
    remove();
    done();
  }
}

/** The kill table of docs/money.md, as this run has found it. @param {string} report */
function showPurchases(report) {
  if (!existsSync(report)) return;
  const rows = metaIn(JSON.parse(readFileSync(report, "utf8"))).flatMap(({ purchases = [] }) => purchases);
  if (rows.length > 0) say(`\nOrders, killed at every point (${legend})\n\n${forTerminal(rows)}\n`);
}

/**
 * A test that did not run counts as failed: it proves nothing, and nobody notices.
 *
 * @param {string} report
 * @param {number} code how vitest ended
 * @returns {Counts}
 */
function count(report, code) {
  const files = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).testResults : [];
  /** @type {{ status: string, fullName: string }[]} */
  const tests = files.flatMap((/** @type {{ assertionResults: unknown[] }} */ file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed").length;
  const failed = tests.filter((test) => test.status === "failed").length;
  const idle = filtered ? [] : tests.filter((test) => test.status !== "passed" && test.status !== "failed");
  for (const test of idle) say(`did not run, so it counts as failed: ${test.fullName} (${test.status})`);
  if (passed + failed === 0) say("no test ran");
  else if (code !== 0 && failed === 0) say(`vitest failed outside of a test (exit ${code}): see above`);
  const outside = failed + idle.length === 0 && (code !== 0 || passed === 0) ? 1 : 0;
  return { passed, failed: failed + idle.length + outside };
}
