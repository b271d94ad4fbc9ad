import { expect, test } from "vitest";
import { ANY_TIME } from "../../provider/client/snapshots";
import { withoutJitter } from "./client-stage";
import { lines, listOf, ok, pageOf, refusalOf, wire } from "./wire";

const number = (index: number, changes: object = {}) => ({
  sid: `AN${index}`,
  number: `+44113496${String(index).padStart(4, "0")}`,
  numberSid: `NB${index}`,
  numberGroupSid: "NG1",
  status: "IN_SERVICE",
  numberRental: 1.2,
  ...changes,
});

const everyStatus = ["IN_SERVICE", "PORT_IN", "PORT_OUT", "DISCONNECTED"]
  .map((each) => `&status=${each}`)
  .join("");
const everyNumber = (page = 1) => `GET /numbers page=${page}&perPage=100${everyStatus}`;

test("all who read numbers, by sid, by E.164 or all of them, share one list of every status", async () => {
  const all = [number(1), number(2, { status: "DISCONNECTED" }), number(3, { status: "PORT_OUT" })];
  const { account, received } = await wire(() => listOf(all));
  const { numbers } = account;
  const since = numbers.lastWrite();

  const [every, live, bySid, byNumber] = await Promise.all([
    numbers.everyStatus.read(since),
    numbers.live.read(since),
    numbers.find("AN2", since),
    numbers.find("+441134960003", since),
    ...Array.from({ length: 100 }, () => numbers.find("AN1", since)),
  ]);

  expect(every.map(({ sid }) => sid)).toEqual(["AN1", "AN2", "AN3"]);
  expect(live.map(({ sid }) => sid)).toEqual(["AN1", "AN3"]);
  expect(bySid).toMatchObject({ sid: "AN2", status: "DISCONNECTED" });
  expect(byNumber).toMatchObject({ sid: "AN3", numberSid: "NB3", numberGroupSid: "NG1" });
  expect(byNumber?.numberRental?.toFixed(2)).toBe("1.20");
  expect(lines(received)).toEqual([everyNumber()]);
});

test("a number is gone only after a second list, begun later, lacks it too", async () => {
  const { account, received } = await wire((_request, before) =>
    listOf(before.length === 0 ? [number(1)] : [number(1), number(2)]),
  );
  const { numbers } = account;

  expect(await numbers.find("AN2", ANY_TIME)).toMatchObject({ sid: "AN2" });
  expect(await numbers.find("AN3", ANY_TIME)).toBeUndefined();
  expect(received).toHaveLength(3);
});

test("a number that could not be looked for a second time is not gone", async () => {
  const { account } = await wire((_request, before) => (before.length === 0 ? listOf([]) : { status: 400 }));

  expect(await refusalOf(account.numbers.find("AN1", ANY_TIME))).toMatchObject({ status: 400 });
});

test("an E.164 that the account had before is the number that can ring, and else the one that could", async () => {
  const again = number(2, { number: number(1).number });
  let all = [number(1, { status: "DISCONNECTED" }), again];
  const { account } = await wire(() => listOf(all));
  const { numbers } = account;

  expect(await numbers.find("+441134960001", numbers.everyStatus.now())).toMatchObject({ sid: "AN2" });
  all = all.slice(0, 1);
  expect(await numbers.find("+441134960001", numbers.everyStatus.now())).toMatchObject({ sid: "AN1" });
});

test("one number that cannot be read hides no other, and is never gone", async () => {
  const { account } = await wire(() => listOf([number(1), { sid: "AN2", number: 17 }]));
  const { numbers } = account;

  expect(await numbers.find("AN1", ANY_TIME)).toMatchObject({ sid: "AN1" });
  expect(await numbers.find("+441134960001", ANY_TIME)).toMatchObject({ sid: "AN1" });
  expect(await numbers.find("AN3", ANY_TIME)).toBeUndefined();
  for (const key of ["AN2", "+441134960002"]) {
    expect(await refusalOf(numbers.find(key, ANY_TIME))).toMatchObject({
      kind: "protocol",
      operation: `read number ${key}`,
    });
  }
  for (const list of [numbers.everyStatus, numbers.live]) {
    expect(await refusalOf(list.read(ANY_TIME))).toMatchObject({
      kind: "protocol",
      operation: "list numbers",
    });
  }
});

