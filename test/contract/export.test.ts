import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readChoice } from "../../provider/cli/export-choose";
import type { Sandbox } from "../../sandbox";
import { contents, declaredBy, exportTo, temporaryFolder, writesTo } from "../fixtures/export-stage";
import { fillAtRandom, randomAccountGuesses } from "../fixtures/random-account";
import { running, withoutJitter } from "./client-stage";

const choices = (include: string[], exclude: string[] = []) => ({
  choices: { include: include.map(readChoice), exclude: exclude.map(readChoice) },
});

function newFolder(): string {
  return path.join(temporaryFolder(), "telephony");
}

async function demo(): Promise<{ sandbox: Sandbox; out: string }> {
  return { sandbox: await running({ seed: "demo" }), out: newFolder() };
}

const sidsOf = ({ world }: Sandbox) => [...world.endpoints.keys()];

test("the account as a project: a file a kind, references instead of sids, and nothing written on the account", async () => {
  const { sandbox, out } = await demo();
  const { exit, report } = await exportTo(sandbox, out);
  expect([exit, report.complete]).toEqual([0, true]);
  expect(Object.keys(contents(out)).sort()).toEqual([
    ".cloudnumbering-export.json",
    "Pulumi.yaml",
    "addresses.ts",
    "endpoints.ts",
    "import.json",
    "index.ts",
    "numbers.ts",
    "orders.ts",
    "organisation.ts",
    "package.json",
    "tsconfig.json",
  ]);
  expect(writesTo(sandbox)).toEqual([]);
  const program = declaredBy(out);
  expect(program.map(({ kind, name }) => `${kind} ${name}`)).toContain("Endpoint head-office-pbx");
  expect(program.find(({ name }) => name === "leeds-main")?.args).toEqual({
    number: "+441134960100",
    voiceEndpointSid: { sidOf: "head-office-pbx" },
    smsEndpointSid: { sidOf: "message-inbox" },
    reference: "Leeds main",
  });
  const text = Object.values(contents(out)).join("\n");
  for (const sid of sidsOf(sandbox)) expect(text).toContain(`adopt: "${sid}"`);
});

test("each list is read once, and each order", async () => {
  const { sandbox, out } = await demo();
  await exportTo(sandbox, out);
  const operations = sandbox.calls.map(({ operation }) => operation).sort();
  expect(operations).toEqual([
    "allowedIps.list",
    "allowedIps.list",
    "endpoints.list",
    "numbers.list",
    "oauth.token",
    "orders.get",
    "orders.get",
    "orders.list",
    "organisation.get",
  ]);
});

test("two exports are the same byte for byte, also when the service lists everything in another order", async () => {
  const sandbox = await running({ guesses: randomAccountGuesses });
  fillAtRandom(sandbox, 40);
  const [first, second] = [newFolder(), newFolder()];
  await exportTo(sandbox, first);
  const { world } = sandbox;
  const reverse = <K, V>(map: ReadonlyMap<K, V>) => {
    const entries = [...map].reverse();
    (map as Map<K, V>).clear();
    for (const [key, value] of entries) (map as Map<K, V>).set(key, value);
  };
  reverse(world.endpoints);
  reverse(world.numbers);
  reverse(world.trade.orders.records);
  await exportTo(sandbox, second);
  expect(contents(second)).toEqual(contents(first));
});

test("--include and --exclude name kinds, and patterns of what people call the things", async () => {
  const { sandbox, out } = await demo();
  const { report } = await exportTo(
    sandbox,
    out,
    choices(["endpoint", "number:Leeds*"], ["endpoint:night*"]),
  );
  expect(report.resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "endpoint head-office-pbx",
    "endpoint message-inbox",
    "number leeds-lettings",
    "number leeds-main",
    "number leeds-out-of-hours",
    "number leeds-valuations",
  ]);
  // The endpoint that is not exported is named once, and used by that name.
  const numbers = readFileSync(path.join(out, "numbers.ts"), "utf8");
  expect(numbers).toMatch(/^\/\/ "Night line" is not declared here\.\nconst nightLine = "EP\w+";$/m);
  expect(numbers).toContain("voiceEndpointSid: nightLine,");
});

test("a kind that is not wanted is not read", async () => {
  const { sandbox, out } = await demo();
  await exportTo(sandbox, out, choices([], ["order", "address"]));
  const operations = new Set(sandbox.calls.map(({ operation }) => operation));
  expect([...operations].filter((each) => /orders|allowedIps/.test(each))).toEqual([]);
});

test("a dry run says what there would be, and writes nothing", async () => {
  const { sandbox, out } = await demo();
  const { report } = await exportTo(sandbox, out, { dryRun: true });
  expect(report.files).toContain("import.json");
  expect(report.resources.length).toBeGreaterThan(10);
  expect(existsSync(out)).toBe(false);
});

