import { expect, test } from "vitest";
import { openShop } from "./sandbox-shop";

test("the catalogue shows what can be bought, and never more than ten products", async () => {
  const { sandbox, api, local } = await openShop();
  const shown = (await api.get("/catalogue")).body.result?.entries;
  expect(shown).toHaveLength(5);
  expect(shown?.[0]).toEqual(local);
  expect(shown?.map((entry) => entry.terms)).toContain("QUARTERLY");
  for (let i = 0; i < 8; i++) sandbox.world.trade.catalogue.add({ description: `Product ${i}` });
  expect((await api.get("/catalogue")).body.result?.entries).toHaveLength(10);
  expect((await api.get("/catalogue?page=2")).status).toBe(400);
});

test("a product beyond the tenth can be bought by its SID", async () => {
  const { sandbox, api, order, wanted } = await openShop();
  for (let i = 0; i < 8; i++) sandbox.world.trade.catalogue.add({ description: `Product ${i}` });
  const last = [...sandbox.world.trade.catalogue.entries.keys()].at(-1);
  expect((await api.get("/catalogue")).text).not.toContain(last);
  expect((await order(wanted(1, { rateCardEntrySid: last }))).status).toBe(200);
});

test("every product has a number group, and every group has numbers for sale", async () => {
  const { api } = await openShop();
  const groups = (await api.get("/number-groups")).body.result?.entries ?? [];
  const kinds = groups.map((group) => group.numberType);
  const products = (await api.get("/catalogue")).body.result?.entries ?? [];
  expect(new Set(products.map((product) => product.numberType))).toEqual(new Set(kinds));
  for (const { sid } of groups) {
    const found = (await api.get(`/numbers/available?numberGroupSid=${sid}`)).body.result?.entries ?? [];
    expect(found).toHaveLength(20);
    expect(new Set(found.map((row) => row.numberGroupSid))).toEqual(new Set([sid]));
  }
});

test("available numbers are twenty unless a limit asks for others, and never more than a hundred", async () => {
  const { api } = await openShop();
  const count = async (query: string) =>
    (await api.get(`/numbers/available${query}`)).body.result?.entries?.length;
  expect(await count("")).toBe(20);
  expect(await count("?limit=3")).toBe(3);
  expect(await count("?limit=1000")).toBe(100);
});

test.each([
  ["%2B447700900*", "+447700900500"],
  ["*9005*7", "+447700900507"],
  ["%2B447700900511", "+447700900511"],
])("the pattern %s finds %s first", async (pattern, first) => {
  const { api } = await openShop();
  const found = (await api.get(`/numbers/available?pattern=${pattern}`)).body.result?.entries ?? [];
  expect(found[0]?.number).toBe(first);
});

test("a pattern is for the whole number, not for a part of it", async () => {
  const { api } = await openShop();
  expect((await api.get("/numbers/available?pattern=7700900500")).body.result?.entries).toEqual([]);
});

test.each([
  ["pattern=", 400],
  ["pattern=+44*", 400],
  ["pattern=London", 400],
  ["pattern=%2B44770090050012345678901", 400],
  ["pattern=*1*&pattern=*2*", 400],
  ["limit=0", 400],
  ["limit=ten", 400],
  ["page=2", 400],
  ["numberGroupSid=NG0", 404],
])("GET /numbers/available?%s is answered %i", async (query, status) => {
  const { api } = await openShop();
  expect((await api.get(`/numbers/available?${query}`)).status).toBe(status);
});

test("browsing reserves nothing; what another customer, or this account, has is not shown", async () => {
  const { sandbox, api } = await openShop();
  const first = async () => (await api.get("/numbers/available?limit=1")).body.result?.entries?.[0];
  const seen = await first();
  expect(await first()).toEqual(seen);
  sandbox.world.trade.pool.sellToAnother(String(seen?.sid));
  const next = await first();
  expect(next?.sid).not.toBe(seen?.sid);
  sandbox.world.addNumber({ number: String(next?.number) });
  expect((await first())?.sid).not.toBe(next?.sid);
});

test("a number is added to the pool and removed from it", async () => {
  const { sandbox, api } = await openShop();
  const { pool } = sandbox.world.trade;
  const before = sandbox.world.snapshot().poolSize;
  const { sid } = pool.add({ number: "+353209100001", countryIso: "IE" });
  const find = async () => (await api.get("/numbers/available?pattern=%2B353*")).body.result?.entries;
  expect(await find()).toMatchObject([{ sid, number: "+353209100001", countryIso: "IE" }]);
  expect((await api.get("/number-groups")).text).toContain('"countryIso":"IE"');
  expect(sandbox.world.snapshot().poolSize).toBe(before + 1);
  pool.remove(sid);
  expect(await find()).toEqual([]);
});

test("fill adds numbers for sale and past orders", async () => {
  const { sandbox, api, moved } = await openShop();
  const before = sandbox.world.snapshot().poolSize;
  sandbox.world.fill({ pool: 40, orders: 25 });
  expect(sandbox.world.snapshot().poolSize).toBe(before + 40 - 25);
  const orders = await api.get("/orders");
  expect(orders.body.meta?.pagination).toEqual({ page: 1, perPage: 10, pageCount: 3, total: 25 });
  expect(sandbox.world.numbers.size).toBe(25);
  expect(moved()).toEqual([]);
});

test("a list leaves an entry out or shows it strangely when a fault says so", async () => {
  const { sandbox, api, local, mobile } = await openShop();
  sandbox.fault({ kind: "omitEntry", operation: "catalogue.list", sid: local.sid });
  sandbox.fault({
    kind: "alterEntry",
    operation: "catalogue.list",
    sid: mobile.sid,
    fields: { cost: "free" },
  });
  const shown = (await api.get("/catalogue")).body.result?.entries;
  expect(shown?.map((entry) => entry.sid)).not.toContain(local.sid);
  expect(shown?.find((entry) => entry.sid === mobile.sid)?.cost).toBe("free");
});
