// npm run states
//
// Saves the state that this version leaves of every resource, with the real engine, into test/fixtures/states: every later
// version is tested on it. A state that people have is never written again: once its version is tagged, it stays.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./lib/processes.mjs";
import { root } from "./lib/repository.mjs";
import { Failure, section } from "./lib/screen.mjs";
import { buildPackage, installDependencies, node, prepareEngine } from "./setup.mjs";

const FOLDER = "test/fixtures/states";
/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

try {
  const tagged = await run("git", ["tag", "--list", `v${version}`], { cwd: root });
  if (tagged.stdout.trim() !== "") {
    throw new Failure(`${version} is released, so its state stays as it is: raise the version first`);
  }
  await section("Dependencies", installDependencies);
  await section("Build", buildPackage);
  await section("Engine", () => prepareEngine());
  await section("State", async () => {
    const { code } = await run(
      process.execPath,
      [
        "node_modules/vitest/vitest.mjs",
        "run",
        "--project",
        "engine",
        "--retry=0",
        "test/engine/save-state.test.ts",
      ],
      {
        cwd: root,
        env: { ...process.env, CLOUDNUMBERING_SAVES_STATE: "1" },
        stdio: ["ignore", "inherit", "inherit"],
        stopWith: "SIGINT",
        patienceMs: 20_000,
      },
    );
    if (code !== 0) throw new Failure("nothing is saved");
    const folder = join(FOLDER, version);
    await node(
      ["node_modules/@biomejs/biome/bin/biome", "format", "--write", folder],
      "it cannot be formatted",
    );
    return `${folder} is written`;
  });
} catch (error) {
  process.stdout.write(`${error instanceof Failure ? error.message : error}\n`);
  process.exitCode = 1;
}
