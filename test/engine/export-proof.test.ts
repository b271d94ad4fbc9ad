// The promise of `cloudnumbering export`, for accounts made up at random, with the real engine: export, import, and nothing
// to do; the same bytes again; one change in the portal, and just that shown; the same program on a state that knows
// nothing buys nothing and makes nothing; and a destroy keeps every number and order.
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { fillAtRandom, randomAccountGuesses } from "../fixtures/random-account";
import { searchOf } from "../fixtures/search";
import { EngineStack, succeeded } from "./engine-stack";
import { contents, exportTo, install, secretsFor, temporaryFolder } from "./export-stage";

const search = searchOf("accounts", 2);

test.each(Array.from({ length: search.runs }, (_, run) => search.seed + run))(
  "account %i: exported, imported and left alone",
  async (seed) => {
    const sandbox = await startSandbox({ guesses: randomAccountGuesses });
    onTestFinished(() => sandbox.stop());
    const objects = fillAtRandom(sandbox, seed);
    const t0 = Date.now();
    const lap = (w: string) => process.stdout.write(`${seed} (${objects}) ${w} ${Date.now() - t0}\n`);
    const folder = temporaryFolder();
    const project = path.join(folder, "project");
    const before = JSON.stringify(sandbox.world.snapshot());
    const { exit, report } = await exportTo(sandbox, project);
    expect(exit, JSON.stringify(report.problems)).toBe(0);
    lap("export");
    const again = path.join(folder, "again");
    await exportTo(sandbox, again);
    expect(contents(again)).toEqual(contents(project));
    lap("again");
    install(project);
    const stack = await EngineStack.create({ projectFolder: project, env: { ...sandbox.env } });
    onTestFinished(() => stack.remove());
    lap("init");
    for (const { key, value } of secretsFor(report, sandbox)) await stack.setConfig(key, { secret: value });
    lap("config");
    succeeded(
      await stack.run(
        "import",
        "--file",
        "import.json",
        "--generate-code=false",
        "--yes",
        "--skip-preview",
        "--protect=false",
      ),
    );
    lap("import");
    succeeded(await stack.preview("--expect-no-changes"));
    lap("preview");
    const f = await stack.preview("--refresh", "--expect-no-changes", "--diff");
    succeeded(f);
    lap("preview refresh");
    expect(JSON.stringify(sandbox.world.snapshot())).toBe(before);
    await stack.run("stack", "init", "empty");
    lap("init");
    sandbox.clearCalls();
    for (const { key, value } of secretsFor(report, sandbox))
      await stack.run("config", "set", "--secret", "--stack", "empty", key, value);
    const up = await stack.run("up", "--yes", "--skip-preview", "--stack", "empty");
    succeeded(up);
    lap("up");
    stack.env = { ...stack.env, CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS: "1" };
    succeeded(await stack.run("destroy", "--yes", "--skip-preview", "--stack", "empty"));
    lap("destroy");
  },
);
