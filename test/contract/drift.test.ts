import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { markdown } from "../../provider/cli/drift-markdown";
import { exitCode, findingTypes, type Report } from "../../provider/cli/drift-report";
import { table } from "../../provider/cli/drift-table";
import type { Sandbox, SandboxOptions } from "../../sandbox/index";
import { running, withoutJitter } from "./client-stage";
import { compared, differences, lines, operations, PaperStack, secret } from "./drift-stage";

const PBX = "sip:%e164@pbx.example.com";

interface Stage {
  readonly sandbox: Sandbox;
  readonly dev: PaperStack;
  readonly sid: string;
}

/** A default voice endpoint, one address and one routed number, all declared by one stack. */
async function declared(options: SandboxOptions = {}): Promise<Stage> {
  const sandbox = await running(options);
  const number = sandbox.world.addNumber({ number: "+441134960100" });
  const [rateCardEntrySid = ""] = sandbox.world.trade.catalogue.entries.keys();
  const order = sandbox.world.addOrder({
    rateCardEntrySid,
    numberSids: [number.sid],
    createdAt: "2025-03-01T09:30:00.000Z",
  });
  const dev = new PaperStack("dev", sandbox);
  const { id: sid = "" } = await dev.declare("Endpoint", "sales", {
    description: "Sales",
    endpointType: "voice",
    uri: PBX,
    isDefault: true,
  });
  await dev.declare("AllowedIp", "pbx", { endpointType: "voice", ip: "198.18.0.10" });
  await dev.declare("Order", "first", { adopt: order.sid });
  await dev.declare("NumberAssignment", "reception", {
    number: number.number,
    voiceEndpointSid: sid,
  });
  return { sandbox, dev, sid };
}

function buy({ world }: Sandbox) {
  const [rateCardEntrySid = ""] = world.trade.catalogue.entries.keys();
  return world.buy({ rateCardEntrySid, amount: 1 });
}

function allText(report: Report): string {
  return [table(report), markdown(report), JSON.stringify(report)].join("\n");
}

function ignoring(...rules: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-drift-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "ignore");
  writeFileSync(file, rules.join("\n"));
  return file;
}

test("what is as declared is no drift, and each list is read once", async () => {
  const { sandbox, dev } = await declared();
  const report = await compared(sandbox, [dev]);
  expect(report.findings).toEqual([]);
  expect(report.problems).toEqual([]);
  expect(exitCode(report, findingTypes)).toBe(0);
  expect(operations(sandbox).sort()).toEqual([
    "allowedIps.list",
    "allowedIps.list",
    "endpoints.list",
    "numbers.list",
    "orders.list",
    "organisation.get",
  ]);
});

test("an edit, a deletion, another route and a purchase by hand are exactly four findings", async () => {
  const { sandbox, dev, sid } = await declared();
  const { world } = sandbox;
  const other = await dev.declare("Endpoint", "other", { description: "B", endpointType: "voice", uri: PBX });
  world.editEndpoint(sid, { uri: "sip:%e164@elsewhere.example.com", description: "Sales team" });
  world.disallowIp("voice", "198.18.0.10");
  const number = String(dev.row("reception").id);
  world.assign(number, { voiceEndpointSid: other.id ?? "" });
  const order = buy(sandbox);
  const before = JSON.stringify(world.snapshot());

  const report = await compared(sandbox, [dev]);

  expect(lines(report)).toEqual([
    "gone AllowedIp voice/198.18.0.10",
    `changed Endpoint ${sid}`,
    `changed NumberAssignment ${number}`,
    `undeclared Order ${order.sid}`,
  ]);
  const [, endpoint, assignment] = report.findings;
  expect(endpoint && differences(endpoint)).toEqual([
    "description: Sales -> Sales team",
    `uri: ${PBX} -> sip:%e164@elsewhere.example.com`,
  ]);
  expect(assignment && differences(assignment)).toEqual([`voiceEndpointSid: ${sid} -> ${other.id}`]);
  expect(exitCode(report, ["changed"])).toBe(7);
  expect(exitCode(report, ["idle", "contested"])).toBe(0);
  expect(JSON.stringify(world.snapshot()), "nothing was written").toBe(before);
  expect(sandbox.calls.filter(({ method }) => method !== "GET").map(({ operation }) => operation)).toEqual([
    "oauth.token",
  ]);
});

test("the same account gives the same bytes", async () => {
  const { sandbox, dev } = await declared();
  sandbox.world.addEndpoint({ description: "Stray" });
  buy(sandbox);
  const [once, again] = [await compared(sandbox, [dev]), await compared(sandbox, [dev])];
  expect(JSON.stringify(once)).toBe(JSON.stringify(again));
});

