import { createServer } from "node:net";
import { expect, test } from "vitest";
import { type SandboxOptions, startSandbox } from "../../sandbox";
import {
  askForToken,
  callsWith,
  ownSandbox,
  read,
  signedIn,
  signIn,
  tokenOf,
  until,
} from "../fixtures/sandbox-session";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("every reply carries an X-Request-Id that the call log knows", async () => {
  const { sandbox, api } = await signedIn();
  const answers = [await api.get("/endpoints"), await api.get("/nothing"), await api.get("/numbers?page=x")];
  const ids = answers.map((answer) => answer.headers.get("x-request-id"));
  for (const id of ids) expect(id).toMatch(UUID);
  expect(sandbox.calls.map((call) => call.requestId)).toEqual(ids);
});

test("the same seed and the same requests give the same credentials, SIDs, tokens and request ids", async () => {
  const run = async () => {
    const { sandbox, api } = await signedIn({ seed: "demo" });
    await api.post("/endpoints", { description: "Lobby", endpointType: "voice", uri: "sip:a@pbx.example" });
    const list = await api.get("/endpoints");
    return {
      credentials: [sandbox.clientId, sandbox.clientSecret],
      token: await tokenOf(sandbox.baseUrl, sandbox),
      requestId: list.headers.get("x-request-id"),
      world: sandbox.world.snapshot(),
    };
  };
  expect(await run()).toEqual(await run());
});

test("another seed gives other credentials", async () => {
  const demo = await ownSandbox({ seed: "demo" });
  const empty = await ownSandbox({ seed: "empty" });
  expect(demo.clientId).not.toBe(empty.clientId);
  expect(demo.world.organisation.sid).not.toBe(empty.world.organisation.sid);
});

test("the demo seed holds a small believable company", async () => {
  const { world } = await ownSandbox({ seed: "demo" });
  const numbers = [...world.numbers.values()];
  const statuses = numbers.map((number) => number.status);
  expect(world.organisation).toMatchObject({ name: "Harbour & Vale Ltd", balance: 184.2, currency: "GBP" });
  expect(numbers).toHaveLength(12);
  expect(statuses.filter((status) => status === "DISCONNECTED")).toHaveLength(1);
  expect(statuses.filter((status) => status === "PORT_IN")).toHaveLength(1);
  expect(numbers.filter((number) => number.voiceEndpointSid !== null).length).toBeGreaterThan(2);
  expect(numbers.filter((number) => number.voiceEndpointSid === null).length).toBeGreaterThan(2);
  const names = [...world.endpoints.values()].map((endpoint) => endpoint.description);
  expect(names).not.toContain("Reception");
  expect(names).not.toContain("SMS callback");
});

test("a token needs its credentials in the query string, and the log keeps no secret", async () => {
  const sandbox = await ownSandbox();
  const body = JSON.stringify({ grant_type: "client_credentials", client_secret: sandbox.clientSecret });
  const headers = { "content-type": "application/json" };
  const refused = await fetch(`${sandbox.baseUrl}/oauth/token`, { method: "POST", headers, body }).then(read);
  expect([refused.status, refused.body.error]).toEqual([400, "invalid_request"]);
  await tokenOf(sandbox.baseUrl, sandbox);
  expect(JSON.stringify(sandbox.calls)).not.toContain(sandbox.clientSecret);
  expect(sandbox.calls.at(-1)?.query).toMatchObject({ client_secret: "[redacted]" });
});

test("an unknown grant type is refused", async () => {
  const { baseUrl, clientId, clientSecret } = await ownSandbox();
  const query = { grant_type: "password", client_id: clientId, client_secret: clientSecret };
  expect((await askForToken(baseUrl, query)).body.error).toBe("unsupported_grant_type");
});

test("a refresh token buys another access token, one that was made up does not", async () => {
  const { baseUrl, clientId, clientSecret } = await ownSandbox();
  const credentials = { client_id: clientId, client_secret: clientSecret };
  const first = JSON.parse(
    (await askForToken(baseUrl, { grant_type: "client_credentials", ...credentials })).text,
  );
  const refresh = { grant_type: "refresh_token", ...credentials, refresh_token: first.refresh_token };
  const second = JSON.parse((await askForToken(baseUrl, refresh)).text);
  expect(second.access_token).not.toBe(first.access_token);
  expect((await callsWith(baseUrl, second.access_token).get("/organisation")).status).toBe(200);
  const invented = await askForToken(baseUrl, { ...refresh, refresh_token: "invented" });
  expect([invented.status, invented.body.error]).toEqual([400, "invalid_grant"]);
});

async function refreshing(guesses: SandboxOptions["guesses"] = {}) {
  const { baseUrl, clientId, clientSecret } = await ownSandbox({ guesses });
  const credentials = { client_id: clientId, client_secret: clientSecret };
  const answer = await askForToken(baseUrl, { grant_type: "client_credentials", ...credentials });
  const first = JSON.parse(answer.text);
  const refresh = (token: string) =>
    askForToken(baseUrl, { grant_type: "refresh_token", ...credentials, refresh_token: token });
  return { first, refresh };
}

test("with refresh-token=no there is none", async () => {
  const { first } = await refreshing({ "refresh-token": "no" });
  expect(first).not.toHaveProperty("refresh_token");
});

test.each([
  ["no", 200],
  ["yes", 400],
] as const)("with refresh-token-rotates=%s a used refresh token is answered %i", async (policy, status) => {
  const { first, refresh } = await refreshing({ "refresh-token-rotates": policy });
  const next = JSON.parse((await refresh(first.refresh_token)).text).refresh_token;
  expect((await refresh(first.refresh_token)).status).toBe(status);
  expect((await refresh(next)).status).toBe(200);
});