test("an entry without a sid may be any number", async () => {
  const { account } = await wire(() => listOf([number(1), {}]));

  expect(await account.numbers.find("AN1", ANY_TIME)).toMatchObject({ sid: "AN1" });
  expect(await refusalOf(account.numbers.find("AN2", ANY_TIME))).toMatchObject({ kind: "protocol" });
});

test("where replies do not name the status, the numbers out of service are asked for by themselves", async () => {
  const all = [1, 2, 3].map((index) => number(index, { status: undefined }));
  const { account, received } = await wire(({ query }) =>
    listOf(query.includes("IN_SERVICE") ? all : all.slice(1, 2)),
  );

  const live = await account.numbers.live.read(ANY_TIME);

  expect(live.map(({ sid }) => sid)).toEqual(["AN1", "AN3"]);
  expect(await account.numbers.find("AN2", ANY_TIME)).toMatchObject({ status: "DISCONNECTED" });
  expect(lines(received)).toEqual([everyNumber(), "GET /numbers page=1&perPage=100&status=DISCONNECTED"]);
});

test("E6 10,000 numbers are read in 100 pages, 8 at a time, once for all who ask", async () => {
  const all = Array.from({ length: 10_000 }, (_, index) => number(index));
  const { account, received } = await wire((request) => pageOf(all, request));
  const { numbers } = account;

  const found = await Promise.all([7, 5_000, 9_999].map((index) => numbers.find(`AN${index}`, ANY_TIME)));

  expect(found.map((each) => each?.sid)).toEqual(["AN7", "AN5000", "AN9999"]);
  expect(await numbers.everyStatus.read(ANY_TIME)).toHaveLength(10_000);
  expect(new Set(lines(received))).toEqual(
    new Set(Array.from({ length: 100 }, (_, index) => everyNumber(index + 1))),
  );
  expect(received).toHaveLength(100);
});

test("E7 a service that gives 50 a page although asked for 100 is read whole", async () => {
  const all = Array.from({ length: 230 }, (_, index) => number(index));
  const { account, received } = await wire((request) => pageOf(all, request, 50));

  const found = await account.numbers.everyStatus.read(ANY_TIME);

  expect(found.map(({ sid }) => sid)).toEqual(all.map(({ sid }) => sid));
  expect(lines(received).sort()).toEqual([1, 2, 3, 4, 5].map(everyNumber));
});

test("E5 numbers that come or go while they are read are read again, whole", async () => {
  const all = Array.from({ length: 230 }, (_, index) => number(index));
  for (const later of [all.slice(1), [...all, number(230)]]) {
    const { account, received } = await wire((request, before) =>
      pageOf(before.length < 2 ? all : later, request),
    );

    const found = await account.numbers.everyStatus.read(ANY_TIME);

    expect(found.map(({ sid }) => sid)).toEqual(later.map(({ sid }) => sid));
    expect(received).toHaveLength(6);
  }
});

test("a number that is looked up by its E.164 needs no count of pages", async () => {
  const { account, received } = await wire(() => ok({ entries: [number(1)] }));

  expect(await account.numbers.list({ e164: "+441134960001" })).toMatchObject([{ sid: "AN1" }]);

  expect(lines(received)).toEqual(["GET /numbers e164=%2B441134960001"]);
});

test("an assignment sends what it sets and nothing else", async () => {
  const { account, received } = await wire(() => ok({}));

  await account.numbers.assign("AN1", { voiceEndpointSid: "EP1" });
  await account.numbers.assign("AN/1", { smsEndpointSid: "", reference: "Front desk" });

  expect(received.map(({ method, path, body }) => [method, path, body])).toEqual([
    ["POST", "/numbers/AN1/endpoints", { voiceEndpointSid: "EP1" }],
    ["POST", "/numbers/AN%2F1/endpoints", { smsEndpointSid: "", reference: "Front desk" }],
  ]);
});

test("an assignment whose answer was lost is made again: setting the same again changes nothing", async () => {
  withoutJitter();
  const { account, received } = await wire((_request, before) => (before.length === 0 ? "drop" : ok({})));

  await account.numbers.assign("AN1", { voiceEndpointSid: "EP1" });

  expect(received).toHaveLength(2);
});