test("what no stack declares is found, and can be left out by kind, sid, description and number", async () => {
  const { sandbox, dev } = await declared({ guesses: { "sms-allowlist": "yes" } });
  const { world } = sandbox;
  const endpoint = world.addEndpoint({ description: "Test of Ann" });
  const inbox = world.addEndpoint({ description: "Inbox", endpointType: "sms" });
  world.allowIp("sms", "198.18.0.99");
  const ported = world.addNumber({ number: "+442079460200", reference: "Ported in" });
  const order = buy(sandbox);

  const all = [
    ...[endpoint.sid, inbox.sid].sort().map((sid) => `undeclared Endpoint ${sid}`),
    `undeclared Number ${ported.sid}`,
    `undeclared Order ${order.sid}`,
  ];
  expect(lines(await compared(sandbox, [dev]))).toEqual(["undeclared AllowedIp sms/198.18.0.99", ...all]);

  const file = ignoring("# not ours", "endpoint description Test*", "address", `number number +4420*`, "");
  const report = await compared(sandbox, [dev], file);
  expect(lines(report)).toEqual([`undeclared Endpoint ${inbox.sid}`, `undeclared Order ${order.sid}`]);
  expect(report.ignored).toBe(3);
});

test("the numbers of an ignored order stand for themselves", async () => {
  const { sandbox, dev } = await declared();
  const order = buy(sandbox);
  const report = await compared(sandbox, [dev], ignoring(`order sid ${order.sid}`));
  expect(lines(report)).toEqual([`undeclared Number ${order.numbers[0]?.sid}`]);
});

test("an order whose numbers are all out of service is history", async () => {
  const { sandbox, dev } = await declared();
  const order = buy(sandbox);
  sandbox.world.disconnect(order.numbers[0]?.sid ?? "");
  expect(lines(await compared(sandbox, [dev]))).toEqual([]);
});

test("a disconnected number of a declared order is a change of the order", async () => {
  const { sandbox, dev } = await declared();
  sandbox.world.disconnect(String(dev.row("reception").id));
  const report = await compared(sandbox, [dev]);
  const order = report.findings.find(({ kind }) => kind === "Order");
  expect(order && differences(order)).toEqual(["status of +441134960100: IN_SERVICE -> DISCONNECTED"]);
  expect(order?.repairs.map(({ code }) => code)).toEqual([
    'onDisconnected: "reconnect", maxReconnectCost: "0.00",',
    'onDisconnected: "accept",',
  ]);
});

test("numbers that cost and ring nowhere are idle, with what they cost; a default endpoint counts", async () => {
  const { sandbox, dev, sid } = await declared();
  const { world } = sandbox;
  const idle = world.addNumber({ number: "+442079460201", numberRental: 1.2 });
  world.addNumber({ number: "+442079460202", numberRental: 0 });
  world.addNumber({ number: "+442079460203", numberRental: 2, voiceEndpointSid: sid });
  const strange = world.addNumber({ number: "+442079460204", numberRental: 0.3 });
  const idleLines = (report: Report) => lines(report).filter((line) => line.startsWith("idle"));
  expect(idleLines(await compared(sandbox, [dev]))).toEqual([]);

  world.editEndpoint(sid, { isDefault: false });
  const report = await compared(sandbox, [dev]);
  expect(idleLines(report)).toEqual([idle.sid, strange.sid].sort().map((each) => `idle Number ${each}`));
  expect(report.accounts.map(({ idleRental }) => idleRental)).toEqual(["1.50 GBP"]);
  expect(table(report)).toContain("cost 1.50 GBP a period");
});

test("what two stacks declare is contested", async () => {
  const { sandbox, dev, sid } = await declared();
  const live = new PaperStack("live", sandbox);
  await live.declare("Endpoint", "theirs", {
    ...{ adopt: sid, description: "Sales", endpointType: "voice", uri: PBX },
  });
  const report = await compared(sandbox, [dev, live]);
  expect(lines(report)).toEqual([`contested Endpoint ${sid}`]);
  const [finding] = report.findings;
  expect(finding?.declaredBy.map(({ stack }) => stack)).toEqual(["dev", "live"]);
  expect(finding?.repairs.map(({ commands }) => commands)).toEqual([
    [`pulumi state delete ${live.row("theirs").urn} --stack live`],
    [`pulumi state delete ${dev.row("sales").urn} --stack dev`],
  ]);
});

