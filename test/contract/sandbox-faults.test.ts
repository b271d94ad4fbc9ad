import { expect, test } from "vitest";
import type { Fault } from "../../sandbox";
import { read, signedIn, tokenOf, until } from "../fixtures/sandbox-session";

const lobby = { description: "Lobby", endpointType: "voice", uri: "sip:%e164@203.0.113.10:5060" };

const create: Pick<Fault, "operation"> = { operation: "endpoints.create" };

test("dropBefore closes the socket and changes nothing", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ ...create, kind: "dropBefore" });
  await expect(api.post("/endpoints", lobby)).rejects.toThrow();
  expect(sandbox.world.endpoints.size).toBe(0);
  await until(() => sandbox.calls[0]?.finishedAt !== undefined);
  expect(sandbox.calls[0]).toMatchObject({ operation: "endpoints.create", body: lobby, status: undefined });
});

test("dropAfter commits and closes the socket", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ ...create, kind: "dropAfter" });
  await expect(api.post("/endpoints", lobby)).rejects.toThrow();
  expect(sandbox.world.endpoints.size).toBe(1);
});

test("cutReply commits and loses the second half of the answer", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ ...create, kind: "cutReply", bytes: 10 });
  await expect(api.post("/endpoints", lobby)).rejects.toThrow();
  expect(sandbox.world.endpoints.size).toBe(1);
  expect(sandbox.calls[0]?.status).toBe(200);
});

test("status answers with another status, its headers and body", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ ...create, kind: "status", status: 429, headers: { "Retry-After": "7" } });
  const answer = await api.post("/endpoints", lobby);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
  expect(answer.body.success).toBe(false);
  expect(sandbox.world.endpoints.size).toBe(0);
  sandbox.fault({ ...create, kind: "status", status: 504, body: { oh: "no" }, when: "after" });
  const late = await api.post("/endpoints", lobby);
  expect([late.status, late.text]).toEqual([504, '{"oh":"no"}']);
  expect(sandbox.world.endpoints.size).toBe(1);
});

test("refuse answers 200 with success:false", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ ...create, kind: "refuse", error: "Not today." });
  const answer = await api.post("/endpoints", lobby);
  expect([answer.status, answer.body]).toEqual([200, { success: false, error: "Not today." }]);
  expect(sandbox.world.endpoints.size).toBe(0);
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)(
  "delay %s the commit shows %i endpoints meanwhile, and one in the end",
  async (when, meanwhile) => {
    const { sandbox, api } = await signedIn();
    sandbox.fault({ ...create, kind: "delay", ms: 150, when });
    const answer = api.post("/endpoints", lobby);
    await until(() => sandbox.calls[0]?.body !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(sandbox.world.endpoints.size).toBe(meanwhile);
    expect(sandbox.calls[0]?.finishedAt).toBeUndefined();
    expect((await answer).status).toBe(200);
    expect(sandbox.world.endpoints.size).toBe(1);
  },
);

test("a delayed call commits although its client has gone", async () => {
  const { sandbox } = await signedIn();
  const authorization = `Bearer ${await tokenOf(sandbox.baseUrl, sandbox)}`;
  sandbox.clearCalls();
  sandbox.fault({ ...create, kind: "delay", ms: 100 });
  const client = new AbortController();
  const headers = { authorization, "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(lobby), signal: client.signal };
  const answer = fetch(`${sandbox.baseUrl}/endpoints`, init).catch(() => "gone");
  await until(() => sandbox.calls.length === 1);
  client.abort();
  expect(await answer).toBe("gone");
  await until(() => sandbox.world.endpoints.size === 1);
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)("hang %s the commit leaves %i endpoints and ends with the client", async (when, left) => {
  const { sandbox } = await signedIn();
  const authorization = `Bearer ${await tokenOf(sandbox.baseUrl, sandbox)}`;
  sandbox.clearCalls();
  sandbox.fault({ ...create, kind: "hang", when });
  const headers = { authorization, "content-type": "application/json" };
  const signal = AbortSignal.timeout(150);
  const init = { method: "POST", headers, body: JSON.stringify(lobby), signal };
  await expect(fetch(`${sandbox.baseUrl}/endpoints`, init)).rejects.toThrow();
  await until(() => sandbox.calls[0]?.finishedAt !== undefined);
  expect(sandbox.calls[0]?.status).toBeUndefined();
  expect(sandbox.world.endpoints.size).toBe(left);
});

test("raw sends any body under any type", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ kind: "raw", status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" });
  const html = await api.get("/endpoints");
  expect([html.status, html.headers.get("content-type")]).toEqual([502, "text/html"]);
  expect(html.text).toBe("<h1>Bad gateway</h1>");
  sandbox.fault({ kind: "raw", body: '{"success":tr' });
  expect((await api.get("/endpoints")).text).toBe('{"success":tr');
  sandbox.fault({ kind: "raw", body: "" });
  expect((await api.get("/endpoints")).text).toBe("");
  sandbox.fault({ kind: "raw", status: 204, body: "" });
  expect((await api.get("/endpoints")).status).toBe(204);
});

test("huge sends as many bytes as asked for", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ kind: "huge", bytes: 5_000_000 });
  const { text } = await api.get("/endpoints");
  expect(text.length).toBeGreaterThanOrEqual(5_000_000);
  expect(JSON.parse(text).success).toBe(true);
});

