import { expect, test } from "vitest";
import type { Sandbox } from "../../sandbox";
import { signIn } from "../fixtures/sandbox-session";
import { openShop } from "./sandbox-shop";

/** The first numbers for sale of a type, as NB SIDs. */
function forSale(sandbox: Sandbox, count: number, numberType = "LOCAL"): string[] {
  const { pool } = sandbox.world.trade;
  return pool
    .availableFor({ countryIso: "GB", numberType })
    .slice(0, count)
    .map((row) => row.sid);
}

test("a preview adds up and buys nothing", async () => {
  const { sandbox, local, preview, wanted, moved } = await openShop();
  const { status, body } = await preview(wanted(3));
  expect(status).toBe(200);
  expect(body.result).toEqual({
    quoteToken: expect.stringMatching(/^\w{32}$/),
    totalCost: 6.6,
    currency: "GBP",
    recurringCost: 3.6,
    connectionCharge: 3,
    selectionFee: 0,
    terms: "MONTHLY",
    amount: 3,
  });
  expect(local).toMatchObject({ cost: 1.2, connectionCharge: 1 });
  expect([sandbox.world.numbers.size, moved()]).toEqual([0, []]);
});

test("an order takes money once, and its numbers are in service at once", async () => {
  const { sandbox, api, local, order, preview, wanted, moved } = await openShop();
  const { quoteToken } = (await preview(wanted(2))).body.result ?? {};
  const answer = await order(wanted(2, { quoteToken }));
  expect(answer.status).toBe(200);
  const owned = (await api.get("/numbers")).body.result?.entries ?? [];
  expect(answer.body.result).toEqual({
    sid: expect.stringMatching(/^NO/),
    numbers: owned.map(({ sid, number }) => ({ sid, number })),
  });
  expect(owned.map((row) => [row.status, row.voiceEndpointSid, row.numberRental])).toEqual([
    ["IN_SERVICE", "", local.cost],
    ["IN_SERVICE", "", local.cost],
  ]);
  expect(moved()).toEqual([-4.4]);
  expect((await api.get("/organisation")).body.result?.balance).toBe(95.6);
  expect(sandbox.world.snapshot().ledger).toEqual([
    { at: "2026-01-31T12:00:00.000Z", amount: -4.4, why: "order", sid: answer.body.result?.sid },
  ]);
});

test("bought on 31 January, a month is over on 28 February and a quarter on 30 April", async () => {
  const { sandbox, order, wanted } = await openShop();
  const { sid: quarterly } = sandbox.world.trade.catalogue.add({ terms: "QUARTERLY" });
  await order(wanted(1));
  await order(wanted(1, { rateCardEntrySid: quarterly }));
  expect([...sandbox.world.numbers.values()].map((row) => row.nextBillingDate)).toEqual([
    "2026-02-28T12:00:00.000Z",
    "2026-04-30T12:00:00.000Z",
  ]);
  expect([...sandbox.world.trade.orders.records.values()].map((one) => one.numberRentalLength)).toEqual([
    1, 3,
  ]);
});

test("numbers chosen by SID cost a selection fee each", async () => {
  const { sandbox, order, preview, wanted, moved } = await openShop();
  const numberSids = forSale(sandbox, 30).slice(28);
  const numbers = numberSids.map((sid) => sandbox.world.trade.pool.find(sid)?.number);
  const quote = await preview(wanted(2, { numberSids }));
  expect(quote.body.result).toMatchObject({ totalCost: 6.4, selectionFee: 2 });
  const answer = await order(wanted(2, { numberSids }));
  expect(answer.body.result?.numbers?.map((row) => row.number)).toEqual(numbers);
  expect([...sandbox.world.numbers.values()].map((row) => row.numberSid)).toEqual(numberSids);
  expect(moved()).toEqual([-6.4]);
});

