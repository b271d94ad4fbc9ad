import { expect, test } from "vitest";
import { type Account, openAccount, steps, writes } from "./account";
import { stateTable } from "./lifecycle-table";

// The demo's account allows two addresses already, so that none of this is about the first or the last one.
const demo = { sandbox: { seed: "demo" } } as const;
const inputs = { endpointType: "voice", ip: "81.2.69.142" };
const declared = { type: "AllowedIp", name: "one", inputs };

stateTable({ type: "AllowedIp", inputs, change: { allowRemovingLast: true }, account: demo });

async function made(): Promise<Account> {
  const account = await openAccount(demo);
  expect(await account.stack.up([declared], { previewFirst: true })).toMatchObject({
    failures: [],
    warnings: [],
    output: [],
  });
  account.sandbox.clearCalls();
  return account;
}

function others(ip: string): string[] {
  return ["203.0.113.10", "203.0.113.11", ip];
}

test("AllowedIp: create allows the address, and destroy removes it and no other", async () => {
  const { stack, sandbox } = await made();
  expect(sandbox.world.allowedIps.voice).toEqual(others("81.2.69.142"));
  expect(stack.state.get("one")?.id).toBe("voice/81.2.69.142");
  expect((await stack.destroy({ refresh: true })).failures).toEqual([]);
  expect(sandbox.world.allowedIps.voice).toEqual(["203.0.113.10", "203.0.113.11"]);
  expect(writes(sandbox)).toEqual(["allowedIps.remove"]);
});

test("AllowedIp: another address replaces: it is added before the old one is removed", async () => {
  const { stack, sandbox } = await made();
  const result = await stack.up([{ ...declared, inputs: { ...inputs, ip: "81.2.69.160" } }]);
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["replace one", "delete one"]);
  expect(writes(sandbox)).toEqual(["allowedIps.add", "allowedIps.remove"]);
  expect(sandbox.world.allowedIps.voice).toEqual(others("81.2.69.160"));
});

test("AllowedIp: a guard changes in the state alone, without a write", async () => {
  const { stack, sandbox } = await made();
  const guarded = { ...declared, inputs: { ...inputs, allowRemovingLast: true } };
  expect(steps(await stack.up([guarded]))).toEqual(["update one"]);
  expect(stack.state.get("one")?.outputs.allowRemovingLast).toBe(true);
  expect(writes(sandbox)).toEqual([]);
  expect(steps(await stack.up([guarded]))).toEqual(["same one"]);
});

test("AllowedIp: one removed by someone else is found gone, dropped from the state and made again", async () => {
  const { stack, sandbox } = await made();
  sandbox.world.disallowIp("voice", "81.2.69.142");
  expect(steps(await stack.refresh({ previewOnly: true }))).toEqual(["delete one"]);
  expect(stack.state.has("one")).toBe(true);
  expect(steps(await stack.up([declared], { refresh: true }))).toEqual(["delete one", "create one"]);
  expect(sandbox.world.allowedIps.voice).toEqual(others("81.2.69.142"));
});

test("AllowedIp: one that is gone already is removed without a write", async () => {
  const { stack, sandbox } = await made();
  sandbox.world.disallowIp("voice", "81.2.69.142");
  expect((await stack.destroy()).failures).toEqual([]);
  expect(stack.state.size).toBe(0);
  expect(writes(sandbox)).toEqual([]);
});

test("AllowedIp: a create that is not seen in the list is remembered, and finished or undone afterwards", async () => {
  for (const next of ["up", "destroy"] as const) {
    const { stack, sandbox } = await openAccount(demo);
    const ip = "81.2.69.142";
    sandbox.fault({ kind: "omitEntry", sid: ip, operation: "allowedIps.list", skip: 1, times: 2 });
    const { failures } = await stack.up([declared]);
    expect(failures).toMatchObject([{ during: "create", partial: true }]);
    expect(failures[0]?.message).toContain("the service reported success, but the address is not listed");
    expect(stack.state.get("one")).toMatchObject({ id: `voice/${ip}`, initErrors: [expect.any(String)] });

    expect((await (next === "up" ? stack.up([declared]) : stack.destroy())).failures).toEqual([]);
    expect(sandbox.world.allowedIps.voice.includes(ip)).toBe(next === "up");
    expect(stack.state.get("one")?.initErrors ?? []).toEqual([]);
  }
});