test.each([
  ["204", { status: 204, body: "" }],
  ["an envelope", ok({})],
  ["an envelope with a sid", ok({ sid: "AN1" })],
])("a number is disconnected when the service answers %s", async (_what, answer) => {
  const { account, received } = await wire(() => answer);

  await account.numbers.disconnect("AN1");

  expect(lines(received)).toEqual(["DELETE /numbers/AN1"]);
});

test.each([
  [404, "no such number"],
  [409, "number is already disconnected"],
])("a refusal to disconnect reaches the caller with its status, %d, and its words", async (status, said) => {
  const { account } = await wire(() => ({ status, body: { success: false, error: said } }));

  const error = await refusalOf(account.numbers.disconnect("AN1"));

  expect(error).toMatchObject({ kind: "api", status, operation: "disconnect number AN1" });
  expect(error.message).toContain(said);
});

test("a reconnection is priced with exact money, number by number", async () => {
  const { account, received } = await wire(() =>
    ok({
      totalCost: 2.4,
      currency: "GBP",
      numbers: [
        { sid: "AN1", eligible: true, cost: 2.4 },
        { sid: "AN2", eligible: false, reason: "too late" },
        { sid: "AN3", more: 1 },
      ],
    }),
  );

  const quote = await account.numbers.reconnectPreview(["AN1", "AN2", "AN3"]);

  expect(received.map(({ method, path, body }) => [method, path, body])).toEqual([
    ["POST", "/numbers/reconnect/preview", { numberSids: ["AN1", "AN2", "AN3"] }],
  ]);
  expect(JSON.parse(JSON.stringify(quote))).toEqual({
    totalCost: { amount: "2.4", currency: "GBP" },
    numbers: [
      { sid: "AN1", eligible: true, cost: { amount: "2.4", currency: "GBP" } },
      { sid: "AN2", eligible: false, reason: "too late" },
      { sid: "AN3" },
    ],
  });
});

test("a reconnection sends its key in the body, the same one when its answer was lost", async () => {
  withoutJitter();
  const { account, received } = await wire((_request, before) =>
    before.length === 0 ? "drop" : ok({ requestSid: "NR1" }),
  );

  expect(await account.numbers.reconnect(["AN1"], "key-1")).toBe("NR1");

  const sent = ["POST", "/numbers/reconnect", { numberSids: ["AN1"], idempotencyKey: "key-1" }];
  expect(received.map(({ method, path, body }) => [method, path, body])).toEqual([sent, sent]);
});

test("a reconnection that may have happened says so", async () => {
  withoutJitter();
  const { account, received } = await wire(() => ({ status: 500 }));

  const error = await refusalOf(account.numbers.reconnect(["AN1"], "key-1"));

  expect(error).toMatchObject({ mayHaveHappened: true, operation: "reconnect numbers" });
  expect(received.length).toBeGreaterThan(1);
});

test.each(["PENDING", "COMPLETED", "FAILED", "IN_REVIEW"])(
  "the status %s of a reconnection is kept",
  async (status) => {
    const { account, received } = await wire(() =>
      ok({ requestSid: "NR1", status, totalCost: 2.4, currency: "GBP" }),
    );

    const found = await account.numbers.reconnectStatus("NR1");

    expect(JSON.parse(JSON.stringify(found))).toEqual({
      requestSid: "NR1",
      status,
      totalCost: { amount: "2.4", currency: "GBP" },
    });
    expect(lines(received)).toEqual(["GET /numbers/reconnect/NR1"]);
  },
);

test("whoever has changed a number is shown a list that was read later, also when the change failed", async () => {
  const { account, received } = await wire(({ method, path }) => {
    if (path === "/numbers") return listOf([]);
    return method === "DELETE" ? { status: 400 } : ok({ requestSid: "NR1", status: "COMPLETED" });
  });
  const { numbers } = account;
  const lists = () => received.filter(({ path }) => path === "/numbers").length;
  const changes = [
    () => numbers.assign("AN1", { reference: "Desk" }),
    () => refusalOf(numbers.disconnect("AN1")),
    () => numbers.reconnect(["AN1"], "key-1"),
    () => numbers.reconnectStatus("NR1"),
  ];
  await numbers.live.read(numbers.lastWrite());

  for (const [index, change] of changes.entries()) {
    await change();
    await numbers.live.read(numbers.lastWrite());
    await numbers.everyStatus.read(numbers.lastWrite());
    expect(lists()).toBe(index + 2);
  }
});