test("endless keeps sending until the client goes", async () => {
  const { sandbox } = await signedIn();
  const authorization = `Bearer ${await tokenOf(sandbox.baseUrl, sandbox)}`;
  sandbox.clearCalls();
  sandbox.fault({ kind: "endless" });
  const init = { headers: { authorization }, signal: AbortSignal.timeout(200) };
  const response = await fetch(`${sandbox.baseUrl}/endpoints`, init);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  await until(() => sandbox.calls[0]?.finishedAt !== undefined);
});

test("omitEntry hides one entry once, in every list", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  const [sid = ""] = sandbox.world.endpoints.keys();
  sandbox.fault({ kind: "omitEntry", operation: "endpoints.list", sid });
  expect((await api.get("/endpoints")).body.result?.entries).toHaveLength(2);
  expect((await api.get("/endpoints")).body.result?.entries).toHaveLength(3);
  sandbox.fault({ kind: "omitEntry", operation: "allowedIps.list", sid: "203.0.113.10" });
  expect((await api.get("/endpoints/voice/ips")).body.result?.entries).toEqual(["203.0.113.11"]);
  const [number = ""] = sandbox.world.numbers.keys();
  sandbox.fault({ kind: "omitEntry", operation: "numbers.list", sid: number });
  expect((await api.get("/numbers")).body.meta?.pagination.total).toBe(9);
});

test("alterEntry shows one entry wrong and leaves the others", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  const [sid = ""] = sandbox.world.endpoints.keys();
  sandbox.fault({ kind: "alterEntry", sid, fields: { uri: 42 } });
  const uris = (await api.get("/endpoints")).body.result?.entries?.map((row) => typeof row.uri);
  expect(uris).toEqual(["number", "string", "string"]);
});

test("ignoreField lets a create and an update succeed without one field", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ kind: "ignoreField", field: "isDefault", times: 2 });
  const sid = (await api.post("/endpoints", { ...lobby, isDefault: true })).body.result?.sid ?? "";
  const { description, uri } = lobby;
  await api.put(`/endpoints/${sid}`, { description, uri, isDefault: true });
  expect(sandbox.world.endpoint(sid).isDefault).toBe(false);
});

test("resetField puts back a field that the update did not mention", async () => {
  const { sandbox, api } = await signedIn();
  const { sid } = sandbox.world.addEndpoint({ isSecondary: true });
  sandbox.fault({ kind: "resetField", field: "isSecondary" });
  await api.put(`/endpoints/${sid}`, { description: "x", uri: "sip:a@b.example" });
  expect(sandbox.world.endpoint(sid)).toMatchObject({ description: "x", isSecondary: false });
});

test("unauthorised answers in the OAuth shape, with valid tokens and credentials too", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ kind: "unauthorised", operation: "endpoints.list" });
  expect((await api.get("/endpoints")).body).toEqual({
    error: "invalid_token",
    error_description: "invalid token",
  });
  expect((await api.get("/endpoints")).status).toBe(200);
  sandbox.fault({ kind: "unauthorised", operation: "oauth.token" });
  const { clientId, clientSecret, baseUrl } = sandbox;
  const query = `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`;
  const answer = await fetch(`${baseUrl}/oauth/token?${query}`, { method: "POST" }).then(read);
  expect([answer.status, answer.body.error]).toEqual([401, "invalid_client"]);
});

