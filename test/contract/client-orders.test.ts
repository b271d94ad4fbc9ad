import { expect, test } from "vitest";
import { ANY_TIME } from "../../provider/client/snapshots";
import { withoutJitter } from "./client-stage";
import { type Answering, lines, listOf, ok, pageOf, refusalOf, wire } from "./wire";

const request = { rateCardEntrySid: "RE1", amount: 2 };
const key = "0b0d3f6e-4a55-4c7c-9f3c-2f4f2f7f9a10";
const placed = ok({ sid: "NO1", numbers: [{ sid: "AN1", number: "+441134960001" }] });

const order = (index: number) => ({
  sid: `NO${index}`,
  createdAt: "2025-03-01T00:00:00.000Z",
  total: 8.4,
  numbersOrdered: 2,
  currency: "GBP",
  rateCardSid: "RC1",
  rateCardEntrySid: "RE1",
  numberRentalLength: 1,
});

const bought = (index: number) => ({
  sid: `AN${index}`,
  number: `+44113496${String(index).padStart(4, "0")}`,
  nextBillingDate: "2025-04-01T00:00:00.000Z",
  lineRental: 1.2,
});

test("a preview sends the order without a key, and gives its price as exact money", async () => {
  const { account, received } = await wire(() =>
    ok({ quoteToken: "Q1", totalCost: 8.4, currency: "gbp", recurringCost: "2.40", terms: "MONTHLY" }),
  );

  const quote = await account.orders.preview({
    ...request,
    numberSids: ["NB1", "NB2"],
    numberGroupSid: "NG1",
  });

  expect(lines(received)).toEqual(["POST /orders/preview"]);
  expect(received[0]?.headers).not.toHaveProperty("idempotency-key");
  expect(received[0]?.body).toEqual({
    type: "numbers",
    rateCardEntrySid: "RE1",
    amount: 2,
    numberSids: ["NB1", "NB2"],
    numberGroupSid: "NG1",
  });
  expect(JSON.parse(JSON.stringify(quote))).toEqual({
    quoteToken: "Q1",
    totalCost: { amount: "8.4", currency: "GBP" },
    recurringCost: { amount: "2.4", currency: "GBP" },
    terms: "MONTHLY",
  });
});

test.each([
  ["no total", { currency: "GBP" }],
  ["no currency", { totalCost: 1 }],
  ["a currency that is none", { totalCost: 1, currency: "pounds" }],
  ["a total below zero", { totalCost: -1, currency: "GBP" }],
  ["a total in words", { totalCost: "free", currency: "GBP" }],
  ["a total with a comma", { totalCost: "1,50", currency: "GBP" }],
  ["a total beyond all money", { totalCost: 1e300, currency: "GBP" }],
])("a quote with %s is no quote", async (_what, result) => {
  const { account } = await wire(() => ok(result));

  expect(await refusalOf(account.orders.preview(request))).toMatchObject({
    kind: "protocol",
    operation: "preview order",
    mayHaveHappened: false,
  });
});

test("a preview is asked for again when its answer was lost", async () => {
  withoutJitter();
  const { account, received } = await wire((_request, before) =>
    before.length === 0 ? "drop" : ok({ totalCost: 0, currency: "GBP" }),
  );

  await account.orders.preview(request);

  expect(received).toHaveLength(2);
});

test("an order is placed with its key in a header, and its quote in the body", async () => {
  const { account, received } = await wire(() => placed);

  const result = await account.orders.place({ ...request, quoteToken: "Q1" }, key);

  expect(result).toEqual({ sid: "NO1", numbers: [{ sid: "AN1", number: "+441134960001" }] });
  expect(lines(received)).toEqual(["POST /orders"]);
  expect(received[0]?.headers).toMatchObject({
    "idempotency-key": key,
    authorization: "Bearer token-1",
    "content-type": "application/json",
  });
  expect(received[0]?.body).toEqual({ type: "numbers", ...request, quoteToken: "Q1" });
});

