import { expect, test } from "vitest";
import type { Account } from "../../provider/client/account";
import { callsTo, clientOf, failureOf, reception, running, signedIn, withoutJitter } from "./client-stage";

// Answers that are not what the API documents: an error that says so, never a wrong value, never an empty list.

const readings = {
  "endpoints.list": ({ endpoints }: Account) => endpoints.all(),
  "numbers.list": ({ numbers }: Account) => numbers.list({}),
  "allowedIps.list": ({ allowedIps }: Account) => allowedIps.list("voice"),
  "organisation.get": ({ organisation }: Account) => organisation(),
} as const;

const operations = Object.keys(readings) as (keyof typeof readings)[];

test.each([
  ["HTML", "<!doctype html><html><body>Welcome!</body></html>"],
  ["truncated JSON", '{"success":true,"result":{"entries":[{"sid":"EP'],
  ["an empty body", ""],
  ["spaces", "   \n"],
  ["null", "null"],
  ["a text", '"fine"'],
  ["a number", "200"],
  ["a list", "[]"],
  ["an empty object", "{}"],
  ["success alone", '{"success":true}'],
  ["a result of null", '{"success":true,"result":null}'],
  ["a result that is a list", '{"success":true,"result":[]}'],
  ["an empty result", '{"success":true,"result":{}}'],
  ["entries of null", '{"success":true,"result":{"entries":null}}'],
  ["entries as an object", '{"success":true,"result":{"entries":{}}}'],
  ["entries as a number", '{"success":true,"result":{"entries":0}}'],
  ["bytes that are no text", "\u0000\u0001\ufffd"],
])("F22 %s is an error of protocol, whatever was read, and never an empty list", async (_what, body) => {
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  for (const operation of operations) {
    sandbox.clearCalls();
    sandbox.fault({ kind: "raw", body, operation });

    const error = await failureOf(readings[operation](client), sandbox);

    expect(error).toMatchObject({ kind: "protocol", status: 200, mayHaveHappened: false });
    expect(error.message).toContain("something this package does not understand");
    expect(error.message).toContain("check that the base URL is the API's");
    expect(error.requestId).toBe(sandbox.calls[0]?.requestId);
    expect(sandbox.calls).toHaveLength(1);
  }
});

test("F22 204 where a list belongs is an error of protocol", async () => {
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  for (const operation of operations) {
    sandbox.fault({ kind: "raw", body: "", status: 204, operation });
    expect(await failureOf(readings[operation](client), sandbox)).toMatchObject({
      kind: "protocol",
      status: 204,
    });
  }
});

test.each([
  ["a uri that is a number", { uri: 17 }],
  ["a description that is a number", { description: 5 }],
  ["an empty sid", { sid: "" }],
  ["a type nobody knows", { endpointType: 5 }],
  ["a flag that is a text", { isDefault: "yes" }],
])("F22 a list with an entry with %s is not taken for whole", async (_what, fields) => {
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  const [sid = ""] = sandbox.world.endpoints.keys();
  sandbox.fault({ kind: "alterEntry", sid, fields, operation: "endpoints.list" });

  const { kind, message } = await failureOf(readings["endpoints.list"](client), sandbox);

  expect(kind).toBe("protocol");
  expect(message).toMatch(/^list endpoints: the service lists .* in a form this package does not understand/);
  expect(message).toContain(`(${Object.keys(fields)[0]}: `);
});

test("F22 lists with entries of another kind are not taken for whole", async () => {
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  const meta = { pagination: { page: 1, perPage: 100, pageCount: 1, total: 3 } };
  for (const operation of ["endpoints.list", "numbers.list", "allowedIps.list"] as const) {
    const body = { success: true, result: { entries: [7, null, {}] }, meta };
    sandbox.fault({ kind: "status", status: 200, body, operation });
    expect(await failureOf(readings[operation](client), sandbox)).toMatchObject({ kind: "protocol" });
  }
});

test("F22 an endpoint with null for its description and flags has none of them", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint();
  const fields = { description: null, isDefault: null, isSecondary: null };
  sandbox.fault({ kind: "alterEntry", sid, fields, operation: "endpoints.list" });

  const [endpoint] = await clientOf(sandbox).endpoints.all();

  expect(endpoint).toMatchObject({ sid, description: "", isDefault: false, isSecondary: false });
});

test("F45 an entry without a sid may be any endpoint: one that is not found is not called gone", async () => {
  const sandbox = await running({ seed: "demo" });
  const [sid = ""] = sandbox.world.endpoints.keys();
  const { endpoints } = await signedIn(sandbox);
  const times = Number.POSITIVE_INFINITY;
  sandbox.fault({ kind: "alterEntry", sid, fields: { sid: null }, operation: "endpoints.list", times });

  const error = await failureOf(endpoints.find(sid, endpoints.now()), sandbox);

  expect(error).toMatchObject({ kind: "protocol", operation: `read endpoint ${sid}` });
});

