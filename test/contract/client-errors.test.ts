import { expect, test } from "vitest";
import type { Account } from "../../provider/client/account";
import { callsTo, clientOf, failureOf, reception, running, signedIn, withoutJitter } from "./client-stage";

// What the service says when it refuses (docs/api.md §1.5, §1.6), and what becomes of it.

test.each([
  ["the ordinary shape", { success: false, error: "No such thing." }, "No such thing."],
  ["the OAuth shape", { error: "invalid_token", error_description: "It is stale." }, "It is stale."],
  ["an OAuth error without a description", { error: "invalid_request" }, "invalid_request"],
  ["a message and a code", { message: "Bad thing.", code: 17, more_info: "https://x.example" }, "Bad thing."],
  ["an error as an object", { success: false, error: { code: "E1", message: "Odd thing." } }, "Odd thing."],
  ["a code beside the error", { success: false, error: "Taken.", code: "TAKEN" }, "Taken."],
  ["structured errors beside it", { success: false, error: "Bad.", errors: [{ field: "uri" }] }, "Bad."],
  [
    "an error beside a message of null",
    { success: false, error: "Still this.", message: null },
    "Still this.",
  ],
  ["an error beside a description of null", { error: "denied", error_description: null }, "denied"],
])("F19 what the service said is in the message: %s", async (_shape, body, said) => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "status", status: 400, body, operation: "endpoints.list" });

  const error = await failureOf(listEndpoints(client), sandbox);

  expect(error.message).toContain(`list endpoints: the service answered 400: ${said} (request `);
});

test.each([
  ["nothing", ""],
  ["HTML", "<html><body>Bad Request</body></html>"],
  ["half a JSON", '{"success":false,"err'],
  ["an error that is a number", '{"success":false,"error":42}'],
  ["a list", '["no"]'],
  ["null", "null"],
])("F19 a refusal with %s for a body still tells its status", async (_what, body) => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "raw", status: 400, body, operation: "endpoints.list" });

  const error = await failureOf(listEndpoints(client), sandbox);

  expect(error).toMatchObject({ kind: "api", status: 400 });
  expect(error.message).toContain("list endpoints: the service answered 400 (request ");
});

test.each([400, 402, 403, 404, 409, 422])(
  "F19 %d is not tried again and tells what the service said",
  async (status) => {
    const sandbox = await running();
    const client = await signedIn(sandbox);
    sandbox.fault({ kind: "status", status, operation: "endpoints.list" });

    const error = await failureOf(listEndpoints(client), sandbox);

    expect(error).toMatchObject({ kind: "api", status, operation: "list endpoints" });
    expect(error.message).toContain(`the service answered ${status}: Scripted trouble: ${status}.`);
    expect(sandbox.calls).toHaveLength(1);
    expect(error.requestId).toBe(sandbox.calls[0]?.requestId);
  },
);

test.each([400, 402, 403, 404, 409, 422])(
  "F19 a create that is answered %d made nothing and is not looked for",
  async (status) => {
    const sandbox = await running();
    const client = await signedIn(sandbox);
    sandbox.fault({ kind: "status", status, operation: "endpoints.create" });

    const error = await failureOf(client.endpoints.create(reception, false), sandbox);

    expect(error).toMatchObject({ kind: "api", status, mayHaveHappened: false });
    expect(sandbox.calls.map(({ operation }) => operation)).toEqual(["endpoints.list", "endpoints.create"]);
    expect(sandbox.world.endpoints.size).toBe(0);
  },
);

test("F19 what is forbidden says whom to ask", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "status", status: 403, operation: "endpoints.list" });

  const { message } = await failureOf(listEndpoints(client), sandbox);

  expect(message).toContain("; this organisation may not do that; ask cloudNumbering support to enable it");
});

test("F44 what the service said in several lines becomes one line", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  const body = { success: false, error: "It cannot be:\n  - one\r\n  - two\n" };
  sandbox.fault({ kind: "status", status: 400, body, operation: "endpoints.list" });

  const { message } = await failureOf(listEndpoints(client), sandbox);

  expect(message).not.toMatch(/[\r\n]/);
});