test("an account is read once for all stacks, whatever their deadlines", async () => {
  const { sandbox, dev } = await declared();
  const others = ["a", "b"].map((name) => new PaperStack(name, sandbox));
  for (const [index, each] of others.entries()) {
    await each.declare("AllowedIp", "more", { endpointType: "voice", ip: `198.18.1.${index}` });
    Object.assign(each.rows[0]?.inputs ?? {}, { "cloudnumbering:timeoutSeconds": String(10 + index) });
  }
  expect(lines(await compared(sandbox, [dev, ...others]))).toEqual([]);
  expect(operations(sandbox).filter((name) => name === "endpoints.list")).toHaveLength(1);
  expect(operations(sandbox).filter((name) => name === "allowedIps.list")).toHaveLength(2);
});

test("what is replaced and still to be deleted is neither judged nor undeclared", async () => {
  const { sandbox, dev } = await declared();
  const old = await dev.declare("Endpoint", "old", { description: "Old", endpointType: "voice", uri: PBX });
  old.delete = true;
  sandbox.world.editEndpoint(old.id ?? "", { description: "Edited" });
  expect(lines(await compared(sandbox, [dev]))).toEqual([]);
});

test("D4 an operation that was cut off: what became of it is not known, and the rest is told", async () => {
  const { sandbox, dev, sid } = await declared();
  const urn = dev.row("sales").urn.replace("::sales", "::another");
  dev.pending.push({ type: "creating", resource: { urn, type: dev.row("sales").type } });
  sandbox.world.editEndpoint(sid, { description: "Edited" });
  const report = await compared(sandbox, [dev]);
  expect(exitCode(report, findingTypes)).toBe(1);
  expect(report.problems).toEqual([
    { problem: expect.stringContaining("cut off while it was creating"), where: [`dev: ${urn}`] },
  ]);
  expect(lines(report)).toEqual([`changed Endpoint ${sid}`]);
});

test("D5 a state of an older version: of the format it is refused, of this package it is read", async () => {
  const { sandbox, dev, sid } = await declared();
  for (const name of ["organisationSid", "__declared", "isSecondary"]) delete dev.row("sales").outputs[name];
  expect(lines(await compared(sandbox, [dev]))).toEqual([]);
  sandbox.world.editEndpoint(sid, { description: "Edited" });
  expect(lines(await compared(sandbox, [dev]))).toEqual([`changed Endpoint ${sid}`]);
  dev.version = 2;
  expect(() => dev.read()).toThrow(/version 2.*pulumi up/);
});

test("a kind that this version does not know could not be told", async () => {
  const { sandbox, dev } = await declared();
  dev.row("pbx").type = "pulumi-nodejs:dynamic/cloudnumbering:Fax";
  const report = await compared(sandbox, [dev]);
  expect(report.problems[0]?.problem).toContain("does not know what a Fax is");
});

test("D6 a 500 on page 7 is never a clean report, and no number is called undeclared for it", async () => {
  withoutJitter();
  const { sandbox, dev } = await declared();
  sandbox.world.fill({ numbers: 700 });
  sandbox.fault({
    kind: "status",
    status: 500,
    operation: "numbers.list",
    where: { page: "7" },
    times: Number.POSITIVE_INFINITY,
  });
  const report = await compared(sandbox, [dev]);
  expect(exitCode(report, findingTypes)).toBe(1);
  expect(exitCode(report, [])).toBe(1);
  expect(report.problems.map(({ problem }) => problem).join("\n")).toContain(
    "list numbers: the service answered 500",
  );
  expect(lines(report)).toEqual([]);
});

test("D7 another organisation: nothing of it is called gone", async () => {
  const { sandbox, dev } = await declared();
  const { env } = sandbox.addOrganisation();
  vi.stubEnv("CLOUDNUMBERING_CLIENT_ID", env.CLOUDNUMBERING_CLIENT_ID);
  vi.stubEnv("CLOUDNUMBERING_CLIENT_SECRET", env.CLOUDNUMBERING_CLIENT_SECRET);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const report = await compared(sandbox, [dev]);
  expect(exitCode(report, findingTypes)).toBe(1);
  expect(lines(report)).toEqual([]);
  expect(report.problems.map(({ problem }) => problem).join("\n")).toContain("belongs to organisation");
});

test("D9 a stack without telephony is said to be one, and takes nothing from the others", async () => {
  const { sandbox, dev } = await declared();
  const web = new PaperStack("web", sandbox);
  web.rows.splice(0);
  const report = await compared(sandbox, [dev, web]);
  expect(exitCode(report, findingTypes)).toBe(0);
  expect(report.notes).toEqual(["stack web declares nothing of cloudNumbering"]);
});

test("D9 alone and without credentials it could not tell what the account has", async () => {
  const sandbox = await running();
  const web = new PaperStack("web", sandbox);
  web.rows.splice(0);
  const report = await compared(sandbox, [web]);
  expect(exitCode(report, findingTypes)).toBe(1);
  expect(report.problems[0]?.problem).toContain("there is no client id");
});

