// npm run docs:money
//
// Runs the tests of the kill table and of the examples that buy, and writes what they found into docs/money.md and the
// examples' READMEs, between their markers. With `-- --examples` only the examples, which is far quicker.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { onInterrupt, run } from "../lib/processes.mjs";
import { root } from "../lib/repository.mjs";
import { Failure, section } from "../lib/screen.mjs";
import { buildPackage, installDependencies, prepareEngine } from "../setup.mjs";
import { replaceBlock } from "./blocks.mjs";
import { killTable, legend, metaIn, naiveTable } from "./tables.mjs";

const EXAMPLES = ["test/engine/buy-and-route.test.ts", "test/engine/call-centre.test.ts"];
const KILL_TABLE = "test/engine/kill-table.test.ts";
const onlyExamples = process.argv.includes("--examples");

try {
  await section("Dependencies", installDependencies);
  await section("Build", buildPackage);
  await section("Engine", () => prepareEngine());
  await section("Tests", async () => {
    const found = await runTests(onlyExamples ? EXAMPLES : [KILL_TABLE, ...EXAMPLES]);
    const transcripts = found.flatMap(({ transcript }) => transcript ?? []);
    if (transcripts.length < EXAMPLES.length) throw new Failure("an example's test left no transcript");
    for (const { page, text } of transcripts) write(page, "transcript", text);
    if (onlyExamples) return "written";
    const rows = found.flatMap(({ purchases = [] }) => purchases);
    if (rows.length === 0) throw new Failure("the kill table's tests left no rows");
    write("docs/money.md", "kill table", `${killTable(rows)}\n\nEach cell: ${legend}.`);
    write("docs/money.md", "naive table", naiveTable(rows));
    return "written";
  });
} catch (error) {
  process.stdout.write(`${error instanceof Failure ? error.message : error}\n`);
  process.exitCode = 1;
}

/** @param {readonly string[]} tests */
async function runTests(tests) {
  const folder = mkdtempSync(join(os.tmpdir(), "cloudnumbering-money-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const done = onInterrupt(remove);
  try {
    const report = join(folder, "report.json");
    const args = ["run", "--project", "engine", "--reporter=default", "--reporter=json"];
    const { code } = await run(
      process.execPath,
      ["node_modules/vitest/vitest.mjs", ...args, `--outputFile.json=${report}`, ...tests],
      {
        cwd: root,
        // An example's test would otherwise hold the README that is about to be written against what it finds.
        env: { ...process.env, WRITES_DOCS: "1" },
        stdio: ["ignore", "inherit", "inherit"],
        stopWith: "SIGINT",
        patienceMs: 20_000,
      },
    );
    if (code !== 0 || !existsSync(report)) throw new Failure("the tests failed, so nothing is written");
    return metaIn(JSON.parse(readFileSync(report, "utf8")));
  } finally {
    remove();
    done();
  }
}

/** @param {string} file @param {string} name @param {string} text */
function write(file, name, text) {
  const path = join(root, file);
  writeFileSync(path, replaceBlock(readFileSync(path, "utf8"), name, text));
}
