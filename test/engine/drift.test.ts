import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Finding, Report } from "../../provider/cli/drift-report";
import { Command, fingerprint, paste } from "./command";
import { type Finished, succeeded } from "./engine-stack";
import { descendantsOf, isRunning } from "./processes";
import { endpoint, Stage } from "./trouble-stage";

/** Two desks, an address within a component (its URN has a `$`), a number that is bought and where it rings. */
const program = `
  const { ComponentResource } = require("@pulumi/pulumi");
  ${endpoint("sales", { isDefault: true })}
  ${endpoint("night")}
  const office = new ComponentResource("our:Office", "office", {}, {});
  new cloudnumbering.AllowedIp("pbx", { endpointType: "voice", ip: "203.0.113.10" }, { parent: office });
  new cloudnumbering.AllowedIp("spare", { endpointType: "voice", ip: "203.0.113.11" }, { parent: office });
  const order = new cloudnumbering.Order("leeds", {
    rateCardEntrySid: process.env.PRODUCT, amount: 1, maxTotalCost: 20, currency: "GBP",
  });
  new cloudnumbering.NumberAssignment("reception", { number: order.numberAt(0), voiceEndpointSid: sales.sid });
`;

async function open(source: string): Promise<Stage> {
  const stage = await Stage.open(source, { config: { "cloudnumbering:maxSpend": "20 GBP" } });
  const [product] = stage.sandbox.world.trade.catalogue.entries.keys();
  stage.stack.env = { ...stage.stack.env, PRODUCT: product ?? "there is no product" };
  await stage.succeeds("up");
  return stage;
}

function drift(stage: Stage, ...args: string[]): Promise<Finished> {
  return new Command("drift", stage.stack, ["--stack", "dev", ...args]).finished;
}

/** Runs the drift command and makes sure that it changes nothing anywhere. */
async function lookOnly(stage: Stage, ...args: string[]): Promise<Finished> {
  const { sandbox, stack } = stage;
  const before = { files: fingerprint(stack), world: JSON.stringify(sandbox.world.snapshot()) };
  sandbox.clearCalls();
  const finished = await drift(stage, ...args);
  expect({ files: fingerprint(stack), world: JSON.stringify(sandbox.world.snapshot()) }).toEqual(before);
  const writes = sandbox.calls.filter(
    ({ method, operation }) => method !== "GET" && operation !== "oauth.token",
  );
  expect(writes).toEqual([]);
  return finished;
}

/** Does one of the repairs of a finding as it is printed. */
async function repair(stage: Stage, finding: Finding, which: (does: string) => boolean, source: string) {
  const way = finding.repairs.find(({ does }) => which(does));
  expect(way, `a way for ${finding.type} ${finding.kind}`).toBeDefined();
  const code = way?.code ? `${source}\n${way.code}` : source;
  stage.stack.setProgram(code);
  for (const line of way?.commands ?? []) {
    succeeded(await paste(line, stage.stack));
  }
  return code;
}

/** Many commands one after the other. */
const STORY_MS = 400_000;

test(
  "clean; then an edit, a deletion, another route and a purchase by hand, exactly; then repaired and clean",
  async () => {
    const stage = await open(program);
    const { world } = stage.sandbox;
    const clean = await lookOnly(stage);
    expect(clean.exit, clean.stdout + clean.stderr).toBe(0);
    expect(clean.stdout).toContain("no drift");

    const [number] = [...world.numbers.values()];
    world.editEndpoint(stage.sid("sales"), { uri: "sip:%e164@portal.example.com" });
    world.disallowIp("voice", "203.0.113.10");
    world.assign(number?.sid ?? "", { voiceEndpointSid: stage.sid("night") });
    const order = world.buy({ rateCardEntrySid: stage.stack.env.PRODUCT ?? "", amount: 1 });

    const json = await lookOnly(stage, "--format", "json");
    expect(json.exit, json.stdout + json.stderr).toBe(7);
    const report = JSON.parse(json.stdout) as Report;
    const found = report.findings.map(({ type, kind, id }) => [type, kind, id]);
    expect(found).toEqual([
      ["gone", "AllowedIp", "voice/203.0.113.10"],
      ["changed", "Endpoint", stage.sid("sales")],
      ["changed", "NumberAssignment", number?.sid],
      ["undeclared", "Order", order.sid],
    ]);
    expect((await lookOnly(stage, "--format", "json")).stdout, "the same bytes").toBe(json.stdout);
    const row = { table: /^\d +(\w+) +\w+ (\S+)/gm, markdown: /^\| \d \| (\w+) \| \w+ (\S+)/gm };
    for (const format of ["table", "markdown"] as const) {
      const file = path.join(stage.stack.folder, `report.${format}`);
      const { exit, stdout } = await lookOnly(stage, "--format", format, "--output", file);
      expect([exit, stdout]).toEqual([7, ""]);
      const rows = [...readFileSync(file, "utf8").matchAll(row[format])];
      expect(rows.map(([, type, id]) => [type, id])).toEqual(found.map(([type, , id]) => [type, id]));
    }
    expect((await lookOnly(stage, "--fail-on", "idle")).exit).toBe(0);

    let source = program;
    for (const finding of report.findings) {
      const way =
        finding.type === "undeclared" ? /takes it into the program/ : /puts the declared|makes it again/;
      source = await repair(stage, finding, (does) => way.test(does), source);
    }
    expect(stage.endpoint("sales").uri).toBe("sip:%e164@pbx.example.com");
    expect(world.allowedIps.voice).toContain("203.0.113.10");
    expect(world.numberOf(number?.sid ?? "").voiceEndpointSid).toBe(stage.sid("sales"));
    const after = await lookOnly(stage);
    expect(after.exit, after.stdout + after.stderr).toBe(0);
    await stage.clean();
  },
  STORY_MS,
);