const lost: readonly [string, ReturnType<Answering>, string][] = [
  ["a dropped connection", "drop", "network"],
  ["500", { status: 500 }, "api"],
  ["502 from a gateway", { status: 502, body: "<html></html>" }, "api"],
  ["503 with Retry-After", { status: 503, headers: { "retry-after": "0" } }, "api"],
  ["504", { status: 504 }, "api"],
  ["408", { status: 408 }, "api"],
  ["HTML", { body: "<html></html>" }, "protocol"],
  ["nothing", { body: "" }, "protocol"],
  ["no sid", ok({ numbers: [] }), "protocol"],
];

test.each(lost)(
  "an order answered with %s is sent once, and may have happened",
  async (_what, answer, kind) => {
    withoutJitter();
    const { account, received } = await wire(() => answer);

    const error = await refusalOf(account.orders.place(request, key));

    expect(error).toMatchObject({ kind, operation: "place order", mayHaveHappened: true });
    expect(received).toHaveLength(1);
  },
);

test("an order whose answer does not come in time is sent once, and may have happened", async () => {
  const { account, received } = await wire(() => ({ headers: { "content-length": "100" }, body: "{" }), {
    timeoutSeconds: 0.3,
  });

  const error = await refusalOf(account.orders.place(request, key));

  expect(error).toMatchObject({ kind: "timeout", mayHaveHappened: true });
  expect(received).toHaveLength(1);
});

test.each([
  ["400", { status: 400, body: { success: false, error: "no funds" } }],
  ["402", { status: 402, body: { success: false, error: "no funds" } }],
  ["409", { status: 409, body: { success: false, error: "no funds" } }],
  ["200 with success:false", { body: { success: false, error: "no funds" } }],
])("an order refused with %s has not happened, and says why", async (_what, answer) => {
  const { account, received } = await wire(() => answer);

  const error = await refusalOf(account.orders.place(request, key));

  expect(error).toMatchObject({ kind: "api", mayHaveHappened: false });
  expect(error.message).toContain("no funds");
  expect(received).toHaveLength(1);
});

test("an order that was turned away for a stale token or too many requests is sent again with the same key", async () => {
  withoutJitter();
  const turnedAway = [
    { status: 401, body: { error: "invalid_token", error_description: "invalid token" } },
    { status: 429, headers: { "retry-after": "0" } },
  ];
  const { account, received } = await wire((_request, before) => turnedAway[before.length] ?? placed);

  await account.orders.place(request, key);

  expect(received.map(({ headers }) => headers["idempotency-key"])).toEqual([key, key, key]);
});

test.each([
  ["no numbers", undefined],
  ["numbers of null", null],
  ["a number of numbers", 2],
  ["numbers as texts", ["+441134960001"]],
])("the sid of a paid order is not lost when its reply has %s", async (_what, numbers) => {
  const { account } = await wire(() => ok({ sid: "NO1", numbers }));

  expect(await account.orders.place(request, key)).toEqual({ sid: "NO1", numbers: [] });
});

test("orders are listed whole at 100 a page, once for all who read them", async () => {
  const all = Array.from({ length: 230 }, (_, index) => order(index));
  const { account, received } = await wire((asked) => pageOf(all, asked));
  const { list } = account.orders;

  const lists = await Promise.all(Array.from({ length: 50 }, () => list.read(account.orders.lastWrite())));

  expect(lines(received).sort()).toEqual([1, 2, 3].map((page) => `GET /orders page=${page}&perPage=100`));
  expect(new Set(lists.map((each) => each.length))).toEqual(new Set([230]));
  expect(JSON.parse(JSON.stringify(lists[0]?.[7]))).toEqual({
    sid: "NO7",
    createdAt: "2025-03-01T00:00:00.000Z",
    total: { amount: "8.4", currency: "GBP" },
    numbersOrdered: 2,
    rateCardSid: "RC1",
    rateCardEntrySid: "RE1",
    numberRentalLength: 1,
  });
});

test("whoever has placed an order is shown a list that was read later, and so are the readers of numbers", async () => {
  const { account, received } = await wire(({ method }) => (method === "POST" ? placed : listOf([])));
  const { orders, numbers } = account;
  const readBoth = () =>
    Promise.all([orders.list.read(orders.lastWrite()), numbers.everyStatus.read(numbers.lastWrite())]);
  await readBoth();
  await readBoth();
  expect(received).toHaveLength(2);

  await orders.place(request, key);
  await readBoth();

  expect(received).toHaveLength(5);
});

