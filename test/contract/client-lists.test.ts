import { expect, test } from "vitest";
import { ANY_TIME } from "../../provider/client/snapshots";
import type { Sandbox } from "../../sandbox/index";
import { callsTo, clientOf, failureOf, reception, receptionUpdate, running, signedIn } from "./client-stage";

const lists = (sandbox: Sandbox) => callsTo(sandbox, "endpoints.list").length;

test("F31 an entry that one list misses is found in a second one", async () => {
  const sandbox = await running({ seed: "demo" });
  const [sid = ""] = sandbox.world.endpoints.keys();
  const { endpoints } = await signedIn(sandbox);
  sandbox.fault({ kind: "omitEntry", sid, operation: "endpoints.list" });

  await expect(endpoints.find(sid, ANY_TIME)).resolves.toEqual(sandbox.world.endpoint(sid));

  expect(lists(sandbox)).toBe(2);
});

test("F30 an endpoint is gone only after a second list, begun later, lacks it too", async () => {
  const sandbox = await running({ seed: "demo" });
  const [sid = ""] = sandbox.world.endpoints.keys();
  const { endpoints } = await signedIn(sandbox);
  await endpoints.read(ANY_TIME);
  sandbox.world.removeEndpoint(sid);

  expect(await endpoints.find(sid, endpoints.now())).toBeUndefined();

  expect(lists(sandbox)).toBe(3);
});

test("F30 an endpoint that is gone from a shared reading is looked for in a fresh one", async () => {
  const sandbox = await running();
  const { endpoints } = await signedIn(sandbox);
  await endpoints.read(ANY_TIME);
  const { sid } = sandbox.world.addEndpoint();

  await expect(endpoints.find(sid, ANY_TIME)).resolves.toMatchObject({ sid });
});

test.each([
  ["500", { kind: "status", status: 500 }],
  ["404", { kind: "status", status: 404 }],
  ["success:false", { kind: "refuse" }],
  ["a dropped connection", { kind: "dropBefore" }],
  ["HTML", { kind: "raw", body: "<html></html>" }],
] as const)("F30 what could not be read (%s) is never gone", async (_what, trouble) => {
  const sandbox = await running({ seed: "demo" });
  const [sid = ""] = sandbox.world.endpoints.keys();
  const { endpoints } = await signedIn(sandbox, { timeoutSeconds: 1 });
  sandbox.fault({ kind: "omitEntry", sid, operation: "endpoints.list" });
  sandbox.fault({ ...trouble, operation: "endpoints.list", skip: 1, times: Number.POSITIVE_INFINITY });

  await failureOf(endpoints.find(sid, ANY_TIME), sandbox);
});

test("500 endpoints are found with one list, and 500 that are gone with two", async () => {
  const sandbox = await running();
  sandbox.world.fill({ endpoints: 500 });
  const sids = [...sandbox.world.endpoints.keys()];
  const { endpoints } = await signedIn(sandbox);

  await Promise.all(sids.map((sid) => endpoints.find(sid, endpoints.lastWrite())));
  expect(lists(sandbox)).toBe(1);

  const gone = await Promise.all(sids.map((sid) => endpoints.find(`${sid}X`, endpoints.lastWrite())));
  expect(new Set(gone)).toEqual(new Set([undefined]));
  expect(lists(sandbox)).toBe(2);
});

test("a reading since the last write has seen it, also while other readings are under way", async () => {
  const sandbox = await running({ latencyMs: 20 });
  const { sid } = sandbox.world.addEndpoint(reception);
  const { endpoints } = await signedIn(sandbox);

  for (let round = 0; round < 5; round++) {
    const description = `Reception ${round}`;
    const early = endpoints.read(endpoints.now());
    await endpoints.update(sid, { ...receptionUpdate, description });
    const [seen] = (await endpoints.read(endpoints.lastWrite())).readable;
    expect(seen?.description).toBe(description);
    await early;
  }
});

test("a write that failed counts as a write: it may have been done", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint(reception);
  const { endpoints } = await signedIn(sandbox);
  await endpoints.read(endpoints.now());
  sandbox.fault({ kind: "status", status: 400, operation: "endpoints.update", when: "after" });
  await failureOf(endpoints.update(sid, { ...receptionUpdate, description: "New" }), sandbox);

  const [seen] = (await endpoints.read(endpoints.lastWrite())).readable;

  expect(seen?.description).toBe("New");
});

test("a new endpoint that is not listed at once is looked for again", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint(reception);
  const { endpoints } = await signedIn(sandbox);
  sandbox.fault({ kind: "omitEntry", sid, operation: "endpoints.list" });

  await expect(endpoints.findSoon(sid)).resolves.toMatchObject({ sid });

  expect(lists(sandbox)).toBe(2);
});

test("a new endpoint that is never listed is not waited for without end", async () => {
  const sandbox = await running();
  const { endpoints } = await signedIn(sandbox);

  await expect(endpoints.findSoon("EPNONE")).resolves.toBeUndefined();

  expect(lists(sandbox)).toBe(3);
});

