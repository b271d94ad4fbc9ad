import { expect, test } from "vitest";
import type { Creation } from "../../provider/client/endpoint-creation";
import type { Fault } from "../../sandbox/index";
import { callsTo, clientOf, failureOf, reception, receptionUpdate, running, signedIn } from "./client-stage";

// An endpoint has no idempotency key: a creation looks, sends once, and looks again when the answer was lost.

const forms: (Fault & { readonly operation: string })[] = [
  { kind: "dropAfter", operation: "endpoints.create" },
  { kind: "cutReply", operation: "endpoints.create" },
  { kind: "endless", operation: "endpoints.create", when: "after" },
  { kind: "hang", operation: "endpoints.create", when: "after" },
  { kind: "huge", operation: "endpoints.create", when: "after", bytes: 20_000_000 },
];

test("a creation looks, sends what is declared, and no more", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);

  const creation = await client.endpoints.create({ ...reception, isDefault: true }, false);

  expect(sandbox.world.endpoint(sidOf(creation))).toMatchObject({ ...reception, isDefault: true });
  expect(sandbox.calls.map(({ operation }) => operation)).toEqual(["endpoints.list", "endpoints.create"]);
  expect(sandbox.calls[1]?.body).toEqual({ ...reception, isDefault: true });
  expect(sandbox.calls[1]?.headers["content-type"]).toBe("application/json");
});

test("a creation that finds its twin makes nothing, unless it is told to", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint(reception);
  const { endpoints } = clientOf(sandbox);

  expect(await endpoints.create(reception, false)).toEqual({ twin: expect.objectContaining({ sid }) });
  expect(callsTo(sandbox, "endpoints.create")).toEqual([]);

  const second = sidOf(await endpoints.create(reception, true));
  expect([...sandbox.world.endpoints.keys()]).toEqual([sid, second]);
});

test.each([
  ["another type", { endpointType: "sms", uri: "https://x.example" }],
  ["another uri", { uri: "sip:%e164@other.example.com" }],
  ["another description", { description: "Reception 2" }],
] as const)("an endpoint with %s is no twin", async (_what, other) => {
  const sandbox = await running();
  sandbox.world.addEndpoint({ ...reception, ...other });

  expect(await clientOf(sandbox).endpoints.create(reception, false)).toHaveProperty("sid");
});

test.each(forms)(
  "F26 a lost answer ($kind) is made good by looking: one endpoint, and its sid",
  async (fault) => {
    const sandbox = await running();
    const client = await signedIn(sandbox, { timeoutSeconds: 0.5 });
    sandbox.fault(fault);

    const creation = await client.endpoints.create(reception, false);

    expect([...sandbox.world.endpoints.keys()]).toEqual([sidOf(creation)]);
    expect(callsTo(sandbox, "endpoints.create")).toHaveLength(1);
  },
);

test("F26 a lost answer is made good beside twins that were there before", async () => {
  const sandbox = await running();
  const before = [sandbox.world.addEndpoint(reception).sid, sandbox.world.addEndpoint(reception).sid];
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "dropAfter", operation: "endpoints.create" });

  const sid = sidOf(await client.endpoints.create(reception, true));

  expect(before).not.toContain(sid);
  expect([...sandbox.world.endpoints.keys()]).toEqual([...before, sid]);
});

test("F26 a lost answer is made good where the service lower-cases what it stores", async () => {
  const guesses = { "description-normalisation": "lowercase", "uri-normalisation": "lowercase" } as const;
  const sandbox = await running({ guesses });
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "dropAfter", operation: "endpoints.create" });

  const creation = await client.endpoints.create({ ...reception, uri: "sip:%e164@PBX.example.com" }, false);

  expect([...sandbox.world.endpoints.keys()]).toEqual([sidOf(creation)]);
});

