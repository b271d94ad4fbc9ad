// What holds for an allowed address alone. What holds for every kind of resource is in the lifecycle table.
import { expect, test } from "vitest";
import { type Account, openAccount, operations, steps, writes } from "./account";
import type { Declaration } from "./deployment";
import { UNKNOWN } from "./values";

function address(name: string, inputs: Declaration["inputs"] = {}): Declaration {
  return { type: "AllowedIp", name, inputs: { endpointType: "voice", ip: "81.2.69.142", ...inputs } };
}

const office = address("office", { ip: "81.2.69.1" });
const branch = address("branch", { ip: "81.2.69.2" });

function allowed({ sandbox }: Account): readonly string[] {
  return sandbox.world.allowedIps.voice;
}

/** An account in which these are declared and made, and nothing else is allowed. */
async function made(...declared: Declaration[]): Promise<Account> {
  const account = await openAccount();
  const result = await account.stack.up(declared);
  expect(result.failures).toEqual([]);
  account.sandbox.clearCalls();
  return account;
}

test("E12 of two deletes at once of the last two addresses one is refused, and the flag or the environment lets it go", async () => {
  const account = await made(office, branch);
  const { stack, sandbox } = account;
  // Long enough that both would have read the list before either had removed anything.
  sandbox.fault({ kind: "delay", ms: 300, operation: "allowedIps.list", times: Number.POSITIVE_INFINITY });
  const refused = await stack.destroy();
  expect(refused.failures).toHaveLength(1);
  expect(refused.failures[0]?.message).toMatch(
    /^81\.2\.69\.[12] is the last address allowed for voice.*allowRemovingLast: true.*CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS=1/,
  );
  expect(allowed(account)).toHaveLength(1);
  expect(writes(sandbox)).toEqual(["allowedIps.remove"]);
  expect([...stack.state.values()].map(({ inputs }) => inputs.ip)).toEqual(allowed(account));

  stack.env = { ...stack.env, CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS: "1" };
  expect((await stack.destroy()).failures).toEqual([]);
  expect(allowed(account)).toEqual([]);
});

test("the last address goes where the state says that it may, and any goes while others are left", async () => {
  const account = await made(address("office", { ip: "81.2.69.1", allowRemovingLast: true }), branch);
  await account.stack.up([address("office", { ip: "81.2.69.1", allowRemovingLast: true })]);
  expect(allowed(account)).toEqual(["81.2.69.1"]);
  expect((await account.stack.destroy()).failures).toEqual([]);
  expect(allowed(account)).toEqual([]);
});

test("the only address is exchanged for another without a moment without one", async () => {
  const account = await made(office);
  const { stack, sandbox } = account;
  const result = await stack.up([address("office", { ip: "81.2.69.3" })]);
  expect(result.failures).toEqual([]);
  expect(writes(sandbox)).toEqual(["allowedIps.add", "allowedIps.remove"]);
  expect(allowed(account)).toEqual(["81.2.69.3"]);
});

test("E14 a forced replacement of the only address touches nothing", async () => {
  const account = await made(office);
  const { stack, sandbox } = account;
  const result = await stack.up([office], { replace: ["office"] });
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["replace office", "delete office"]);
  expect(writes(sandbox)).toEqual([]);
  expect(allowed(account)).toEqual(["81.2.69.1"]);
});

test("a resource under another name takes the same address over without touching it", async () => {
  const account = await made(office);
  const result = await account.stack.up([address("renamed", { ip: "81.2.69.1" })]);
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["create renamed", "delete office"]);
  expect(writes(account.sandbox)).toEqual([]);
});

test("one that is allowed already is taken over, without a write, and managed from then on", async () => {
  const account = await openAccount();
  const { stack, sandbox } = account;
  sandbox.world.allowIp("voice", "81.2.69.1");
  sandbox.world.allowIp("voice", "81.2.69.9");
  expect(await stack.up([office])).toMatchObject({ failures: [], warnings: [] });
  expect(writes(sandbox)).toEqual([]);
  expect((await stack.destroy()).failures).toEqual([]);
  expect(allowed(account)).toEqual(["81.2.69.9"]);
});

test("an address with space around it is the same address, and stays so", async () => {
  const account = await made(address("office", { ip: " 81.2.69.1 " }));
  expect(account.stack.state.get("office")?.inputs.ip).toBe("81.2.69.1");
  expect(steps(await account.stack.refresh())).toEqual(["same office"]);
  expect(steps(await account.stack.up([address("office", { ip: " 81.2.69.1 " })]))).toEqual(["same office"]);
  expect(steps(await account.stack.up([office]))).toEqual(["same office"]);
});

test("the first address of a list is warned about once, in the preview too, however many are declared", async () => {
  const { stack } = await openAccount();
  const warned = /^81\.2\.69\.1 is the first address allowed for voice: from now on/;
  const previewed = await stack.up([office, branch], { preview: true });
  expect(previewed.warnings.map(({ text }) => text)).toEqual([expect.stringMatching(warned)]);
  const made = await stack.up([office, branch]);
  expect(made.warnings).toMatchObject([
    { text: expect.stringMatching(warned), urn: stack.state.get("office")?.urn },
  ]);
  expect((await stack.up([office, branch, address("third")])).warnings).toEqual([]);
});

