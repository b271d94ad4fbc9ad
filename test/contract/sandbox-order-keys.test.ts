import { expect, test } from "vitest";
import { signIn, until } from "../fixtures/sandbox-session";
import { openShop } from "./sandbox-shop";

const KEY = "0b0a4dd4-5bd6-4a6f-9d3e-3c1f6c9d3b11";
const OTHER_KEY = "1c1b5ee5-6ce7-4b70-8e4f-4d207dae4c22";

test("the same key and body again get the first answer, and money moves once", async () => {
  const { sandbox, order, wanted, moved } = await openShop();
  const first = await order(wanted(2), KEY);
  const second = await order(wanted(2), KEY);
  expect([second.status, second.body]).toEqual([200, first.body]);
  expect([sandbox.world.numbers.size, moved()]).toEqual([2, [-4.4]]);
  await order(wanted(2), OTHER_KEY);
  await order(wanted(2));
  expect(moved()).toHaveLength(3);
});

test("with idempotency-keys=ignore the same key buys again", async () => {
  const { order, wanted, moved } = await openShop({ guesses: { "idempotency-keys": "ignore" } });
  await order(wanted(1), KEY);
  await order(wanted(1), KEY);
  expect(moved()).toEqual([-2.2, -2.2]);
});

test("a key is forgotten when its life is over", async () => {
  const { later, order, wanted, moved } = await openShop({ guesses: { "idempotency-key-life": 60 } });
  await order(wanted(1), KEY);
  later(59);
  await order(wanted(1), KEY);
  expect(moved()).toHaveLength(1);
  later(1);
  await order(wanted(1), KEY);
  expect(moved()).toHaveLength(2);
});

test.each([
  ["refuse-422", 422],
  ["conflict-409", 409],
  ["replay", 200],
] as const)(
  "with idempotency-conflict=%s a used key with another body is answered %i and buys nothing",
  async (policy, status) => {
    const { order, wanted, moved } = await openShop({ guesses: { "idempotency-conflict": policy } });
    const first = await order(wanted(1), KEY);
    const second = await order(wanted(2), KEY);
    expect(second.status).toBe(status);
    expect(second.body.result).toEqual(status === 200 ? first.body.result : undefined);
    expect(moved()).toHaveLength(1);
  },
);

test("a key is found before the body is checked, or with idempotency-before-validation=no after", async () => {
  const againWithDeadQuote = async (early: "yes" | "no") => {
    const shop = await openShop({ guesses: { "idempotency-before-validation": early } });
    const { order, preview, wanted, later, moved } = shop;
    const { quoteToken } = (await preview(wanted(1))).body.result ?? {};
    const body = wanted(1, { quoteToken });
    expect((await order(body, KEY)).status).toBe(200);
    expect((await order(body, KEY)).status).toBe(200);
    later(900);
    const { status } = await order(body, KEY);
    expect(moved()).toHaveLength(1);
    return status;
  };
  expect(await againWithDeadQuote("yes")).toBe(200);
  expect(await againWithDeadQuote("no")).toBe(400);
});

test("a failed order leaves its key free", async () => {
  const { sandbox, order, wanted, moved } = await openShop();
  sandbox.world.editOrganisation({ balance: 1 });
  expect((await order(wanted(1), KEY)).status).toBe(402);
  expect((await order(wanted(0), KEY)).status).toBe(400);
  sandbox.world.editOrganisation({ balance: 10 });
  expect((await order(wanted(1), KEY)).status).toBe(200);
  expect(moved()).toEqual([-99, 9, -2.2]);
});

test("an empty key and one of 256 characters are refused", async () => {
  const { order, wanted, moved } = await openShop();
  expect((await order(wanted(1), "")).status).toBe(400);
  expect((await order(wanted(1), "k".repeat(256))).status).toBe(400);
  expect(moved()).toEqual([]);
});

test("keys of one organisation mean nothing to another", async () => {
  const { sandbox, order, wanted, moved } = await openShop();
  await order(wanted(1), KEY);
  const other = sandbox.addOrganisation({ seed: "demo" });
  const [rateCardEntrySid] = other.world.trade.catalogue.entries.keys();
  const theirs = await signIn(sandbox, other);
  const headers = { "idempotency-key": KEY };
  const answer = await theirs.post("/orders", wanted(1, { rateCardEntrySid }), { headers });
  expect(answer.body.result?.sid).toBe([...other.world.trade.orders.records.keys()].at(-1));
  expect([moved(), other.world.organisation.balance]).toEqual([[-2.2], 182]);
});

test.each(["before", "after"] as const)(
  "a key whose first request waits %s the commit buys once, and both get the same answer",
  async (when) => {
    const { sandbox, order, wanted, moved } = await openShop();
    sandbox.fault({ kind: "delay", operation: "orders.create", ms: 120, when });
    const slow = order(wanted(1), KEY);
    await until(() => sandbox.calls.some((call) => call.body !== undefined));
    const quick = await order(wanted(1), KEY);
    expect((await slow).body).toEqual(quick.body);
    expect([sandbox.world.numbers.size, moved()]).toEqual([1, [-2.2]]);
  },
);

test.each([
  ["dropBefore", 0],
  ["dropAfter", 1],
  ["cutReply", 1],
] as const)(
  "an order that meets %s leaves %i purchases, and its key makes it one",
  async (kind, purchases) => {
    const { sandbox, order, wanted, moved } = await openShop();
    sandbox.fault({ kind, operation: "orders.create" });
    await expect(order(wanted(1), KEY)).rejects.toThrow();
    expect(moved()).toHaveLength(purchases);
    expect((await order(wanted(1), KEY)).status).toBe(200);
    expect([sandbox.world.numbers.size, moved()]).toEqual([1, [-2.2]]);
  },
);

test.each([
  ["before", 0],
  ["after", 1],
] as const)(
  "an order that hangs %s the commit leaves %i purchases when its client goes",
  async (when, purchases) => {
    const { sandbox, api, wanted, moved } = await openShop();
    sandbox.fault({ kind: "hang", operation: "orders.create", when });
    const lost = api.post("/orders", wanted(1), { signal: AbortSignal.timeout(100) });
    await expect(lost).rejects.toThrow();
    await until(() => sandbox.calls[0]?.finishedAt !== undefined);
    expect(moved()).toHaveLength(purchases);
  },
);

test("a delayed order buys although its client has gone", async () => {
  const { sandbox, api, wanted, moved } = await openShop();
  sandbox.fault({ kind: "delay", operation: "orders.create", ms: 120 });
  const client = new AbortController();
  const answer = api.post("/orders", wanted(1), { signal: client.signal }).catch(() => "gone");
  await until(() => sandbox.calls[0]?.body !== undefined);
  client.abort();
  expect(await answer).toBe("gone");
  expect(moved()).toEqual([]);
  await until(() => moved().length === 1);
  expect(sandbox.world.numbers.size).toBe(1);
});

test("a fault meets only the order with its key, or with its amount", async () => {
  const { sandbox, order, wanted } = await openShop();
  const status = { kind: "status", status: 503, operation: "orders.create" } as const;
  sandbox.fault({ ...status, where: { "idempotency-key": KEY } });
  sandbox.fault({ ...status, where: { amount: 3 } });
  expect((await order(wanted(1), OTHER_KEY)).status).toBe(200);
  expect((await order(wanted(1), KEY)).status).toBe(503);
  expect((await order(wanted(3), OTHER_KEY)).status).toBe(503);
});
