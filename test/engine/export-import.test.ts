// What becomes of an exported account in the real engine, when not all goes well.
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ExportReport } from "../../provider/cli/export-report";
import { type Sandbox, startSandbox } from "../../sandbox";
import { declaredBy, exportTo, install, temporaryFolder } from "../fixtures/export-stage";
import { shell } from "./command";
import { EngineStack, succeeded } from "./engine-stack";

const main = path.resolve(__dirname, "../../dist/provider/cli/main.js");

const IMPORT = "import --file import.json --generate-code=false --yes --skip-preview --protect=false".split(
  " ",
);

interface Stage {
  readonly sandbox: Sandbox;
  readonly stack: EngineStack;
}

/** An account as it is exported now, and a stack that knows nothing of it yet. */
async function open(fill: (sandbox: Sandbox) => void): Promise<Stage> {
  const sandbox = await startSandbox({ seed: "demo" });
  onTestFinished(() => sandbox.stop());
  fill(sandbox);
  const project = path.join(temporaryFolder(), "telephony");
  await exportTo(sandbox, project);
  install(project);
  const env = { ...sandbox.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  const stack = await EngineStack.create({ projectFolder: project, env });
  onTestFinished(() => stack.remove());
  return { sandbox, stack };
}

test("A6 imported twice: the second time nothing happens", async () => {
  const { stack } = await open(() => {});
  succeeded(await stack.run(...IMPORT));
  const { resources } = await stack.exportState();
  succeeded(await stack.run(...IMPORT));
  expect((await stack.exportState()).resources).toEqual(resources);
  succeeded(await stack.preview("--expect-no-changes"));
});

test("--stack leaves out what the stack declares; a newcomer goes by another name than a thing that is there", async () => {
  const { sandbox, stack } = await open(() => {});
  succeeded(await stack.run(...IMPORT));
  const { world } = sandbox;
  const [pbx] = world.endpoints.values();
  const { sid } = world.addEndpoint({ description: "Head office PBX", isDefault: false });
  const added = world.addNumber({
    number: "+441134960150",
    reference: "New desk",
    voiceEndpointSid: pbx?.sid ?? null,
  });
  const rest = path.join(stack.folder, "rest");
  const command = `"${process.execPath}" "${main}" export --stack dev --out ${rest} --json`;
  const { exit, stdout, stderr } = await shell(command, stack);
  expect(exit, stderr).toBe(0);
  const { resources } = JSON.parse(stdout) as ExportReport;
  expect(resources).toEqual([
    { kind: "endpoint", name: `head-office-pbx-${sid.slice(-6).toLowerCase()}`, id: sid },
    { kind: "number", name: "new-desk", id: added.sid },
  ]);
  const [endpoint, number] = declaredBy(rest);
  expect(endpoint?.args.adopt).toBe(sid);
  expect(number?.args.voiceEndpointSid, "one that another program declares").toBe(pbx?.sid);
});

test("A7 an import with credentials: in no file, encrypted in the state after a refresh, and a wrong one is found", async () => {
  const token = "t0p-s3cret-t0ken";
  const uri = `https://x.example.com/in?token=${token}`;
  const { sandbox, stack } = await open(({ world }) => {
    world.addEndpoint({ endpointType: "sms", description: "Hook", uri });
  });
  const said: string[] = [];
  const run = async (exit: number, ...words: string[]) => {
    const finished = await stack.run(...words);
    expect(finished.exit, finished.stdout + finished.stderr).toBe(exit);
    said.push(finished.stdout, finished.stderr);
    return finished.stdout;
  };
  await run(0, ...IMPORT);
  await stack.setConfig("hook-uri", { secret: "https://x.example.com/in?token=another" });
  const wrong = await run(7, "preview", "--expect-no-changes", "--diff");
  expect(wrong).toMatch(/Endpoint::hook\]\n(.*\n)*?.*uri\s*: \[secret\]/);
  await stack.setConfig("hook-uri", { secret: uri });
  await run(0, "preview", "--expect-no-changes");
  await run(0, "refresh", "--yes", "--skip-preview", "--expect-no-changes");
  await run(0, "preview", "--refresh", "--expect-no-changes");
  // From now on the state knows it: what changes is told without asking the service.
  await stack.setConfig("hook-uri", { secret: `${uri}2` });
  sandbox.clearCalls();
  await run(7, "preview", "--expect-no-changes");
  await run(0, "up", "--yes", "--skip-preview");
  expect([...sandbox.world.endpoints.values()].map((each) => each.uri)).toContain(`${uri}2`);
  const state = await stack.exportText();
  expect(state).toContain("hook");
  expect(state + said.join("\n")).not.toContain(token);
});

test("A8 what has vanished between export and import is found by the first refresh, and an empty state is told its sid", async () => {
  const { sandbox, stack } = await open(() => {});
  const [pbx] = sandbox.world.endpoints.values();
  sandbox.world.removeEndpoint(pbx?.sid ?? "");
  const forgetAll = stack.rememberState();
  succeeded(await stack.run(...IMPORT));
  succeeded(await stack.preview("--expect-no-changes"));
  const drift = await stack.drift();
  expect(drift.exit, drift.stdout + drift.stderr).toBe(7);
  expect(drift.stdout).toMatch(/Endpoint: \(delete\)\n.*\n.*::head-office-pbx\]/);
  forgetAll();
  const up = await stack.up();
  expect(up.exit).toBe(1);
  expect(up.stdout + up.stderr).toContain(`adopt: there is no endpoint ${pbx?.sid} on this account`);
  expect(sandbox.calls.filter(({ operation }) => /create|place/.test(operation))).toEqual([]);
});