test("a fault is not spent on a caller who is refused anyway", async () => {
  const { sandbox, api } = await signedIn();
  const fault = sandbox.fault({ kind: "status", status: 500 });
  sandbox.revokeTokens();
  expect((await api.get("/endpoints")).status).toBe(401);
  expect(fault.hits).toBe(0);
});

test("times, skip and operation choose the calls, and the handle counts and removes", async () => {
  const { sandbox, api } = await signedIn();
  const fault = sandbox.fault({
    kind: "status",
    status: 503,
    operation: ["endpoints.list", "numbers.list"],
    skip: 1,
    times: 2,
  });
  const statuses: number[] = [];
  for (const path of ["/endpoints", "/organisation", "/numbers", "/endpoints", "/endpoints"]) {
    statuses.push((await api.get(path)).status);
  }
  expect(statuses).toEqual([200, 200, 503, 503, 200]);
  expect(fault.hits).toBe(2);
  const forever = sandbox.fault({ kind: "status", status: 503, times: Number.POSITIVE_INFINITY });
  expect((await api.get("/endpoints")).status).toBe(503);
  expect((await api.get("/endpoints")).status).toBe(503);
  forever.remove();
  expect((await api.get("/endpoints")).status).toBe(200);
});

test("where chooses calls by what they carry", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ kind: "refuse", where: { description: "Roof" }, times: Number.POSITIVE_INFINITY });
  expect((await api.post("/endpoints", lobby)).body.success).toBe(true);
  expect((await api.post("/endpoints", { ...lobby, description: "Roof" })).body.success).toBe(false);
});

test("the faults of one operation follow each other in the order in which they were added", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ kind: "status", status: 500 });
  sandbox.fault({ kind: "status", status: 503 });
  const statuses = [await api.get("/endpoints"), await api.get("/endpoints"), await api.get("/endpoints")];
  expect(statuses.map((answer) => answer.status)).toEqual([500, 503, 200]);
});

test("a fault on the data and a fault on the answer meet in one call", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ ...create, kind: "ignoreField", field: "isDefault" });
  sandbox.fault({ ...create, kind: "dropAfter" });
  await expect(api.post("/endpoints", { ...lobby, isDefault: true })).rejects.toThrow();
  expect([...sandbox.world.endpoints.values()].map((row) => row.isDefault)).toEqual([false]);
});

test("probability repeats exactly for the same seed", async () => {
  const run = async (seed: number) => {
    const { sandbox, api } = await signedIn();
    sandbox.fault({ kind: "status", status: 500, probability: 0.3, times: Number.POSITIVE_INFINITY, seed });
    const statuses: number[] = [];
    for (let i = 0; i < 40; i++) statuses.push((await api.get("/organisation")).status);
    return statuses;
  };
  const first = await run(7);
  expect(await run(7)).toEqual(first);
  expect(await run(8)).not.toEqual(first);
  const failures = first.filter((status) => status === 500).length;
  expect(failures).toBeGreaterThan(3);
  expect(failures).toBeLessThan(25);
});

test("clearFaults ends all trouble", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.fault({ kind: "status", status: 500, times: Number.POSITIVE_INFINITY });
  sandbox.clearFaults();
  expect((await api.get("/endpoints")).status).toBe(200);
});

test.each([
  ["an unknown operation", { kind: "hang", operation: "endpoint.list" }, "there is no operation"],
  ["an unknown kind", { kind: "explode" }, "kind is one of"],
  ["an unknown field", { kind: "hang", tiems: 2 }, "no field tiems"],
  ["a missing field", { kind: "status" }, "needs status"],
  ["a wrong moment", { kind: "hang", when: "never" }, "needs when"],
])("a fault with %s is an error, not a fault that never happens", async (_what, fault, message) => {
  const { sandbox } = await signedIn();
  expect(() => sandbox.fault(fault as Fault)).toThrow(message);
});