test("a number is sold once: to this account or to another customer, then it is a conflict", async () => {
  const { sandbox, order, preview, wanted, moved } = await openShop();
  const [mine = "", theirs = "", free = ""] = forSale(sandbox, 3);
  await order(wanted(1, { numberSids: [mine] }));
  sandbox.world.trade.pool.sellToAnother(theirs);
  for (const sold of [mine, theirs]) {
    const body = wanted(2, { numberSids: [free, sold] });
    expect((await preview(body)).status).toBe(409);
    expect((await order(body)).status).toBe(409);
  }
  expect(sandbox.world.numbers.size).toBe(1);
  expect(moved()).toHaveLength(1);
});

test("two orders at once never get the same number", async () => {
  const { sandbox, order, wanted } = await openShop();
  const answers = await Promise.all(Array.from({ length: 6 }, () => order(wanted(2))));
  const numbers = answers.flatMap((answer) => answer.body.result?.numbers ?? []).map((row) => row.number);
  expect(new Set(numbers).size).toBe(12);
  expect(sandbox.world.organisation.balance).toBe(73.6);
});

test.each([
  ["numberSids", { numberSids: ["NB0"] }, 404],
  ["rateCardEntrySid", { rateCardEntrySid: "RE0" }, 404],
  ["numberGroupSid", { numberGroupSid: "NG0" }, 404],
  ["type", { type: "number" }, 400],
  ["type", { type: undefined }, 400],
  ["rateCardEntrySid", { rateCardEntrySid: undefined }, 400],
  ["amount", { amount: undefined }, 400],
  ["amount", { amount: 0 }, 400],
  ["amount", { amount: 101 }, 400],
  ["amount", { amount: 1.5 }, 400],
  ["amount", { amount: "1" }, 400],
  ["numberSids", { numberSids: [] }, 400],
  ["numberSids", { numberSids: [7] }, 400],
  ["terms", { terms: "MONTHLY" }, 400],
])("an order and its preview with a wrong %s, %j, are answered %i", async (_field, wrong, status) => {
  const { sandbox, order, preview, wanted, moved } = await openShop();
  expect((await preview(wanted(1, wrong))).status).toBe(status);
  expect((await order(wanted(1, wrong))).status).toBe(status);
  expect([sandbox.world.numbers.size, moved()]).toEqual([0, []]);
});

test("chosen numbers must be as many as the amount, all different, and of the product", async () => {
  const { sandbox, order, wanted } = await openShop();
  const [one = "", two = ""] = forSale(sandbox, 2);
  const mobiles = forSale(sandbox, 1, "MOBILE");
  expect((await order(wanted(1, { numberSids: [one, two] }))).status).toBe(400);
  expect((await order(wanted(2, { numberSids: [one, one] }))).status).toBe(400);
  expect((await order(wanted(1, { numberSids: mobiles }))).status).toBe(400);
});

test("a number that is owned is not bought by its AN SID", async () => {
  const { sandbox, order, wanted } = await openShop();
  const { sid } = sandbox.world.addNumber({ number: "+441134960500" });
  expect((await order(wanted(1, { numberSids: [sid] }))).status).toBe(404);
});

test("a number group must be one of the product", async () => {
  const { sandbox, order, mobile, wanted } = await openShop();
  const groups = [...sandbox.world.trade.pool.groups.values()];
  const [local, mobiles] = ["LOCAL", "MOBILE"].map(
    (type) => groups.find((group) => group.numberType === type)?.sid,
  );
  expect((await order(wanted(1, { numberGroupSid: mobiles }))).status).toBe(400);
  expect((await order(wanted(1, { numberGroupSid: local }))).status).toBe(200);
  const mobileOrder = wanted(1, { rateCardEntrySid: mobile.sid, numberGroupSid: mobiles });
  expect((await order(mobileOrder)).status).toBe(200);
  expect([...sandbox.world.numbers.values()].map((row) => row.numberGroupSid)).toEqual([local, mobiles]);
});

test.each([
  ["402", 402],
  ["400", 400],
  ["409", 409],
] as const)(
  "with insufficient-balance-status=%s too dear an order is answered %i and sells nothing",
  async (value, status) => {
    const { sandbox, order, wanted, moved } = await openShop({
      guesses: { "insufficient-balance-status": value },
    });
    expect((await order(wanted(46))).status).toBe(status);
    expect([sandbox.world.numbers.size, sandbox.world.trade.orders.records.size, moved()]).toEqual([
      0,
      0,
      [],
    ]);
    expect((await order(wanted(45))).status).toBe(200);
    expect(sandbox.world.organisation.balance).toBe(1);
  },
);