test("what the service said at great length is cut", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  const body = { success: false, error: "no ".repeat(10_000) };
  sandbox.fault({ kind: "status", status: 400, body, operation: "endpoints.list" });

  const { message } = await failureOf(listEndpoints(client), sandbox);

  expect(message.length).toBeLessThan(1_000);
});

test("F17 a list answered 200 with success:false is an error and no empty list", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "refuse", error: "Not today.", operation: "endpoints.list" });

  const error = await failureOf(listEndpoints(client), sandbox);

  expect(error).toMatchObject({ kind: "api", status: 200 });
  expect(error.message).toMatch(/^list endpoints: the service refused: Not today\. \(request [\w-]+\)$/);
  expect(sandbox.calls).toHaveLength(1);
});

test("F17 a write answered 200 with success:false is an error, and nothing is sent again", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint();
  const client = await signedIn(sandbox);
  const { endpoints } = client;
  sandbox.fault({ kind: "refuse", times: Number.POSITIVE_INFINITY });
  const body = { description: "x", uri: "sip:x.example", isDefault: false, isSecondary: false };

  const update = await failureOf(endpoints.update(sid, body), sandbox);
  const removal = await failureOf(endpoints.delete(sid), sandbox);

  expect([update.message, removal.message]).toEqual([
    expect.stringContaining(`update endpoint ${sid}: the service refused: Scripted trouble`),
    expect.stringContaining(`delete endpoint ${sid}: the service refused: Scripted trouble`),
  ]);
  expect(sandbox.calls).toHaveLength(2);
});

test("F17 a create answered 200 with success:false made nothing", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "refuse", operation: "endpoints.create" });

  const error = await failureOf(client.endpoints.create(reception, false), sandbox);

  expect(error).toMatchObject({ kind: "api", mayHaveHappened: false });
  expect(callsTo(sandbox, "endpoints.create")).toHaveLength(1);
});

test.each([
  ["null", null],
  ["the text false", "false"],
  ["0", 0],
])("F17 success that is %s is none: only true is", async (_what, success) => {
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint();
  const client = await signedIn(sandbox);
  const body = { success, error: "Not done." };
  sandbox.fault({ kind: "status", status: 200, body, operation: "endpoints.delete" });

  await failureOf(client.endpoints.delete(sid), sandbox);
});

test("F20 429 with Retry-After in seconds is waited out", async () => {
  withoutJitter();
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  sandbox.fault({
    kind: "status",
    status: 429,
    headers: { "Retry-After": "1" },
    operation: "endpoints.list",
  });

  await expect(listEndpoints(client)).resolves.toHaveLength(3);

  expect(waits(sandbox.calls)).toEqual([expect.closeTo(1_000, -3)]);
  expect(waits(sandbox.calls)[0]).toBeGreaterThanOrEqual(980);
});

test("F20 429 with Retry-After as a date is waited out", async () => {
  withoutJitter();
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  const until = Math.ceil(Date.now() / 1000) * 1000 + 1_000;
  const headers = { "Retry-After": new Date(until).toUTCString() };
  sandbox.fault({ kind: "status", status: 429, headers, operation: "endpoints.list" });

  await expect(listEndpoints(client)).resolves.toHaveLength(3);

  const [, second] = sandbox.calls;
  expect(second?.startedAt).toBeGreaterThanOrEqual(until - 20);
});

test("F20 429 without Retry-After is tried again, up to five times in all", async () => {
  withoutJitter();
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "status", status: 429, operation: "endpoints.list", times: 4 });
  await expect(listEndpoints(client)).resolves.toHaveLength(3);
  expect(sandbox.calls).toHaveLength(5);

  sandbox.clearCalls();
  sandbox.fault({ kind: "status", status: 429, operation: "endpoints.list", times: 5 });
  const error = await failureOf(listEndpoints(client), sandbox);

  expect(sandbox.calls).toHaveLength(5);
  expect(error).toMatchObject({ kind: "api", status: 429 });
  expect(error.message).toMatch(/patience; .*maxConcurrentRequests/);
});

test("F20 Retry-After beyond the deadline ends in an error at once", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox, { timeoutSeconds: 5 });
  const headers = { "Retry-After": "3600" };
  sandbox.fault({ kind: "status", status: 429, headers, operation: "endpoints.list" });

  const error = await failureOf(listEndpoints(client), sandbox);

  expect(error.status).toBe(429);
  expect(sandbox.calls).toHaveLength(1);
});