test("an order whose answer was lost counts as a write", async () => {
  const { account, received } = await wire(({ method }) => (method === "POST" ? "drop" : listOf([])));
  await account.orders.list.read(ANY_TIME);
  await refusalOf(account.orders.place(request, key));

  await account.orders.list.read(account.orders.lastWrite());

  expect(lines(received).filter((line) => line.startsWith("GET /orders"))).toHaveLength(2);
});

test("a list of orders with one that cannot be read is not taken for whole", async () => {
  const { account } = await wire(() => listOf([order(1), { ...order(2), total: {} }]));

  const error = await refusalOf(account.orders.list.read(ANY_TIME));

  expect(error).toMatchObject({ kind: "protocol", operation: "list orders" });
  expect(error.message).toContain("NO2");
});

test("an order with nothing but its sid is an order", async () => {
  const { account } = await wire(() =>
    listOf([{ sid: "NO1", currency: "", createdAt: "yesterday", total: null }]),
  );

  expect(await account.orders.list.read(ANY_TIME)).toEqual([{ sid: "NO1" }]);
});

const pagination = { page: 1, perPage: 100, pageCount: 1, total: 2 };
const result = { ...order(1), numbers: [bought(1), bought(2)] };

test.each([
  ["at the top, by the conventions", { success: true, result, meta: { pagination } }],
  ["at the top, without its own level", { success: true, result, meta: pagination }],
  ["in the result", { success: true, result: { ...result, meta: pagination } }],
  ["in the result, by the conventions", { success: true, result: { ...result, meta: { pagination } } }],
  ["nowhere, and the order says how many it has", { success: true, result }],
])("an order is read with its numbers, whose count is %s", async (_where, body) => {
  const { account, received } = await wire(() => ({ body }));

  const found = await account.orders.get("NO1");

  expect(lines(received)).toEqual(["GET /orders/NO1 page=1&perPage=100"]);
  expect(JSON.parse(JSON.stringify(found))).toMatchObject({
    sid: "NO1",
    total: { amount: "8.4", currency: "GBP" },
    numbers: [
      {
        sid: "AN1",
        number: "+441134960001",
        nextBillingDate: "2025-04-01T00:00:00.000Z",
        lineRental: { amount: "1.2", currency: "GBP" },
      },
      { sid: "AN2" },
    ],
  });
});

test("the numbers of a large order are read from all its pages", async () => {
  const all = Array.from({ length: 250 }, (_, index) => bought(index));
  const { account, received } = await wire((asked) => {
    const { body } = pageOf(all, asked) as { body: { result: { entries: unknown[] }; meta: object } };
    return ok({ ...order(1), numbersOrdered: 250, numbers: body.result.entries }, { meta: body.meta });
  });

  const found = await account.orders.get("NO1");

  expect(found?.numbers.map(({ sid }) => sid)).toEqual(all.map(({ sid }) => sid));
  expect(received).toHaveLength(3);
});

test.each([
  ["fewer numbers than it says", { ...result, numbersOrdered: 3 }],
  ["no numbers", { ...order(1), meta: pagination }],
  ["a number that cannot be read", { ...result, numbers: [bought(1), { sid: "AN2" }], meta: pagination }],
  ["no count at all", { ...result, numbersOrdered: undefined }],
])("an order shown with %s is not taken for whole", async (_what, shown) => {
  const { account } = await wire(() => ok(shown));

  expect(await refusalOf(account.orders.get("NO1"))).toMatchObject({
    kind: "protocol",
    operation: "read order NO1",
  });
});

test("an order that the service does not know is undefined, and one that it does not show is an error", async () => {
  const statuses = [404, 403];
  const { account } = await wire((_request, before) => ({ status: statuses[before.length] ?? 400 }));

  expect(await account.orders.get("NO1")).toBeUndefined();
  expect(await refusalOf(account.orders.get("NO1"))).toMatchObject({ kind: "api", status: 403 });
});