test("an address for examples is warned about once and made", async () => {
  const account = await openAccount();
  account.sandbox.world.allowIp("voice", "81.2.69.9");
  const example = address("office", { ip: "203.0.113.10" });
  const { warnings, failures } = await account.stack.up([example]);
  expect(failures).toEqual([]);
  expect(warnings.map(({ text }) => text)).toEqual([
    "203.0.113.10 is an address for examples: no traffic ever comes from it",
  ]);
  expect(allowed(account)).toContain("203.0.113.10");
  expect((await account.stack.up([example], { refresh: true })).warnings).toEqual([]);
});

test("a preview without credentials says nothing of the list, and is fine", async () => {
  const { stack, sandbox } = await openAccount();
  stack.env = {};
  expect(await stack.up([office], { preview: true })).toMatchObject({
    failures: [],
    warnings: [],
    output: [],
  });
  expect(sandbox.calls).toEqual([]);
});

test("E13 what cannot be allowed is refused with its reasons at once, and never shown", async () => {
  const { stack, sandbox } = await openAccount();
  for (const [ip, reason] of [
    ["2001:db8::77", "ip: is an IPv6 address"],
    ["81.2.69.0/24", "ip: is a range (CIDR)"],
    ["10.20.30.40", "ip: is a private address"],
  ] as const) {
    const { failures } = await stack.up([address("office", { ip, endpointType: "fax" })], { preview: true });
    const reasons = failures.map(({ message }) => message).join("\n");
    expect(reasons).toContain(reason);
    expect(reasons).toContain('endpointType: must be "voice" or "sms"');
    expect(reasons).not.toContain(ip);
  }
  expect(sandbox.calls).toEqual([]);
});

test("E20 an address that is not known yet is checked when it is", async () => {
  const account = await openAccount();
  const previewed = await account.stack.up([address("office", { ip: UNKNOWN })], { preview: true });
  expect(previewed).toMatchObject({ failures: [] });
  const { failures } = await account.stack.up([address("office", { ip: "10.20.30.40" })]);
  expect(failures[0]?.message).toContain("ip: is a private address");
  expect(allowed(account)).toEqual([]);
});

test("the list for messages is one of its own, without a last address to guard", async () => {
  const account = await openAccount({ sandbox: { guesses: { "sms-allowlist": "yes" } } });
  const { stack, sandbox } = account;
  const both = [office, address("callback", { ip: "81.2.69.1", endpointType: "sms" })];
  expect((await stack.up(both)).failures).toEqual([]);
  expect(sandbox.world.allowedIps).toMatchObject({ voice: ["81.2.69.1"], sms: ["81.2.69.1"] });
  expect((await stack.up([office])).failures).toEqual([]);
  expect(sandbox.world.allowedIps).toMatchObject({ voice: ["81.2.69.1"], sms: [] });
});

test("a service without a list for messages says so in the preview already", async () => {
  const { stack } = await openAccount();
  const { failures } = await stack.up([address("callback", { endpointType: "sms" })], { preview: true });
  expect(failures[0]?.message).toContain("list allowed sms addresses: the service answered 400");
});

test.each([
  ["the answer is lost", { kind: "dropAfter" }, {}],
  ["the answer is lost and a duplicate is a conflict", { kind: "dropAfter" }, { "duplicate-ip": "409" }],
] as const)("an address is added once when %s", async (_what, trouble, guesses) => {
  const account = await openAccount({ sandbox: { guesses } });
  account.sandbox.fault({ ...trouble, operation: "allowedIps.add" });
  const { failures } = await account.stack.up([office]);
  expect(failures).toEqual([]);
  expect(allowed(account)).toEqual(["81.2.69.1"]);
});

test("a delete that the service only pretends to do is no success, and keeps the state", async () => {
  const account = await made(office, branch);
  const { stack, sandbox } = account;
  sandbox.fault({ kind: "raw", body: '{"success":true,"result":{}}', operation: "allowedIps.remove" });
  const { failures } = await stack.up([office]);
  expect(failures[0]?.message).toContain("the service reported success but still allows it for voice");
  expect(stack.state.has("branch")).toBe(true);
  expect((await stack.up([office])).failures).toEqual([]);
  expect(allowed(account)).toEqual(["81.2.69.1"]);
});

test("one removed by someone else is gone only after two lists, and one list that misses it is not believed", async () => {
  const { stack, sandbox } = await made(office, branch);
  sandbox.fault({ kind: "omitEntry", sid: "81.2.69.1", operation: "allowedIps.list" });
  expect(steps(await stack.refresh()).sort()).toEqual(["same branch", "same office"]);
  sandbox.world.disallowIp("voice", "81.2.69.1");
  expect(steps(await stack.refresh({ previewOnly: true })).sort()).toEqual(["delete office", "same branch"]);
});

test("50 addresses refresh with one list, and those of one up are added with one look before", async () => {
  const { stack, sandbox } = await openAccount();
  sandbox.world.allowIp("voice", "81.2.69.254");
  const fifty = Array.from({ length: 50 }, (_, at) => address(`number ${at}`, { ip: `81.2.70.${at + 1}` }));
  expect((await stack.up(fifty)).failures).toEqual([]);
  expect(sandbox.world.allowedIps.voice).toHaveLength(51);

  sandbox.clearCalls();
  const { steps: refreshed } = await stack.refresh();
  expect(new Set(refreshed.map(({ op }) => op))).toEqual(new Set(["same"]));
  expect(operations(sandbox)).toEqual(["allowedIps.list"]);
  expect(sandbox.calls.filter(({ operation }) => operation === "organisation.get")).toHaveLength(1);
});