test("F26 a lost answer is made good when the list shows the endpoint a moment later", async () => {
  const scratch = await running();
  const sid = sidOf(await clientOf(scratch).endpoints.create(reception, false));
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "dropAfter", operation: "endpoints.create" });
  // The first list is the look before; the second one is the look after.
  sandbox.fault({ kind: "omitEntry", sid, operation: "endpoints.list", skip: 1 });

  expect(sidOf(await client.endpoints.create(reception, false))).toBe(sid);
  expect(callsTo(sandbox, "endpoints.list")).toHaveLength(3);
});

test("F25 an answer lost before anything was made is an error; nothing is made and nothing sent again", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "dropBefore", operation: "endpoints.create" });

  const error = await failureOf(client.endpoints.create(reception, false), sandbox);

  expect(error).toMatchObject({ kind: "network", operation: "create endpoint", mayHaveHappened: true });
  expect(error.message).toMatch(/the connection to 127\.0\.0\.1:\d+ broke before the answer was complete/);
  expect(sandbox.world.endpoints.size).toBe(0);
  expect(callsTo(sandbox, "endpoints.create")).toHaveLength(1);
});

test("F25 the next creation after that makes the endpoint", async () => {
  const sandbox = await running();
  const { endpoints } = await signedIn(sandbox);
  sandbox.fault({ kind: "dropBefore", operation: "endpoints.create" });
  const [first, second] = await Promise.allSettled([
    endpoints.create(reception, false),
    endpoints.create(reception, false),
  ]);

  expect(first.status).toBe("rejected");
  expect(second).toEqual({ status: "fulfilled", value: { sid: [...sandbox.world.endpoints.keys()][0] } });
  expect(sandbox.world.endpoints.size).toBe(1);
});

test("F26 when the answer is lost and the list cannot be read, the error is that of the creation", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "dropAfter", operation: "endpoints.create" });
  sandbox.fault({ kind: "status", status: 403, operation: "endpoints.list", skip: 1, times: 9 });

  const error = await failureOf(client.endpoints.create(reception, false), sandbox);

  expect(error).toMatchObject({ operation: "create endpoint", mayHaveHappened: true });
});

test("F26 when the answer is lost and one look fails, the next look finds it", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "dropAfter", operation: "endpoints.create" });
  sandbox.fault({ kind: "raw", body: "<html></html>", operation: "endpoints.list", skip: 1 });

  const creation = await client.endpoints.create(reception, false);

  expect([...sandbox.world.endpoints.keys()]).toEqual([sidOf(creation)]);
});

test("F26 identical creations at once with lost answers never take each other's endpoint", async () => {
  const sandbox = await running();
  const { endpoints } = await signedIn(sandbox);
  sandbox.fault({ kind: "dropAfter", operation: "endpoints.create", times: 4 });

  const creations = await Promise.all(Array.from({ length: 4 }, () => endpoints.create(reception, true)));

  expect(creations.map(sidOf).sort()).toEqual([...sandbox.world.endpoints.keys()].sort());
  expect(sandbox.world.endpoints.size).toBe(4);
});

test("identical creations at once make one endpoint, and the others are shown it", async () => {
  const sandbox = await running();
  const { endpoints } = await signedIn(sandbox);
  sandbox.fault({ kind: "dropAfter", operation: "endpoints.create" });

  const creations = await Promise.all(Array.from({ length: 4 }, () => endpoints.create(reception, false)));

  const [sid] = sandbox.world.endpoints.keys();
  const twin = expect.objectContaining({ twin: expect.objectContaining({ sid }) });
  expect(creations).toEqual([{ sid }, twin, twin, twin]);
  expect(sandbox.world.endpoints.size).toBe(1);
});

test("F26 different creations at once with lost answers each find their own", async () => {
  const sandbox = await running();
  const { endpoints } = await signedIn(sandbox);
  sandbox.fault({ kind: "dropAfter", operation: "endpoints.create", times: Number.POSITIVE_INFINITY });
  const names = Array.from({ length: 20 }, (_, index) => `Desk ${index}`);

  const creations = await Promise.all(
    names.map((description) => endpoints.create({ ...reception, description }, false)),
  );

  const made = creations.map((creation) => sandbox.world.endpoint(sidOf(creation)).description);
  expect(made).toEqual(names);
  expect(sandbox.world.endpoints.size).toBe(20);
});