test(
  "what the account has can be taken into the program: gone is let go of, changed is written down",
  async () => {
    const stage = await open(program);
    const { world } = stage.sandbox;
    world.editEndpoint(stage.sid("night"), { uri: "sip:%e164@portal.example.com" });
    world.disallowIp("voice", "203.0.113.10");
    const report = JSON.parse((await drift(stage, "--format", "json")).stdout) as Report;
    const [gone, changed] = report.findings;
    const [accept, take] = [gone, changed].map((each) => each?.repairs.at(1));

    const without = program.replace(/.*"203\.0\.113\.10".*\n/, "");
    const edited = without.replace(
      `description: "night", endpointType: "voice", uri: "sip:%e164@pbx.example.com"`,
      `description: "night", endpointType: "voice", ${take?.code?.replace(/,$/, "")}`,
    );
    expect(edited).not.toBe(without);
    stage.stack.setProgram(edited);
    for (const line of [...(accept?.commands ?? []), ...(take?.commands ?? [])]) {
      succeeded(await paste(line, stage.stack));
    }
    expect(world.allowedIps.voice).not.toContain("203.0.113.10");
    expect(stage.endpoint("night").uri).toBe("sip:%e164@portal.example.com");
    const after = await lookOnly(stage);
    expect(after.exit, after.stdout + after.stderr).toBe(0);
    await stage.settled();
  },
  STORY_MS,
);

test("D1 an unknown stack: named, and nothing is said of the others", async () => {
  const stage = await open(endpoint("sales"));
  const { exit, stdout, stderr } = await lookOnly(stage, "--stack", "nope");
  expect(exit).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^error: stack nope: its state cannot be read: no stack named 'nope' found\n$/);
});

test("D2 a wrong passphrase: said, without a word of the state", async () => {
  const stage = await open(
    endpoint("hook", { endpointType: "sms", uri: "https://x.example.com/?token=7f3a9c" }),
  );
  const { exit, stdout, stderr } = await new Command("drift", stage.stack, ["--stack", "dev"], {
    PULUMI_CONFIG_PASSPHRASE: "wrong",
  }).finished;
  expect(exit).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^error: stack dev: .*incorrect passphrase.*\n$/);
});

test("D3 a stack that is locked is read all the same", async () => {
  const stage = await open(endpoint("sales"));
  const locks = path.join(stage.stack.folder, "backend/.pulumi/locks/organization/engine-test/dev");
  mkdirSync(locks, { recursive: true });
  const lock = { pid: 1, username: "ann", hostname: "desk", timestamp: "2026-01-01T00:00:00Z" };
  writeFileSync(path.join(locks, "0b2b9c5e-0000-4000-8000-000000000000.json"), JSON.stringify(lock));
  await stage.fails(["locked"], "refresh");
  expect((await lookOnly(stage)).exit).toBe(0);
});

test("D8 Ctrl-C while the account is read: 130, and nothing is left of it", async () => {
  const stage = await open(endpoint("sales"));
  stage.sandbox.fault({ kind: "hang", operation: "endpoints.list", times: Number.POSITIVE_INFINITY });
  stage.sandbox.clearCalls();
  const output = path.join(stage.stack.folder, "report.txt");
  const command = new Command("drift", stage.stack, ["--stack", "dev", "--output", output]);
  await expect
    .poll(() => stage.sandbox.calls.some(({ operation }) => operation === "endpoints.list"), {
      timeout: 60_000,
    })
    .toBe(true);
  command.child.kill("SIGINT");
  const { exit, stdout } = await command.finished;
  expect(exit).toBe(130);
  expect(stdout).toBe("");
  expect(existsSync(output)).toBe(false);
});

test("D8 Ctrl-C while a state is read: 130, and no pulumi lives on", async () => {
  const stage = await open(endpoint("sales"));
  const command = new Command("drift", stage.stack, ["--stack", "dev"]);
  const pulumi = () => descendantsOf(command.child.pid ?? 0);
  await expect.poll(pulumi, { timeout: 60_000, interval: 5 }).not.toEqual([]);
  const running = pulumi();
  command.child.kill("SIGINT");
  expect((await command.finished).exit).toBe(130);
  await expect.poll(() => running.filter(isRunning), { timeout: 20_000 }).toEqual([]);
});