test("a name once given stays when it is exported into the same folder again", async () => {
  const { sandbox, out } = await demo();
  await exportTo(sandbox, out);
  const [pbx = ""] = sidsOf(sandbox);
  sandbox.world.addEndpoint({ description: "Head office PBX" });
  sandbox.world.editEndpoint(sandbox.world.addEndpoint({ description: "x" }).sid, {
    description: "Night line",
  });
  const { report } = await exportTo(sandbox, out, { force: true });
  expect(report.resources.find(({ id }) => id === pbx)?.name).toBe("head-office-pbx");
  const names = report.resources.filter(({ kind }) => kind === "endpoint").map(({ name }) => name);
  expect(names).toHaveLength(new Set(names).size);
});

test("an order with a number out of service accepts that, and one without any in service is history", async () => {
  const { sandbox, out } = await demo();
  const [first, second] = [...sandbox.world.trade.orders.records.values()];
  for (const { sid } of second?.numbers ?? []) sandbox.world.disconnect(sid);
  sandbox.world.disconnect(first?.numbers[0]?.sid ?? "");
  const { report } = await exportTo(sandbox, out);
  const orders = declaredBy(out).filter(({ kind }) => kind === "Order");
  expect(orders.map(({ args }) => args)).toEqual([{ adopt: first?.sid, onDisconnected: "accept" }]);
  expect(report.leftOut).toContainEqual({
    kind: "order",
    id: second?.sid,
    why: "all its numbers are out of service",
  });
});

test("A1 a folder that is not empty: refused before anything is read, listing what is in the way", async () => {
  const { sandbox, out } = await demo();
  mkdirSync(out);
  writeFileSync(path.join(out, "index.ts"), "mine");
  writeFileSync(path.join(out, "notes.txt"), "mine");
  await expect(exportTo(sandbox, out)).rejects.toThrow(
    /is not empty, and nothing was written: index\.ts, notes\.txt\./,
  );
  expect(sandbox.calls).toEqual([]);
  // Not even by force is a file replaced that an export has not written.
  await expect(exportTo(sandbox, out, { force: true })).rejects.toThrow(/nothing was written: index\.ts in/);
  expect(contents(out)).toEqual({ "index.ts": "mine", "notes.txt": "mine" });
});

test("A1 --force replaces what an export has written, takes away what is no longer there, and keeps the rest", async () => {
  const { sandbox, out } = await demo();
  await exportTo(sandbox, out);
  writeFileSync(path.join(out, "notes.txt"), "mine");
  const { world } = sandbox;
  for (const ip of [...world.allowedIps.voice]) world.disallowIp("voice", ip);
  await exportTo(sandbox, out, { force: true });
  expect(Object.keys(contents(out))).not.toContain("addresses.ts");
  expect(contents(out)["notes.txt"]).toBe("mine");

  writeFileSync(path.join(out, "numbers.ts"), "// changed by hand\n");
  const before = contents(out);
  world.addEndpoint({ description: "Another" });
  await expect(exportTo(sandbox, out, { force: true })).rejects.toThrow(
    /nothing was written: numbers\.ts in/,
  );
  expect(contents(out)).toEqual(before);
});

test("A1 a file where the folder would be: refused", async () => {
  const { sandbox, out } = await demo();
  writeFileSync(out, "");
  await expect(exportTo(sandbox, out)).rejects.toThrow(/is a file; name a folder/);
});

test("A3 the account changes while it is read: an endpoint that a number has meanwhile is there as well", async () => {
  const { sandbox, out } = await demo();
  sandbox.fault({ kind: "delay", ms: 1000, operation: "numbers.list" });
  const exporting = exportTo(sandbox, out);
  await expect
    .poll(() => sandbox.calls.find(({ operation }) => operation === "endpoints.list")?.status)
    .toBe(200);
  const { sid } = sandbox.world.addEndpoint({ description: "Just made" });
  const [number] = sandbox.world.numbers.values();
  sandbox.world.assign(number?.sid ?? "", { voiceEndpointSid: sid });
  const { exit } = await exporting;
  expect(exit).toBe(0);
  const program = declaredBy(out);
  expect(program.find(({ args }) => args.adopt === sid)?.name).toBe("just-made");
  expect(program.find(({ args }) => args.number === number?.number)?.args.voiceEndpointSid).toEqual({
    sidOf: "just-made",
  });
});

test("A3 a page of a list that changes while it is read is read again, and nothing is there twice or missing", async () => {
  const sandbox = await running();
  sandbox.world.fill({ endpoints: 1, numbers: 250 });
  const [endpoint = ""] = sidsOf(sandbox);
  for (const sid of sandbox.world.numbers.keys()) sandbox.world.assign(sid, { voiceEndpointSid: endpoint });
  const gone = [...sandbox.world.numbers.values()][50];
  sandbox.fault({ kind: "delay", ms: 500, operation: "numbers.list", where: { page: "2" } });
  const out = newFolder();
  const exporting = exportTo(sandbox, out);
  await expect
    .poll(() => sandbox.calls.filter(({ operation }) => operation === "numbers.list").length)
    .toBe(3);
  sandbox.world.removeNumber(gone?.sid ?? "");
  await exporting;
  const exported = declaredBy(out).flatMap(({ args }) => args.number ?? []);
  expect(exported.sort()).toEqual([...sandbox.world.numbers.values()].map(({ number }) => number).sort());
});