test("a balance is spent to the last penny", async () => {
  const { sandbox, order, wanted } = await openShop();
  sandbox.world.editOrganisation({ balance: 6.6 });
  for (let i = 0; i < 3; i++) expect((await order(wanted(1))).status).toBe(200);
  expect(sandbox.world.organisation.balance).toBe(0);
  expect((await order(wanted(1))).status).toBe(402);
});

test("fewer numbers than ordered are a conflict, or with partial-availability=partial what there is", async () => {
  const scarce = async (policy: "refuse" | "partial") => {
    const shop = await openShop({ guesses: { "partial-availability": policy } });
    const { pool, catalogue } = shop.sandbox.world.trade;
    for (const number of ["+353209100001", "+353209100002"]) pool.add({ number, countryIso: "IE" });
    const { sid } = catalogue.add({ countryIso: "IE", cost: 3 });
    return { ...shop, ask: () => shop.order(shop.wanted(3, { rateCardEntrySid: sid })) };
  };
  const strict = await scarce("refuse");
  expect((await strict.ask()).status).toBe(409);
  expect(strict.moved()).toEqual([]);
  const lenient = await scarce("partial");
  expect((await lenient.ask()).body.result?.numbers).toHaveLength(2);
  expect(lenient.moved()).toEqual([-6]);
  expect((await lenient.ask()).status).toBe(409);
});

test("a quote expires, is for one order only, and is no use to another organisation", async () => {
  const { sandbox, api, later, order, preview, wanted, moved } = await openShop();
  const { quoteToken } = (await preview(wanted(2))).body.result ?? {};
  expect((await order(wanted(1, { quoteToken }))).status).toBe(400);
  expect((await order(wanted(2, { quoteToken: "made up" }))).status).toBe(400);
  const other = sandbox.addOrganisation();
  const [entry] = other.world.trade.catalogue.entries.keys();
  const theirs = await signIn(sandbox, other);
  const asTheirs = wanted(2, { rateCardEntrySid: entry, quoteToken });
  expect((await theirs.post("/orders", asTheirs)).status).toBe(400);
  later(899);
  expect((await order(wanted(2, { quoteToken }))).status).toBe(200);
  later(1);
  expect((await order(wanted(2, { quoteToken }))).status).toBe(400);
  expect(moved()).toHaveLength(1);
  expect((await api.get("/orders")).body.result?.entries).toHaveLength(1);
});

test("without a quote an order is taken, or refused with quote-token=required", async () => {
  const strict = await openShop({ guesses: { "quote-token": "required" } });
  expect((await strict.order(strict.wanted(1))).status).toBe(400);
  const { quoteToken } = (await strict.preview(strict.wanted(1))).body.result ?? {};
  expect((await strict.order(strict.wanted(1, { quoteToken }))).status).toBe(200);
  const lenient = await openShop();
  expect((await lenient.order(lenient.wanted(1))).status).toBe(200);
});

test.each([
  ["yes", 200, [-2.2]],
  ["no", 200, [-3.5]],
  ["refuse", 409, []],
] as const)(
  "with quote-pins-price=%s an order after the price rose is answered %i and moves %j",
  async (policy, status, movements) => {
    const { sandbox, local, order, preview, wanted, moved } = await openShop({
      guesses: { "quote-pins-price": policy },
    });
    const { quoteToken } = (await preview(wanted(1))).body.result ?? {};
    sandbox.world.trade.catalogue.edit(local.sid, { cost: 2.5 });
    expect((await order(wanted(1, { quoteToken }))).status).toBe(status);
    expect(moved()).toEqual(movements);
  },
);

