// What a refresh says about an order, and what is done about numbers that were disconnected elsewhere.
import { expect, test } from "vitest";
import { eventually, operations, steps } from "./account";
import { adopting, bought, count, failed, openShop, SHORT, type Shop, told, warned } from "./order-stage";

const ALWAYS = Number.POSITIVE_INFINITY;
const reconnecting = { amount: 2, onDisconnected: "reconnect", maxReconnectCost: 5 };

/** Somebody disconnects the number at this place of the first order; returns it. */
function disconnectInPortal(shop: Shop, at = 0): string {
  const line = shop.orders()[0]?.numbers[at];
  shop.sandbox.world.disconnect(line?.sid ?? "");
  return line?.number ?? "none";
}

function statuses({ stack }: Shop): string[] {
  const numbers = stack.state.get("leeds")?.outputs.numbers as { status: string }[];
  return numbers.map(({ status }) => status);
}

test("a refresh of many orders reads one list of orders and one of numbers, and finds no change", async () => {
  const names = Array.from({ length: 10 }, (_none, at) => `order-${at}`);
  const shop = await bought(names, { amount: 2 });
  const result = await shop.stack.refresh();
  expect(result.failures).toEqual([]);
  expect(result.steps.every(({ op }) => op === "same")).toBe(true);
  expect(operations(shop.sandbox).sort()).toEqual(["numbers.list", "orders.list"]);
});

test("a number disconnected elsewhere is drift until something is declared, and never bought again", async () => {
  const shop = await bought(["leeds"], { amount: 2 });
  const { stack, declared, orders } = shop;
  const before = stack.state.get("leeds")?.outputs.numbers as { sid: string; number: string }[];
  const lost = disconnectInPortal(shop);
  for (const _time of ["first", "second"]) {
    expect(steps(await stack.refresh({ previewOnly: true }))).toEqual(["same leeds-key", "update leeds"]);
  }
  await stack.refresh();
  expect(statuses(shop)).toEqual(["DISCONNECTED", "IN_SERVICE"]);
  expect(stack.state.get("leeds")?.outputs.numbers).toMatchObject(
    before.map(({ sid, number }) => ({ sid, number })),
  );

  const result = await stack.up(declared, { refresh: true });
  expect(result.failures).toEqual([]);
  expect(warned(result)[0]).toContain(`${lost} of order ${shop.sids[0]} is disconnected`);
  expect(warned(result)[0]).toContain('onDisconnected: "reconnect"');
  expect(steps(result).at(-1)).toBe("same leeds");
  expect(orders()).toHaveLength(1);
});

test('onDisconnected: "accept" silences it, and the number keeps its place', async () => {
  const shop = await bought(["leeds"], { amount: 2, onDisconnected: "accept" });
  disconnectInPortal(shop);
  expect(steps(await shop.stack.refresh())).toEqual(["same leeds-key", "same leeds"]);
  expect(statuses(shop)).toEqual(["DISCONNECTED", "IN_SERVICE"]);
  const result = await shop.stack.up(shop.declared, { previewFirst: true });
  expect(warned(result)).toEqual([]);
  expect(steps(result)).toEqual(["same leeds-key", "same leeds"]);
});

test("a number that the account has no longer is drift too, until it is accepted", async () => {
  const shop = await bought(["leeds"], { amount: 2, onDisconnected: "reconnect", maxReconnectCost: 5 });
  const [first] = shop.orders()[0]?.numbers ?? [];
  shop.sandbox.world.removeNumber(first?.sid ?? "");
  expect(steps(await shop.stack.refresh())).toEqual(["same leeds-key", "update leeds"]);
  expect(statuses(shop)).toEqual(["UNLISTED", "IN_SERVICE"]);
  const result = await shop.stack.up(shop.declared);
  expect(result.failures).toEqual([]);
  expect(warned(result)[0]).toContain(
    `${first?.number} of order ${shop.sids[0]} is no longer on the account`,
  );
  expect(count(shop, "numbers.reconnect")).toBe(0);
  await shop.stack.up(shop.order("leeds", { amount: 2, onDisconnected: "accept" }));
  expect(steps(await shop.stack.refresh())).toEqual(["same leeds-key", "same leeds"]);
});

test('onDisconnected: "reconnect" says the price in the preview and pays it once', async () => {
  const shop = await bought(["leeds"], reconnecting);
  const { stack, declared, sandbox, spent } = shop;
  const lost = disconnectInPortal(shop);
  await stack.refresh();
  const previewed = await stack.up(declared, { preview: true });
  expect(steps(previewed).at(-1)).toBe("update leeds");
  expect(told(previewed)[0]).toBe(`reconnecting ${lost} costs 2.00 GBP, and nothing else changes`);
  expect(count(shop, "numbers.reconnect")).toBe(0);

  const result = await stack.up(declared);
  expect(result.failures).toEqual([]);
  expect(told(result).at(-1)).toBe(`${lost} reconnected for 2.00 GBP`);
  expect(statuses(shop)).toEqual(["IN_SERVICE", "IN_SERVICE"]);
  expect(spent()).toBe(6.4);
  expect(sandbox.world.trade.reconnects.records.size).toBe(1);
  expect(steps(await stack.up(declared, { refresh: true })).at(-1)).toBe("same leeds");
  expect(shop.orders()).toHaveLength(1);
});