test.each([
  ["quotes", `it's "quoted"`],
  ["backticks", "`echo` $\u007bprocess.exit(9)} $(rm)"],
  ["the ends of comments and scripts", "*/ // <!-- </script>"],
  ["backslashes", "C:\\new\\u0041 \\"],
  ["newlines", "one\ntwo\r\nthree\ttab"],
  ["line separators", "a\u2028b\u2029c"],
  ["turned text", "\u202eevil\u202c \u200b\ufeff"],
  ["controls", "a\u0000b\u001bc\u007f\u0085"],
  ["half an emoji", "\ud83d x \udc4d"],
  ["10 kB", "0123456789".repeat(1000)],
  ["a name of a prototype", "__proto__"],
])("A4 %s in a description and a reference arrive in the program as they are", async (_, text) => {
  const sandbox = await running();
  const endpoint = sandbox.world.addEndpoint({ description: text });
  sandbox.world.addNumber({ number: "+441134960100", reference: text, voiceEndpointSid: endpoint.sid });
  // One that is only told about in a comment, and one that is a constant there.
  sandbox.world.addEndpoint({ description: text, uri: "sip:no good" });
  const out = newFolder();
  await exportTo(sandbox, out);
  const program = declaredBy(out);
  expect(program.map(({ args }) => args.description ?? args.reference).filter(Boolean)).toEqual([text, text]);
  const { resources } = JSON.parse(readFileSync(path.join(out, "import.json"), "utf8")) as {
    resources: { inputs: Record<string, unknown> }[];
  };
  expect(resources.flatMap(({ inputs }) => inputs.description ?? inputs.reference ?? [])).toEqual([
    text,
    text,
  ]);

  const elsewhere = newFolder();
  await exportTo(sandbox, elsewhere, choices(["number"]));
  expect(declaredBy(elsewhere).map(({ args }) => args.voiceEndpointSid)).toEqual([endpoint.sid]);
});

test.each([
  ["numbers.list", ["endpoint", "address", "organisation"]],
  ["endpoints.list", ["address", "number", "order", "organisation"]],
  ["allowedIps.list", ["endpoint", "number", "order", "organisation"]],
  ["orders.list", ["endpoint", "address", "number", "organisation"]],
  ["orders.get", ["endpoint", "address", "number", "organisation"]],
])(
  "A5 %s is not permitted: said, the others are exported, and it does not end with 0",
  async (operation, kinds) => {
    withoutJitter();
    const { sandbox, out } = await demo();
    sandbox.fault({ kind: "status", status: 403, operation, times: Number.POSITIVE_INFINITY });
    const { exit, report, errors } = await exportTo(sandbox, out);
    expect(exit).toBe(1);
    expect(report.complete).toBe(false);
    expect(errors).toMatch(/^could not be read: .*403/m);
    expect([...new Set(report.resources.map(({ kind }) => kind))]).toEqual(kinds);
    expect(declaredBy(out)).toHaveLength(report.resources.length);
  },
);

test("A5 not even the organisation may be read: nothing is written", async () => {
  withoutJitter();
  const { sandbox, out } = await demo();
  sandbox.fault({
    kind: "status",
    status: 403,
    operation: "organisation.get",
    times: Number.POSITIVE_INFINITY,
  });
  await expect(exportTo(sandbox, out)).rejects.toThrow(/403/);
  expect(existsSync(path.dirname(out)) && readdirSync(path.dirname(out))).toEqual([]);
});

test("A7 what may be a credential stands in no file, wherever somebody has put it", async () => {
  const sandbox = await running();
  const token = "t0p-s3cret";
  const { world } = sandbox;
  world.addEndpoint({
    endpointType: "sms",
    description: "Hook",
    uri: `https://x.example.com/in?token=${token}`,
  });
  world.addEndpoint({ description: `token=${token}` });
  const { sid } = world.addEndpoint({ description: "Trunk", uri: `sip:user:${token}@pbx.example.com` });
  world.addNumber({ number: "+441134960100", reference: `api_key=${token}`, voiceEndpointSid: sid });
  world.editOrganisation({ website: `https://admin:${token}@example.com` });
  const out = newFolder();
  const { report, errors } = await exportTo(sandbox, out);
  expect(JSON.stringify([contents(out), report, errors])).not.toContain(token);
  expect(report.secrets.map(({ kind, property }) => `${kind} ${property}`).sort()).toEqual([
    "endpoint description",
    "endpoint uri",
    "endpoint uri",
    "number reference",
    "organisation website",
  ]);
  const asked = declaredBy(out).flatMap(({ args }) => Object.values(args));
  for (const { key } of report.secrets) expect(asked).toContainEqual({ secret: key });
});