test("a quote that was used is good for more, or with quote-reuse=refuse for nothing", async () => {
  const twice = async (policy: "accept" | "refuse") => {
    const { order, preview, wanted } = await openShop({ guesses: { "quote-reuse": policy } });
    const { quoteToken } = (await preview(wanted(1))).body.result ?? {};
    await order(wanted(1, { quoteToken }));
    return (await order(wanted(1, { quoteToken }))).status;
  };
  expect(await twice("accept")).toBe(200);
  expect(await twice("refuse")).toBe(400);
});

test("orders are listed newest first, page by page", async () => {
  const { api, later, local, order, wanted } = await openShop();
  const sids: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    sids.unshift((await order(wanted(1))).body.result?.sid);
    later(60);
  }
  const { body } = await api.get("/orders?perPage=2");
  expect(body.result?.entries?.map((entry) => entry.sid)).toEqual(sids.slice(0, 2));
  expect(body.meta?.pagination).toEqual({ page: 1, perPage: 2, pageCount: 2, total: 3 });
  expect(body.result?.entries?.[0]).toEqual({
    sid: sids[0],
    createdAt: "2026-01-31T12:02:00.000Z",
    total: 2.2,
    numbersOrdered: 1,
    currency: "GBP",
    rateCardSid: local.rateCardSid,
    rateCardEntrySid: local.sid,
    numberRentalLength: 1,
  });
});

test("an order shows its numbers page by page, its meta at the top or inside result", async () => {
  const shown = async (where: "top" | "result") => {
    const { api, order, wanted } = await openShop({ guesses: { "order-meta": where } });
    const { sid } = (await order(wanted(12))).body.result ?? {};
    return (await api.get(`/orders/${sid}?page=2`)).body;
  };
  const meta = { page: 2, perPage: 10, pageCount: 2, total: 12 };
  const top = await shown("top");
  expect(top.result?.numbers).toHaveLength(2);
  expect(top.result?.numbers?.[0]).toMatchObject({ number: "+441134960510", lineRental: 1.2 });
  expect([top.meta, top.result?.meta]).toEqual([{ pagination: meta }, undefined]);
  const inside = await shown("result");
  expect([inside.meta, inside.result?.meta]).toEqual([undefined, meta]);
});

test("an unknown order is a 404", async () => {
  const { api } = await openShop();
  expect((await api.get("/orders/NO0")).status).toBe(404);
});

test("the demo account has ordered some of its numbers", async () => {
  const { sandbox, api } = await openShop({ seed: "demo" });
  const orders = (await api.get("/orders")).body.result?.entries ?? [];
  expect(orders.map((order) => order.numbersOrdered)).toEqual([2, 5]);
  const { numbers } = (await api.get(`/orders/${orders[1]?.sid}`)).body.result ?? {};
  for (const line of numbers ?? []) {
    expect(sandbox.world.numberOf(String(line.sid)).number).toBe(line.number);
  }
  expect(sandbox.world.snapshot()).toMatchObject({ organisation: { balance: 184.2 }, ledger: [] });
});

test("someone buys in the portal; too much money or too many numbers change nothing", async () => {
  const { sandbox, local, moved } = await openShop();
  const order = sandbox.world.buy({ rateCardEntrySid: local.sid, amount: 2 });
  expect(order.numbers.map((line) => sandbox.world.numberOf(line.sid).status)).toEqual([
    "IN_SERVICE",
    "IN_SERVICE",
  ]);
  expect(() => sandbox.world.buy({ rateCardEntrySid: local.sid, amount: 100 })).toThrow("does not cover");
  expect(() => sandbox.world.buy({ rateCardEntrySid: local.sid, amount: 1000 })).toThrow("of 1000 numbers");
  expect(() => sandbox.world.buy({ rateCardEntrySid: local.sid, amount: 0 })).toThrow("at least one");
  const chosen = forSale(sandbox, 1);
  sandbox.world.trade.pool.sellToAnother(String(chosen[0]));
  expect(() => sandbox.world.buy({ rateCardEntrySid: local.sid, numberSids: chosen })).toThrow("is sold");
  expect([sandbox.world.numbers.size, moved()]).toEqual([2, [-4.4]]);
});
