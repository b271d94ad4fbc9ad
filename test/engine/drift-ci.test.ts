import { expect, test } from "vitest";
import { Command } from "./command";
import { succeeded } from "./engine-stack";
import { CiMachine } from "./pipelines";
import { endpoint, Stage } from "./trouble-stage";

test("the pipelines of examples/drift-ci tell of drift, once and in full, and of its end", async () => {
  const stage = await Stage.open(endpoint("sales"));
  const { stack, sandbox } = stage;
  await stage.succeeds("up");
  // The second stack that the examples name; nothing is declared in it.
  succeeded(await stack.run("stack", "init", "live"));
  const machine = new CiMachine(stack);
  const ran = new Set<string>();
  const run = async (...args: Parameters<CiMachine["runWorkflow"]>) => {
    const done = await machine.runWorkflow(...args);
    for (const step of done.ran) ran.add(step);
    return done;
  };
  const edit = (uri: string) => sandbox.world.editEndpoint(stage.sid("sales"), { uri });
  const declared = stage.endpoint("sales").uri;

  const clean = await run("schedule");
  expect([clean.exit, clean.log]).toEqual([0, ""]);
  expect(clean.summary).toContain("no drift");
  expect(machine.github.issues).toEqual([]);

  edit("sip:%e164@portal.example.com");
  const drifted = await run("schedule");
  expect(drifted.exit, drifted.log).toBe(7);
  const args = ["--stack", "dev", "--stack", "live", "--format", "markdown"];
  const { stdout: first } = await new Command("drift", stack, args).finished;
  expect(first).toContain("portal.example.com");
  expect(drifted.summary).toBe(first);
  expect(machine.github.issues).toMatchObject([
    { title: "Drift of cloudNumbering", state: "open", body: first },
  ]);

  edit("sip:%e164@elsewhere.example.com");
  const { exit, summary: second } = await run("schedule");
  expect(exit).toBe(7);
  expect(second).toContain("elsewhere.example.com");
  expect(machine.github.issues).toMatchObject([{ state: "open", body: second }]);

  const others = machine.github.comments;
  for (const said of [first, second]) {
    edit(said === first ? "sip:%e164@portal.example.com" : "sip:%e164@elsewhere.example.com");
    const told = await run("pull_request");
    expect([told.exit, told.summary], told.log).toEqual([0, said]);
    expect(machine.github.comments).toMatchObject([...others, { body: said }]);
  }
  expect(machine.github.issues, "a pull request is not the issue's business").toMatchObject([
    { body: second },
  ]);
  expect(await run("pull_request of a fork")).toMatchObject({ ran: [], exit: 0 });

  const ways = [{ CLOUDNUMBERING_CLIENT_SECRET: "wrong" }, { PULUMI_BACKEND_URL: "file:///nowhere" }];
  for (const broken of ways) {
    const untold = await run("schedule", broken);
    expect(untold.exit, untold.log).toBe(1);
    expect(untold.summary).toMatch(/^# Drift of cloudNumbering\n[\s\S]*could not tell/i);
    expect(machine.github.issues, "neither new nor closed").toMatchObject([{ state: "open", body: second }]);
  }

  const gitlab = await machine.runGitLab();
  expect([gitlab.exit, gitlab.artifacts], gitlab.stderr).toEqual([7, [second]]);
  const cron = await machine.runCron();
  expect(cron.exit, cron.stderr).toBe(7);
  expect(cron.stdout).toContain("elsewhere.example.com");

  edit(declared);
  const again = await run("schedule");
  expect(again.exit, again.log).toBe(0);
  expect(machine.github.issues).toMatchObject([{ state: "closed" }]);
  expect(await machine.runGitLab()).toMatchObject({ exit: 0, artifacts: [again.summary] });
  expect(await machine.runCron()).toMatchObject({ exit: 0, stdout: "", stderr: "" });

  expect([...ran].sort(), "every script of the workflow has run").toEqual(machine.scripts.sort());
  expect(JSON.stringify(machine.github)).not.toContain(sandbox.clientSecret);
});