test("a token expires on the sandbox's clock", async () => {
  let now = Date.UTC(2026, 0, 1);
  const { api } = await signedIn({ clock: () => now, guesses: { "token-lifetime": 60 } });
  now += 59_000;
  expect((await api.get("/organisation")).status).toBe(200);
  now += 1_000;
  const late = await api.get("/organisation");
  expect(late.body).toEqual({ error: "invalid_token", error_description: "invalid token" });
  expect(late.headers.get("date")).toBe("Thu, 01 Jan 2026 00:01:00 GMT");
});

test("revokeTokens ends access and refresh tokens", async () => {
  const sandbox = await ownSandbox();
  const { baseUrl, clientId, clientSecret } = sandbox;
  const query = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const token = JSON.parse((await askForToken(baseUrl, query)).text);
  sandbox.revokeTokens();
  expect((await callsWith(baseUrl, token.access_token).get("/organisation")).status).toBe(401);
  const refresh = { ...query, grant_type: "refresh_token", refresh_token: token.refresh_token };
  expect((await askForToken(baseUrl, refresh)).status).toBe(400);
  expect((await (await signIn(sandbox)).get("/organisation")).status).toBe(200);
});

test.each([
  ["no", 200],
  ["yes", 401],
] as const)("with token-revokes-previous=%s an older token is answered %i", async (policy, status) => {
  const { sandbox, api } = await signedIn({ guesses: { "token-revokes-previous": policy } });
  await signIn(sandbox);
  expect((await api.get("/organisation")).status).toBe(status);
});

test("two organisations see nothing of each other", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  const other = sandbox.addOrganisation({ name: "Elsewhere Ltd" });
  const elsewhere = await signIn(sandbox, other);
  const [mine] = [...sandbox.world.endpoints.keys()];
  expect((await elsewhere.get("/endpoints")).body.result?.entries).toEqual([]);
  expect((await elsewhere.remove(`/endpoints/${mine}`)).status).toBe(404);
  expect((await elsewhere.get("/organisation")).body.result).toMatchObject({ name: "Elsewhere Ltd" });
  await elsewhere.post("/endpoints", { description: "x", endpointType: "voice", uri: "sip:a@b.example" });
  expect((await api.get("/endpoints")).body.result?.entries).toHaveLength(3);
  expect(sandbox.calls.at(-1)?.organisationSid).toBe(sandbox.world.organisation.sid);
  expect(sandbox.calls.at(-2)?.organisationSid).toBe(other.world.organisation.sid);
});

test("a route that does not exist says so loudly, whatever the version", async () => {
  const sandbox = await ownSandbox();
  const origin = new URL(sandbox.baseUrl).origin;
  const answer = await fetch(`${origin}/v1/endpoints`).then(read);
  expect(answer.status).toBe(404);
  expect(answer.body.error).toContain("GET /v1/endpoints");
  expect(sandbox.calls.map((call) => call.operation)).toEqual(["unknown"]);
});

test("a body that is not JSON, or does not say that it is, is refused", async () => {
  const sandbox = await ownSandbox();
  const authorization = `Bearer ${await tokenOf(sandbox.baseUrl, sandbox)}`;
  const send = (body: string, type: string) =>
    fetch(`${sandbox.baseUrl}/endpoints`, {
      method: "POST",
      headers: { authorization, "content-type": type },
      body,
    }).then(read);
  expect((await send('{"description":', "application/json")).status).toBe(400);
  expect((await send("{}", "text/plain")).body.error).toContain("Content-Type");
});

test("calls tells how many were in flight at once", async () => {
  const { sandbox, api } = await signedIn({ latencyMs: 30 });
  await Promise.all([1, 2, 3, 4].map(() => api.get("/endpoints")));
  expect(Math.max(...sandbox.calls.map((call) => call.inFlight))).toBe(4);
  await api.get("/endpoints");
  expect(sandbox.calls.at(-1)?.inFlight).toBe(1);
});

test("latencyMs delays every call", async () => {
  const { sandbox, api } = await signedIn({ latencyMs: 50 });
  await api.get("/endpoints");
  const [call] = sandbox.calls;
  expect((call?.finishedAt ?? 0) - (call?.startedAt ?? 0)).toBeGreaterThanOrEqual(45);
});

test("stop closes hanging and idle connections at once and frees the port", async () => {
  const sandbox = await startSandbox();
  const api = await signIn(sandbox);
  sandbox.clearCalls();
  sandbox.fault({ kind: "hang", operation: "endpoints.list" });
  const hanging = api.get("/endpoints").catch(() => "gone");
  await until(() => sandbox.calls.length === 1);
  await sandbox.stop();
  await sandbox.stop();
  expect(await hanging).toBe("gone");
  const port = Number(new URL(sandbox.baseUrl).port);
  await new Promise<void>((resolve, reject) => {
    const again = createServer().once("error", reject);
    again.listen(port, "127.0.0.1", () => again.close(() => resolve()));
  });
});

test("a taken port is an error that says EADDRINUSE", async () => {
  const { baseUrl } = await ownSandbox();
  const port = Number(new URL(baseUrl).port);
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("a guess that does not exist is an error, not silence", async () => {
  const guesses: object = { "put-endpoint-flag": "ignore" };
  await expect(startSandbox({ guesses })).rejects.toThrow("there is no guess");
  const value: object = { "put-endpoint-flags": "perhaps" };
  await expect(startSandbox({ guesses: value })).rejects.toThrow("accept, ignore, reject");
});