test.each([1, 3, 8])("at most %d requests are under way at once", async (limit) => {
  const sandbox = await running({ latencyMs: 10 });
  const client = clientOf(sandbox, { maxConcurrentRequests: limit });

  await Promise.all(Array.from({ length: 30 }, (_, index) => client.numbers.list({ alias: `no ${index}` })));

  expect(Math.max(...sandbox.calls.map(({ inFlight }) => inFlight))).toBe(limit);
  expect(callsTo(sandbox, "numbers.list")).toHaveLength(30);
});

test("a deadline counts from the moment a request has its turn, not from when it was asked for", async () => {
  const sandbox = await running({ latencyMs: 100 });
  const client = clientOf(sandbox, { maxConcurrentRequests: 1, timeoutSeconds: 0.6 });

  await Promise.all(Array.from({ length: 10 }, (_, index) => client.numbers.list({ alias: `no ${index}` })));

  expect(callsTo(sandbox, "numbers.list")).toHaveLength(10);
});

test("numbers are read whole, at 100 a page, each once", async () => {
  const sandbox = await running();
  sandbox.world.fill({ numbers: 250 });
  const { numbers } = await signedIn(sandbox);

  const found = await numbers.list({});

  expect(found.map(({ sid }) => sid)).toEqual([...sandbox.world.numbers.keys()]);
  expect(sandbox.calls.map(({ query }) => [query.page, query.perPage])).toEqual([
    ["1", "100"],
    ["2", "100"],
    ["3", "100"],
  ]);
});

test("an account without numbers has an empty list, read once", async () => {
  const sandbox = await running();
  const { numbers } = await signedIn(sandbox);

  expect(await numbers.list({})).toEqual([]);

  expect(sandbox.calls).toHaveLength(1);
});

test("numbers are asked for by status, e164 and alias as the API names them", async () => {
  const sandbox = await running({ seed: "demo" });
  const { numbers } = await signedIn(sandbox);

  const gone = await numbers.list({ status: ["DISCONNECTED", "PORT_IN"] });
  const one = await numbers.list({ e164: "+441134960100" });
  const leeds = await numbers.list({ alias: "leeds & more" });

  expect(gone.map(({ status }) => status)).toEqual(["DISCONNECTED", "PORT_IN"]);
  expect(one).toMatchObject([{ number: "+441134960100", reference: "Leeds main" }]);
  expect(leeds).toEqual([]);
  expect(sandbox.calls.map(({ query: { status, e164, alias } }) => ({ status, e164, alias }))).toEqual([
    { status: ["DISCONNECTED", "PORT_IN"], e164: undefined, alias: undefined },
    { status: undefined, e164: "+441134960100", alias: undefined },
    { status: undefined, e164: undefined, alias: "leeds & more" },
  ]);
});

test("numbers that can ring are those in service and those being ported", async () => {
  const sandbox = await running({ seed: "demo" });
  const { numbers } = await signedIn(sandbox);

  const live = await numbers.live.read(numbers.live.now());

  expect(new Set(live.map(({ status }) => status))).toEqual(new Set(["IN_SERVICE", "PORT_IN"]));
  expect(live).toHaveLength(11);
});

test("a list of numbers that changes while it is read is read again, whole", async () => {
  const sandbox = await running();
  sandbox.world.fill({ numbers: 250 });
  const { numbers } = await signedIn(sandbox);
  sandbox.fault({ kind: "delay", ms: 150, operation: "numbers.list", where: { page: "2" } });
  const [first = ""] = sandbox.world.numbers.keys();

  const reading = numbers.list({});
  await expect.poll(() => sandbox.calls.some(({ query }) => query.page === "2")).toBe(true);
  sandbox.world.removeNumber(first);

  const found = await reading;
  expect(found.map(({ sid }) => sid)).toEqual([...sandbox.world.numbers.keys()]);
  expect(sandbox.calls).toHaveLength(6);
});

test("a list of numbers that never comes to rest is an error", async () => {
  const sandbox = await running();
  sandbox.world.fill({ numbers: 150 });
  const [first = "", second = ""] = sandbox.world.numbers.keys();
  const { numbers } = await signedIn(sandbox);
  const times = Number.POSITIVE_INFINITY;
  sandbox.fault({
    kind: "alterEntry",
    sid: second,
    fields: { sid: first },
    operation: "numbers.list",
    times,
  });

  const error = await failureOf(numbers.list({}), sandbox);

  expect(error).toMatchObject({ kind: "protocol", operation: "list numbers" });
  expect(error.message).toContain("changed each of the 3 times it was read");
});

test("allowed addresses are read by type", async () => {
  const sandbox = await running({ seed: "demo" });
  const { allowedIps } = clientOf(sandbox);

  expect(await allowedIps.list("voice")).toEqual(["203.0.113.10", "203.0.113.11"]);
  expect(await failureOf(allowedIps.list("sms"), sandbox)).toMatchObject({
    status: 400,
    operation: "list allowed sms addresses",
  });
});