test("D10 what other providers made is nobody's business here", async () => {
  const { sandbox, dev } = await declared();
  const foreign = {
    inputs: {},
    outputs: {},
    id: "x",
    provider: "urn:pulumi:dev::shop::pulumi:providers:aws::p::1",
  };
  dev.rows.push(
    { ...foreign, urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::b", type: "aws:s3/bucket:Bucket" },
    {
      ...foreign,
      urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic:Resource::r",
      type: "pulumi-nodejs:dynamic:Resource",
    },
  );
  dev.pending.push({ type: "creating", resource: { urn: "urn:x", type: "aws:s3/bucket:Bucket" } });
  const report = await compared(sandbox, [dev]);
  expect(exitCode(report, findingTypes)).toBe(0);
});

test("D11 a token in a uri stands in no format, whether it was declared, is live, or nobody's", async () => {
  const { sandbox, dev } = await declared();
  const tokens = ["declared-7f3a", "live-9c1d", "stray-2b8e", "pasted-5e6f"];
  const callback = (token?: string) => `https://hooks.example.com/sms?token=${token}`;
  const made = await dev.declare("Endpoint", "hook", {
    description: "Hook",
    endpointType: "sms",
    uri: callback(tokens[0]),
  });
  made.inputs.uri = secret(callback(tokens[0]));
  sandbox.world.editEndpoint(made.id ?? "", { uri: callback(tokens[1]) });
  sandbox.world.addEndpoint({
    endpointType: "sms",
    description: callback(tokens[3]),
    uri: callback(tokens[2]),
  });
  const report = await compared(sandbox, [dev]);
  const changed = report.findings.find(({ type }) => type === "changed");
  expect(changed && differences(changed)).toEqual(["uri: [secret] -> [secret]"]);
  expect(report.findings.find(({ type }) => type === "undeclared")).toBeDefined();
  for (const token of tokens) expect(allText(report)).not.toContain(token);
  expect(allText(report)).not.toContain(sandbox.clientSecret);
});

test("D14 an account that changes while it is read is read again", async () => {
  const { sandbox, dev } = await declared();
  const { world } = sandbox;
  world.fill({ numbers: 150 });
  const file = ignoring("number");
  // The second page is on its way while somebody takes a number off the account.
  const hit = sandbox.fault({
    kind: "delay",
    ms: 50,
    when: "before",
    operation: "numbers.list",
    where: { page: "2" },
  });
  const reading = compared(sandbox, [dev], file);
  await vi.waitFor(() => expect(hit.hits).toBe(1), { interval: 1 });
  const last = [...world.numbers.values()].at(-1);
  world.removeNumber(last?.sid ?? "");
  const report = await reading;
  expect(report.problems).toEqual([]);
  expect(lines(report)).toEqual([]);
});

test("D14 an account that never rests could not be told", async () => {
  const { sandbox, dev } = await declared();
  const [first, second] = [1, 2].map((n) => sandbox.world.addNumber({ number: `+44207946030${n}` }));
  // As when a number moves from one page to another while both are read: it is there twice.
  sandbox.fault({
    ...{ kind: "alterEntry", operation: "numbers.list", times: Number.POSITIVE_INFINITY },
    ...{ sid: first?.sid ?? "", fields: { sid: second?.sid } },
  });
  const report = await compared(sandbox, [dev]);
  expect(exitCode(report, findingTypes)).toBe(1);
  expect(report.problems[0]?.problem).toContain("the list changed each of the 3 times");
});

test("D14 a number that goes to an endpoint made meanwhile is not idle", async () => {
  const { sandbox, dev, sid } = await declared();
  const { world } = sandbox;
  world.editEndpoint(sid, { isDefault: false });
  const made = world.addEndpoint({ description: "Just made" });
  world.addNumber({ number: "+442079460205", voiceEndpointSid: made.sid });
  sandbox.fault({ kind: "omitEntry", operation: "endpoints.list", sid: made.sid });
  const report = await compared(sandbox, [dev]);
  expect(lines(report).filter((line) => line.startsWith("idle"))).toEqual([]);
});

test("what a person named in the portal is no command for a terminal or a page", async () => {
  const { sandbox, dev } = await declared();
  sandbox.world.addEndpoint({ description: "\u001b[31mred\u001b[0m | @everyone <img src=x> `x`\n# Head" });
  const report = await compared(sandbox, [dev]);
  expect(table(report)).not.toContain("\u001b");
  const page = markdown(report);
  const outside = page.replace(/^```[\s\S]*?^```/gm, "");
  expect(outside).not.toMatch(/(^|[^\\])<img|@everyone|^# Head/m);
  expect(page).not.toContain("\u001b");
});