test("F22 what is wrong is told by place and type, and never by its value", async () => {
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  const [sid = ""] = sandbox.world.endpoints.keys();
  const fields = { uri: { token: "hush-hush" }, isDefault: "hush-hush" };
  sandbox.fault({ kind: "alterEntry", sid, fields, operation: "endpoints.list" });

  const { message } = await failureOf(readings["endpoints.list"](client), sandbox);

  expect(message).not.toContain("hush");
});

test("F45 one endpoint that cannot be understood does not keep the others from being found", async () => {
  const sandbox = await running();
  sandbox.world.fill({ endpoints: 50 });
  const [bad = "", ...good] = sandbox.world.endpoints.keys();
  const { endpoints } = await signedIn(sandbox);
  const times = Number.POSITIVE_INFINITY;
  sandbox.fault({ kind: "alterEntry", sid: bad, fields: { uri: 17 }, operation: "endpoints.list", times });

  const found = await Promise.all(good.map((sid) => endpoints.find(sid, endpoints.lastWrite())));

  expect(found.map((endpoint) => endpoint?.sid)).toEqual(good);
  const error = await failureOf(endpoints.find(bad, endpoints.lastWrite()), sandbox);
  expect(error.kind).toBe("protocol");
});

test.each([
  ["HTML", "<html></html>"],
  ["an empty body", ""],
  ["no access token", '{"token_type":"Bearer","expires_in":3600}'],
  ["an empty access token", '{"access_token":"","expires_in":3600}'],
  ["an access token of null", '{"access_token":null}'],
  ["an envelope around the token", '{"success":true,"result":{"access_token":"abcdefgh"}}'],
])("F22 a sign-in answered with %s is an error of protocol", async (_what, body) => {
  const sandbox = await running();
  sandbox.fault({ kind: "raw", body, operation: "oauth.token" });

  const error = await failureOf(clientOf(sandbox).organisation(), sandbox);

  expect(error).toMatchObject({ kind: "protocol", operation: "sign in" });
});

test.each([
  ["more than there are", 1e12],
  ["beyond all numbers", 1e308],
])("F22 a page count %s is an error, and not so many requests", async (_what, pageCount) => {
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  const meta = { pagination: { page: 1, perPage: 100, pageCount, total: 1 } };
  const body = { success: true, result: { entries: [{ sid: "AN1", number: "+441134960100" }] }, meta };
  sandbox.fault({
    kind: "status",
    status: 200,
    body,
    operation: "numbers.list",
    times: Number.POSITIVE_INFINITY,
  });

  expect(await failureOf(client.numbers.list({}), sandbox)).toMatchObject({ kind: "protocol" });
  expect(sandbox.calls.length).toBeLessThan(20);
});

test("a number whose endpoint is null goes nowhere, as one whose endpoint is empty", async () => {
  for (const form of ["null", "empty"] as const) {
    const sandbox = await running({ seed: "demo", guesses: { "unassigned-endpoint": form } });

    const [number, ...more] = await clientOf(sandbox).numbers.list({ e164: "+441134960111" });

    expect(more).toEqual([]);
    expect(number).toMatchObject({ number: "+441134960111", status: "IN_SERVICE" });
    expect([number?.voiceEndpointSid, number?.smsEndpointSid]).toEqual([undefined, undefined]);
  }
});

test("F22 fields that nobody knows, and those that may be missing, do no harm", async () => {
  const sandbox = await running();
  const entry = {
    sid: "EP1",
    type: "sms",
    description: "d",
    uri: "mailto:a@b.example",
    createdAt: 1,
    extra: {},
  };
  const body = { success: true, result: { entries: [entry], more: 1 }, warnings: [] };
  sandbox.fault({ kind: "status", status: 200, body, operation: "endpoints.list" });

  const [endpoint] = await readings["endpoints.list"](clientOf(sandbox));

  expect(endpoint).toEqual({
    sid: "EP1",
    endpointType: "sms",
    description: "d",
    uri: "mailto:a@b.example",
    isDefault: false,
    isSecondary: false,
  });
});

test("F22 a delete answered 204 is done", async () => {
  const sandbox = await running({ guesses: { "delete-reply": "204" } });
  const { sid } = sandbox.world.addEndpoint();

  await clientOf(sandbox).endpoints.delete(sid);

  expect(sandbox.world.endpoints.size).toBe(0);
});

