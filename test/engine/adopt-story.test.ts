// The story of docs/adopt.md, run line by line as it stands there against the demo account.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { temporaryFolder, writesTo } from "../fixtures/export-stage";
import { shell } from "./command";
import { EngineStack, succeeded } from "./engine-stack";

const repository = path.resolve(__dirname, "../..");

/** The blocks of the page that are marked as its story. */
function story(): string[] {
  const page = readFileSync(path.join(repository, "docs/adopt.md"), "utf8");
  return [...page.matchAll(/<!-- story -->\n```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
}

/** `npm` and `npx` as they are once this package is published and installed. */
function shims(folder: string): string {
  const bin = path.join(folder, "bin");
  mkdirSync(bin);
  const scripts = {
    npm: `ln -s "${repository}/node_modules" node_modules`,
    npx: `shift\nexec "${process.execPath}" "${repository}/dist/provider/cli/main.js" "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  return bin;
}

test("docs/adopt.md: every line of the story works, and the account is changed by the one line that says so", async () => {
  const sandbox = await startSandbox({ seed: "demo" });
  onTestFinished(() => sandbox.stop());
  const folder = temporaryFolder();
  const stack = await EngineStack.create({ env: { ...sandbox.env, PULUMI_SKIP_CONFIRMATIONS: "true" } });
  onTestFinished(() => stack.remove());
  const { PATH = "" } = stack.environment;
  stack.env = { ...stack.env, PATH: [shims(folder), PATH].join(path.delimiter) };
  stack.projectFolder = folder;
  const before = sandbox.world.snapshot();

  const lines = story().join("\n").split("\n");
  expect(lines.length).toBeGreaterThan(15);
  succeeded(await shell(`set -ex\n${lines.join("\n")}`, stack));

  expect(writesTo(sandbox)).toEqual(["endpoints.update"]);
  const endpoints = before.endpoints.map((each) =>
    each.description === "Night line" ? { ...each, description: "Night desk" } : each,
  );
  expect(sandbox.world.snapshot()).toEqual({ ...before, endpoints });
}, 400_000);