test("F20 a create that was put off by 429 is sent again and makes one endpoint", async () => {
  withoutJitter();
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "status", status: 429, operation: "endpoints.create", times: 2 });

  const creation = await client.endpoints.create(reception, false);

  expect(callsTo(sandbox, "endpoints.create")).toHaveLength(3);
  expect([...sandbox.world.endpoints.keys()]).toEqual(["sid" in creation && creation.sid]);
});

test.each([500, 502, 503, 504])(
  "F21 a read answered %d is tried again until it is answered",
  async (status) => {
    withoutJitter();
    const sandbox = await running({ seed: "demo" });
    const client = await signedIn(sandbox);
    sandbox.fault({ kind: "status", status, operation: "endpoints.list", times: 3 });

    await expect(listEndpoints(client)).resolves.toHaveLength(3);

    expect(sandbox.calls).toHaveLength(4);
  },
);

test.each([500, 502, 503, 504])("F21 a read that is always answered %d ends in an error", async (status) => {
  withoutJitter();
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "status", status, operation: "endpoints.list", times: Number.POSITIVE_INFINITY });

  const error = await failureOf(listEndpoints(client), sandbox);

  expect(error).toMatchObject({ kind: "api", status });
  expect(error.message).toContain("the fault is on the service's side");
  expect(sandbox.calls).toHaveLength(5);
});

test.each([501, 505, 511, 599])("F21 %d will not better and is not tried again", async (status) => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "status", status, operation: "endpoints.list" });

  expect(await failureOf(listEndpoints(client), sandbox)).toMatchObject({ status });
  expect(sandbox.calls).toHaveLength(1);
});

test.each([500, 502, 503, 504])(
  "F21 a create answered %d is never sent again, and found when it was made after all",
  async (status) => {
    const sandbox = await running();
    const client = await signedIn(sandbox);
    sandbox.fault({ kind: "status", status, operation: "endpoints.create", when: "after" });

    const creation = await client.endpoints.create(reception, false);

    expect(callsTo(sandbox, "endpoints.create")).toHaveLength(1);
    expect([...sandbox.world.endpoints.keys()]).toEqual(["sid" in creation && creation.sid]);
  },
);

test("F21 a create answered 503 that made nothing is an error, and nothing is made", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "status", status: 503, operation: "endpoints.create" });

  const error = await failureOf(client.endpoints.create(reception, false), sandbox);

  expect(error).toMatchObject({ operation: "create endpoint", status: 503, mayHaveHappened: true });
  expect(callsTo(sandbox, "endpoints.create")).toHaveLength(1);
  expect(sandbox.world.endpoints.size).toBe(0);
});

test("F21 an update and a delete answered 503 are tried again", async () => {
  withoutJitter();
  const sandbox = await running();
  const { sid } = sandbox.world.addEndpoint();
  const { endpoints } = await signedIn(sandbox);
  const operation = ["endpoints.update", "endpoints.delete"];
  sandbox.fault({ kind: "status", status: 503, operation: "endpoints.update" });
  sandbox.fault({ kind: "status", status: 502, operation: "endpoints.delete", when: "after" });

  await endpoints.update(sid, {
    description: "New",
    uri: "sip:x.example",
    isDefault: true,
    isSecondary: false,
  });
  expect(sandbox.world.endpoint(sid)).toMatchObject({ description: "New", isDefault: true });
  await endpoints.delete(sid);

  expect(sandbox.world.endpoints.size).toBe(0);
  expect(operation.map((name) => callsTo(sandbox, name).length)).toEqual([2, 2]);
});

test("F21 a sign-in answered 503 is tried again", async () => {
  withoutJitter();
  const sandbox = await running();
  sandbox.fault({ kind: "status", status: 503, operation: "oauth.token", times: 2 });

  await clientOf(sandbox).organisation();

  expect(callsTo(sandbox, "oauth.token")).toHaveLength(3);
});

function listEndpoints({ endpoints }: Account) {
  return endpoints.all();
}

/** Milliseconds between the calls. */
function waits(calls: readonly { readonly startedAt: number }[]): number[] {
  return calls.slice(1).map(({ startedAt }, index) => startedAt - (calls[index]?.startedAt ?? 0));
}