test("F22 an update answered with HTML is an error", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint();
  const body = { description: "New", uri: "sip:x.example", isDefault: false, isSecondary: false };
  sandbox.fault({ kind: "raw", body: "<html></html>", operation: "endpoints.update" });

  const error = await failureOf(clientOf(sandbox).endpoints.update(sid, body), sandbox);

  expect(error).toMatchObject({ kind: "protocol", operation: `update endpoint ${sid}` });
});

test.each([
  ["HTML", 200, "<html></html>"],
  ["half a JSON", 201, '{"success":true,"result":{"si'],
  ["no sid", 200, '{"success":true,"result":{}}'],
  ["a sid that is none", 200, '{"success":true,"result":{"sid":""}}'],
  ["nothing", 204, ""],
])("F22 a create answered with %s is found by looking, and not made twice", async (_what, status, body) => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "raw", body, status, operation: "endpoints.create", when: "after" });

  const creation = await client.endpoints.create(reception, false);

  expect([...sandbox.world.endpoints.keys()]).toEqual(["sid" in creation && creation.sid]);
  expect(callsTo(sandbox, "endpoints.create")).toHaveLength(1);
});

test("F23 a body of 50 MB is not read to its end, and is not asked for again", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "huge", bytes: 50_000_000, operation: "endpoints.list" });
  const before = process.memoryUsage().rss;

  const error = await failureOf(readings["endpoints.list"](client), sandbox);

  expect(error).toMatchObject({ kind: "protocol", operation: "list endpoints" });
  expect(error.message).toContain("larger than any this API gives");
  expect(sandbox.calls).toHaveLength(1);
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
});

test("F23 a list of 2,000 endpoints is not too large", async () => {
  const sandbox = await running();
  sandbox.world.fill({ endpoints: 2_000 });

  await expect(readings["endpoints.list"](clientOf(sandbox))).resolves.toHaveLength(2_000);
});

test("F23 the client works on after an answer that was too large", async () => {
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox, { maxConcurrentRequests: 1 });
  sandbox.fault({ kind: "huge", bytes: 50_000_000, operation: "endpoints.list" });
  await failureOf(readings["endpoints.list"](client), sandbox);

  await expect(readings["endpoints.list"](client)).resolves.toHaveLength(3);
});

test.each(["endless", "hang"] as const)(
  "F24 an answer that does not end (%s) ends at the deadline",
  async (kind) => {
    const sandbox = await running({ seed: "demo" });
    const client = await signedIn(sandbox, { timeoutSeconds: 0.3, maxConcurrentRequests: 1 });
    sandbox.fault({ kind, operation: "endpoints.list" });
    const begin = performance.now();

    const error = await failureOf(readings["endpoints.list"](client), sandbox);

    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(error).toMatchObject({ kind: "timeout", operation: "list endpoints", mayHaveHappened: false });
    expect(error.message).toContain("no complete answer within 0.3 s");
    expect(error.message).toContain("cloudnumbering:timeoutSeconds");
    await expect(readings["endpoints.list"](client)).resolves.toHaveLength(3);
  },
);

test("F24 the deadline holds over all attempts together", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox, { timeoutSeconds: 1 });
  const headers = { "Retry-After": "0" };
  sandbox.fault({ kind: "delay", ms: 400, operation: "endpoints.list", times: Number.POSITIVE_INFINITY });
  sandbox.fault({
    kind: "status",
    status: 503,
    headers,
    operation: "endpoints.list",
    times: Number.POSITIVE_INFINITY,
  });

  const error = await failureOf(readings["endpoints.list"](client), sandbox);

  expect(error.kind).toBe("timeout");
  expect(error.message).toContain("(3 attempts)");
});

test("F24 a sign-in that is never answered ends at the deadline", async () => {
  withoutJitter();
  const sandbox = await running();
  sandbox.fault({ kind: "hang", operation: "oauth.token" });

  const error = await failureOf(clientOf(sandbox, { timeoutSeconds: 0.3 }).organisation(), sandbox);

  expect(error).toMatchObject({ kind: "timeout", operation: "sign in" });
});

test("F24 a create whose answer never ends is found by looking", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox, { timeoutSeconds: 0.3 });
  sandbox.fault({ kind: "endless", operation: "endpoints.create", when: "after" });

  const creation = await client.endpoints.create(reception, false);

  expect([...sandbox.world.endpoints.keys()]).toEqual(["sid" in creation && creation.sid]);
});

test("F25 an answer that breaks off in the middle is asked for again", async () => {
  withoutJitter();
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "cutReply", bytes: 40, operation: "endpoints.list", times: 2 });

  await expect(readings["endpoints.list"](client)).resolves.toHaveLength(3);

  expect(sandbox.calls).toHaveLength(3);
});