test("what is disconnected a second time is reconnected with another key", async () => {
  const shop = await bought(["leeds"], reconnecting);
  for (const time of [1, 2]) {
    disconnectInPortal(shop);
    expect((await shop.stack.up(shop.declared, { refresh: true })).failures).toEqual([]);
    expect(shop.sandbox.world.trade.reconnects.records.size).toBe(time);
    expect(statuses(shop)).toEqual(["IN_SERVICE", "IN_SERVICE"]);
  }
});

test("a reconnection over maxReconnectCost is refused in the preview and not paid", async () => {
  const shop = await bought(["leeds"], { ...reconnecting, maxReconnectCost: 3 });
  disconnectInPortal(shop, 0);
  disconnectInPortal(shop, 1);
  await shop.stack.refresh();
  const result = await shop.stack.up(shop.declared, { previewFirst: true });
  expect(result.failures).toMatchObject([{ name: "leeds", during: "diff" }]);
  expect(failed(result)[0]).toContain(
    "maxReconnectCost: reconnecting costs 4.00 GBP, over the 3.00 GBP allowed",
  );
  expect(count(shop, "numbers.reconnect")).toBe(0);
});

test("a price that rises after the preview is held to maxReconnectCost when it is paid", async () => {
  const shop = await bought(["leeds"], { ...reconnecting, maxReconnectCost: 3 });
  disconnectInPortal(shop, 0);
  await shop.stack.refresh();
  disconnectInPortal(shop, 1);
  const result = await shop.stack.up(shop.declared);
  expect(failed(result)[0]).toContain("maxReconnectCost: reconnecting costs 4.00 GBP");
  expect(count(shop, "numbers.reconnect")).toBe(0);
});

test("numbers that can come back no more are named, and nothing is bought instead", async () => {
  let ahead = 0;
  const shop = await bought(["leeds"], reconnecting, { sandbox: { clock: () => Date.now() + ahead } });
  const lost = disconnectInPortal(shop);
  ahead = 8 * 86_400_000;
  await shop.stack.refresh();
  const result = await shop.stack.up(shop.declared, { previewFirst: true });
  expect(failed(result)[0]).toContain(
    `${lost} (The number was disconnected too long ago.) cannot be reconnected`,
  );
  expect(shop.orders()).toHaveLength(1);
  expect(count(shop, "numbers.reconnect")).toBe(0);
});

test("a reconnection that takes long is followed, kept in the state, and gone on with by the next up", async () => {
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const env = { CLOUDNUMBERING_TIMEOUT_SECONDS: "2" };
  const shop = await bought(["leeds"], reconnecting, {
    sandbox: { clock, guesses: { "reconnect-speed": 600 } },
    env,
  });
  const { stack, declared, sandbox, spent } = shop;
  const lost = disconnectInPortal(shop);
  const first = await stack.up(declared, { refresh: true });
  expect(first.failures).toMatchObject([{ name: "leeds", during: "update", partial: true }]);
  const [requestSid = ""] = sandbox.world.trade.reconnects.records.keys();
  expect(failed(first)[0]).toContain(requestSid);
  expect(stack.state.get("leeds")?.outputs.reconnectRequestSid).toBe(requestSid);
  expect(statuses(shop)).toEqual(["DISCONNECTED", "IN_SERVICE"]);

  ahead = 601_000;
  const previewed = await stack.up(declared, { preview: true });
  expect(previewed.failures).toEqual([]);
  expect(told(previewed)[0]).toContain(`is being reconnected (request ${requestSid})`);
  const result = await stack.up(declared);
  expect(result.failures).toEqual([]);
  expect(told(result).at(-1)).toBe(`${lost} reconnected for 2.00 GBP`);
  expect(statuses(shop)).toEqual(["IN_SERVICE", "IN_SERVICE"]);
  expect(stack.state.get("leeds")?.outputs.reconnectRequestSid).toBe("");
  expect(spent()).toBe(6.4);
  expect(sandbox.world.trade.reconnects.records.size).toBe(1);
});

test("a reconnection killed before its answer was written down is not paid twice", async () => {
  const shop = await bought(["leeds"], reconnecting);
  const { stack, declared, sandbox, spent } = shop;
  disconnectInPortal(shop);
  await stack.refresh();
  sandbox.fault({ kind: "hang", when: "after", operation: "numbers.reconnect" });
  const running = stack.up(declared);
  await eventually(() => sandbox.world.trade.reconnects.records.size).toBe(1);
  await stack.abandon();
  await running;
  expect((await stack.up(declared, { refresh: true })).failures).toEqual([]);
  expect(statuses(shop)).toEqual(["IN_SERVICE", "IN_SERVICE"]);
  expect(sandbox.world.trade.reconnects.records.size).toBe(1);
  expect(spent()).toBe(6.4);
});