test("500 creations at once look once before they send", async () => {
  const sandbox = await running();
  const { endpoints } = await signedIn(sandbox);
  const names = Array.from({ length: 500 }, (_, index) => `Desk ${index}`);

  await Promise.all(names.map((description) => endpoints.create({ ...reception, description }, false)));

  expect(callsTo(sandbox, "endpoints.list")).toHaveLength(1);
  expect(callsTo(sandbox, "endpoints.create")).toHaveLength(500);
});

test("a creation is not stopped by a twin that this process has deleted", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint(reception);
  const { endpoints } = await signedIn(sandbox);
  await endpoints.read(endpoints.now());
  await endpoints.delete(sid);

  expect(await endpoints.create(reception, false)).toHaveProperty("sid");
});

test("a creation is stopped by a twin that this process has made by an update", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint({ ...reception, description: "Before" });
  const { endpoints } = await signedIn(sandbox);
  await endpoints.read(endpoints.now());
  await endpoints.update(sid, receptionUpdate);

  expect(await endpoints.create(reception, false)).toMatchObject({ twin: { sid } });
});

test("an update sends everything that can change and nothing else, and its twin the delete no body", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint(reception);
  const { endpoints } = await signedIn(sandbox);
  const body = { description: "New", uri: "sip:new.example.com", isDefault: true, isSecondary: false };

  await endpoints.update(sid, body);
  await endpoints.delete(sid);

  expect(sandbox.calls.map((call) => [call.method, call.path, call.body])).toEqual([
    ["PUT", `/v1.1/endpoints/${sid}`, body],
    ["DELETE", `/v1.1/endpoints/${sid}`, undefined],
  ]);
});

test.each(["dropBefore", "dropAfter", "cutReply"] as const)(
  "F25 an update and a delete whose answer is lost (%s) are sent again",
  async (kind) => {
    const sandbox = await running();
    const { sid } = sandbox.world.addEndpoint(reception);
    const { endpoints } = await signedIn(sandbox);
    sandbox.fault({ kind, operation: "endpoints.update" });
    sandbox.fault({ kind, operation: "endpoints.delete" });

    await endpoints.update(sid, { ...receptionUpdate, description: "New" });
    expect(sandbox.world.endpoint(sid).description).toBe("New");
    await endpoints.delete(sid);

    expect(sandbox.world.endpoints.size).toBe(0);
    expect([callsTo(sandbox, "endpoints.update"), callsTo(sandbox, "endpoints.delete")]).toMatchObject([
      { length: 2 },
      { length: 2 },
    ]);
  },
);

test("F30 deleting what somebody else has deleted is fine", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint();
  const { endpoints } = await signedIn(sandbox);
  sandbox.world.removeEndpoint(sid);

  await endpoints.delete(sid);

  expect(sandbox.calls.map(({ status }) => status)).toEqual([404]);
});

test("F29 updating what somebody else has deleted is an error", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint();
  const { endpoints } = await signedIn(sandbox);
  sandbox.world.removeEndpoint(sid);

  const error = await failureOf(endpoints.update(sid, receptionUpdate), sandbox);

  expect(error).toMatchObject({ kind: "api", status: 404, operation: `update endpoint ${sid}` });
});

test("F12 a description of 10 kB arrives whole", async () => {
  const sandbox = await running();
  const description = "ä".repeat(10_000);

  const creation = await clientOf(sandbox).endpoints.create({ ...reception, description }, false);

  expect(sandbox.world.endpoint(sidOf(creation)).description).toBe(description);
});

function sidOf(creation: Creation): string {
  return "sid" in creation ? creation.sid : expect.fail("it was not made: there was a twin");
}
