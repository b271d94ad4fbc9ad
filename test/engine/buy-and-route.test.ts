// The example that buys: what its README shows is what a run of it said, and is held against a run here.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { blockIn } from "../../scripts/money/blocks.mjs";
import { EngineStack, type Finished } from "./engine-stack";

const repository = path.resolve(__dirname, "../..");
const example = path.join(repository, "examples/buy-and-route");

const quiet = ["--suppress-progress", "--non-interactive"];

test("the example buys its number for the price in its preview; its README shows what was said", async ({
  task,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-example-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const projectFolder = path.join(folder, "project");
  cpSync(example, projectFolder, { recursive: true });
  symlinkSync(path.join(repository, "node_modules"), path.join(projectFolder, "node_modules"));
  const sandbox = await startSandbox({ seed: "demo" });
  onTestFinished(() => sandbox.stop());
  const { world } = sandbox;
  const [product] = [...world.trade.catalogue.entries.values()];
  const stack = await EngineStack.create({ projectFolder, env: { ...sandbox.env } });
  onTestFinished(() => stack.remove());

  const shown: string[] = [];
  const person = async (...words: string[]) => {
    const finished = await stack.run(...words, ...(words[0] === "config" ? [] : quiet));
    shown.push(`$ pulumi ${words.map((word) => (word.includes(" ") ? `"${word}"` : word)).join(" ")}`);
    const said = sentences(finished);
    if (said !== "") shown.push(said);
    return finished;
  };
  await person("config", "set", "product", product?.sid ?? "");
  const off = await person("preview", "--diff");
  expect(off.exit, off.stderr).toBe(1);
  await person("config", "set", "cloudnumbering:maxSpend", "2.20 GBP");
  const priced = await person("preview", "--diff");
  expect(priced.exit, priced.stdout + priced.stderr).toBe(0);
  expect(world.trade.ledger.movements).toEqual([]);
  const bought = await person("up", "--yes", "--skip-preview");
  expect(bought.exit, bought.stdout + bought.stderr).toBe(0);
  expect(world.trade.ledger.movements.map(({ amount }) => amount)).toEqual([-2.2]);
  expect(bought.stdout).toContain(
    `charged 2.20 GBP for order ${[...world.trade.orders.records.keys()].at(-1)}`,
  );

  const transcript = `\`\`\`\n${shown.join("\n")}\n\`\`\``;
  task.meta.transcript = transcript;
  if (process.env.WRITES_DOCS) return;
  const readme = readFileSync(path.join(example, "README.md"), "utf8");
  expect(withoutSids(transcript), "run `npm run docs:money` after a change").toBe(
    withoutSids(blockIn(readme, "transcript")),
  );
});

/** What is the same in every run: without times, and without the lines that only say that something goes on. */
function sentences({ stdout, stderr }: Finished): string {
  return (stdout + stderr)
    .split("\n")
    .filter(
      (line) => line.trim() !== "" && !/^(Duration:|@| [+~-]+ +pulumi| {4}pulumi:pulumi:Stack)/.test(line),
    )
    .map((line) => line.trimEnd())
    .join("\n");
}

function withoutSids(text: string): string {
  return text.replace(/\b([A-Z]{2})[A-Z0-9]{32}\b/g, "$1…");
}