test("a reconnection that the service cannot do is said, over, and tried once more by the next up", async () => {
  const shop = await bought(["leeds"], reconnecting, { guesses: { "reconnect-outcome": "fail" } });
  const { stack, declared, sandbox, spent } = shop;
  disconnectInPortal(shop);
  await stack.refresh();
  for (const time of [1, 2]) {
    const result = await stack.up(declared);
    expect(result.failures).toMatchObject([{ name: "leeds", during: "update", partial: true }]);
    expect(failed(result)[0]).toContain("the service could not reconnect");
    expect(sandbox.world.trade.reconnects.records.size).toBe(time);
  }
  expect(spent()).toBe(4.4);
  expect(shop.orders()).toHaveLength(1);
  const accepted = await stack.up(shop.order("leeds", { amount: 2, onDisconnected: "accept" }));
  expect(accepted.failures).toEqual([]);
  expect(steps(await stack.refresh())).toEqual(["same leeds-key", "same leeds"]);
});

test("O10 an order of 100 numbers, in an account of several pages of orders and numbers, is bought and read whole", async () => {
  const shop = await openShop({ config: { "cloudnumbering:maxSpend": "500 GBP" } });
  const { stack, sandbox, order, orders } = shop;
  sandbox.world.editOrganisation({ balance: 1000 });
  sandbox.world.fill({ orders: 130, numbers: 120, pool: 200 });
  const past = [...sandbox.world.numbers.keys()].slice(0, 150);
  const [product = ""] = sandbox.world.trade.catalogue.entries.keys();
  const large = sandbox.world.addOrder({
    rateCardEntrySid: product,
    numberSids: past,
    createdAt: "2025-01-01T00:00:00.000Z",
  });
  const declared = [...order("leeds", { amount: 100, maxTotalCost: 300 }), adopting("york", large.sid)];
  expect((await stack.up(declared)).failures).toEqual([]);
  const numbersOf = (name: string) =>
    stack.state.get(name)?.outputs.numbers as { sid: string; status: string }[];
  expect(numbersOf("leeds").map(({ sid }) => sid)).toEqual(
    orders()
      .at(-1)
      ?.numbers.map(({ sid }) => sid),
  );
  expect(numbersOf("leeds")).toHaveLength(100);
  expect(numbersOf("york").map(({ sid }) => sid)).toEqual(past);

  const result = await stack.refresh();
  expect(result.failures).toEqual([]);
  expect(result.steps.every(({ op }) => op === "same")).toBe(true);
  expect(numbersOf("york").every(({ status }) => status === "IN_SERVICE")).toBe(true);
});

test("O20 an order missing from one list is looked for again", async () => {
  const shop = await bought(["leeds"]);
  const [sid = ""] = shop.sids;
  shop.sandbox.fault({ kind: "omitEntry", sid, operation: "orders.list" });
  expect(steps(await shop.stack.refresh())).toEqual(["same leeds-key", "same leeds"]);
  expect(count(shop, "orders.list")).toBe(2);

  shop.sandbox.fault({ kind: "omitEntry", sid, operation: "orders.list", times: ALWAYS });
  expect(steps(await shop.stack.refresh())).toEqual(["same leeds-key", "same leeds"]);
});

test("O20 an order that is in no list and answered 404 is an error, never gone, and never bought again", async () => {
  const shop = await bought(["leeds"]);
  const { stack, sandbox, declared, orders } = shop;
  const [sid = ""] = shop.sids;
  sandbox.fault({ kind: "omitEntry", sid, operation: "orders.list", times: ALWAYS });
  sandbox.fault({ kind: "status", status: 404, operation: "orders.get", times: ALWAYS });
  const results = [await stack.refresh(), await stack.up(declared, { refresh: true })];
  for (const result of results) {
    expect(result.failures).toMatchObject([{ name: "leeds", during: "read" }]);
    expect(failed(result)[0]).toContain("nothing is concluded from that and nothing is bought");
    expect(result.output).toEqual([]);
  }
  expect(stack.state.get("leeds")?.id).toBe(sid);
  expect(steps(await stack.up(declared))).toEqual(["same leeds-key", "same leeds"]);
  expect(orders()).toHaveLength(1);
  expect(count(shop, "orders.create")).toBe(0);

  sandbox.clearFaults();
  expect(steps(await stack.refresh())).toEqual(["same leeds-key", "same leeds"]);
});

test("a list of orders with one that cannot be read is an error and no reason to buy", async () => {
  const shop = await bought(["leeds", "york"], {}, { env: SHORT });
  const [sid = ""] = shop.sids;
  shop.sandbox.fault({
    kind: "alterEntry",
    sid,
    fields: { sid: 17 },
    operation: "orders.list",
    times: ALWAYS,
  });
  const result = await shop.stack.refresh();
  expect(result.failures.map(({ during }) => during)).toEqual(["read", "read"]);
  expect([...shop.stack.state.keys()].sort()).toEqual(["leeds", "leeds-key", "york", "york-key"]);
  expect(shop.orders()).toHaveLength(2);
});
