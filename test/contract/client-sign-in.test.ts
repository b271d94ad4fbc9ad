import { expect, test, vi } from "vitest";
import type { Account } from "../../provider/client/account";
import type { Sandbox } from "../../sandbox/index";
import { callsTo, clientOf, failureOf, running, signedIn, withoutJitter } from "./client-stage";

test("signing in puts the credentials into the query string, without a body or a bearer", async () => {
  const sandbox = await running();

  await clientOf(sandbox).organisation();

  const [signIn, read, ...more] = sandbox.calls;
  expect(more).toEqual([]);
  expect(signIn).toMatchObject({ operation: "oauth.token", method: "POST", body: undefined, status: 200 });
  expect(signIn?.query).toEqual({
    grant_type: "client_credentials",
    client_id: sandbox.clientId,
    client_secret: "[redacted]",
  });
  expect(signIn?.headers).not.toHaveProperty("authorization");
  expect(signIn?.headers).not.toHaveProperty("content-type");
  expect(read).toMatchObject({ operation: "organisation.get", method: "GET", status: 200 });
  expect(read?.headers).toMatchObject({ authorization: "[redacted]", accept: "application/json" });
  expect(read?.headers["user-agent"]).toMatch(/^pulumi-cloudnumbering\/\S+ node\/\S+$/);
});

test("connecting sends nothing", async () => {
  const sandbox = await running();

  clientOf(sandbox);

  expect(sandbox.calls).toEqual([]);
});

test("all operations of a process use one token", async () => {
  const sandbox = await running({ seed: "demo" });
  const client = clientOf(sandbox);

  await Promise.all([client.organisation(), client.numbers.list({}), client.allowedIps.list("voice")]);
  await client.endpoints.all();

  expect(callsTo(sandbox, "oauth.token")).toHaveLength(1);
});

test("whose account it is is asked once", async () => {
  const sandbox = await running();
  const client = clientOf(sandbox);

  const [first, second] = await Promise.all([client.organisation(), client.organisation()]);
  const third = await client.organisation();

  expect(first.sid).toBe(sandbox.world.organisation.sid);
  expect([second, third]).toEqual([first, first]);
  expect(callsTo(sandbox, "organisation.get")).toHaveLength(1);
});

test("whose account it is is asked again after it could not be told", async () => {
  const sandbox = await running();
  const client = clientOf(sandbox);
  sandbox.fault({ kind: "status", status: 403, operation: "organisation.get" });
  await failureOf(client.organisation(), sandbox);

  expect((await client.organisation()).sid).toBe(sandbox.world.organisation.sid);
});

test("F2 wrong credentials are told as such, and are not tried again", async () => {
  const sandbox = await running();
  const client = clientOf(sandbox, { clientSecret: "not-the-secret-of-anyone" });

  const error = await failureOf(client.organisation(), { clientSecret: "not-the-secret-of-anyone" });

  expect(error).toMatchObject({ kind: "auth", status: 401, operation: "sign in" });
  expect(error.message).toContain("Client authentication failed");
  expect(error.message).toContain("check the client id and secret");
  expect(error.message).toContain(error.requestId);
  expect(sandbox.calls).toHaveLength(1);
});

test("F2 credentials that were refused are not sent again, however many operations need them", async () => {
  const sandbox = await running();
  const client = clientOf(sandbox, { clientSecret: "not-the-secret-of-anyone" });

  const ends = await Promise.allSettled(Array.from({ length: 64 }, () => client.numbers.list({})));
  const last = await failureOf(client.organisation(), sandbox);

  expect(ends.every(({ status }) => status === "rejected")).toBe(true);
  expect(last).toMatchObject({ kind: "auth", status: 401 });
  expect(sandbox.calls).toHaveLength(1);
});

test("a sign-in that failed on the service's side is tried anew by the next operation", async () => {
  withoutJitter();
  const sandbox = await running();
  sandbox.fault({ kind: "status", status: 503, operation: "oauth.token", times: 5 });
  const client = clientOf(sandbox);
  expect(await failureOf(client.organisation(), sandbox)).toMatchObject({ kind: "api", status: 503 });

  await expect(client.organisation()).resolves.toMatchObject({ sid: sandbox.world.organisation.sid });
});

test("F16 the secret stands in no call that the service logs, and in no line of ours", async () => {
  const lines = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  vi.stubEnv("CLOUDNUMBERING_LOG", "debug");
  const sandbox = await running();
  await clientOf(sandbox).organisation();
  sandbox.fault({ kind: "dropBefore", operation: "oauth.token" });
  await clientOf(sandbox).organisation();
  const written = lines.mock.calls.map(([line]) => String(line)).join("");
  lines.mockRestore();
  vi.unstubAllEnvs();

  expect(written).toContain("client_secret=[redacted]");
  expect(written).not.toContain(sandbox.clientSecret);
  expect(JSON.stringify(sandbox.calls)).not.toContain(sandbox.clientSecret);
});

test("F16 a secret that the service repeats in its answer is not shown, wherever in a long text it stands", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  const { clientSecret } = sandbox;
  for (const lead of ["", "x".repeat(490), "x".repeat(460)]) {
    const body = { success: false, error: `${lead} ${clientSecret} is no good` };
    sandbox.fault({ kind: "status", status: 400, body, operation: "endpoints.list" });

    const { message } = await failureOf(client.endpoints.all(), sandbox);

    for (let length = 6; length <= clientSecret.length; length++) {
      expect(message).not.toContain(clientSecret.slice(0, length));
    }
  }
});

test("F5 a token that expired in mid-run is renewed, by the refresh token, and the call goes through", async () => {
  let later = 0;
  const sandbox = await running({ seed: "demo", clock: () => Date.now() + later });
  const client = await signedIn(sandbox);
  later = 2 * 60 * 60 * 1000;

  await expect(client.numbers.list({})).resolves.toHaveLength(10);

  expect(sandbox.calls.map(({ operation, status }) => [operation, status])).toEqual([
    ["numbers.list", 401],
    ["oauth.token", 200],
    ["numbers.list", 200],
  ]);
  expect(sandbox.calls[1]?.query).toMatchObject({ grant_type: "refresh_token", refresh_token: "[redacted]" });
});

test("F5 when the refresh token was revoked too, the credentials still hold", async () => {
  const sandbox = await running({ seed: "demo" });
  const client = await signedIn(sandbox);
  sandbox.revokeTokens();

  await expect(client.numbers.list({})).resolves.toHaveLength(10);

  const grants = callsTo(sandbox, "oauth.token").map(({ query, status }) => [query.grant_type, status]);
  expect(grants).toEqual([
    ["refresh_token", 400],
    ["client_credentials", 200],
  ]);
});

test("F5 a create whose token was refused is sent again, and makes one endpoint", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  await client.endpoints.all();
  sandbox.revokeTokens();

  const creation = await client.endpoints.create(
    { endpointType: "voice", description: "Reception", uri: "sip:pbx.example.com" },
    false,
  );

  expect([...sandbox.world.endpoints.keys()]).toEqual(["sid" in creation && creation.sid]);
});

test("F5 64 answers of 401 at once make one renewal", async () => {
  const sandbox = await running({ latencyMs: 50, guesses: { "refresh-token": "no" } });
  const client = await signedIn(sandbox, { maxConcurrentRequests: 64 });
  sandbox.revokeTokens();

  await listMany(client, 64);

  expect(statuses(sandbox, "numbers.list").filter((status) => status === 401)).toHaveLength(64);
  expect(statuses(sandbox, "oauth.token")).toEqual([200]);
});

test("F5 calls that come while the token is renewed wait for the new one", async () => {
  const sandbox = await running({ latencyMs: 20, guesses: { "refresh-token": "no" } });
  const client = await signedIn(sandbox, { maxConcurrentRequests: 4 });
  sandbox.revokeTokens();

  await listMany(client, 64);

  expect(statuses(sandbox, "numbers.list").filter((status) => status === 401).length).toBeLessThanOrEqual(4);
  expect(statuses(sandbox, "oauth.token")).toEqual([200]);
});

test("F6 two processes whose new tokens revoke each other's both get their work done", async () => {
  const sandbox = await running({ seed: "demo", guesses: { "token-revokes-previous": "yes" } });
  const one = clientOf(sandbox);
  const other = clientOf(sandbox);

  for (let round = 0; round < 10; round++) {
    const both = await Promise.all([one.numbers.list({}), other.numbers.list({})]);
    expect(both.map((numbers) => numbers.length)).toEqual([10, 10]);
  }
  await Promise.all([listMany(one, 32), listMany(other, 32)]);
});

test("F6 two processes hold tokens of one account at the same time", async () => {
  const sandbox = await running();
  const [one, other] = [clientOf(sandbox), clientOf(sandbox)];
  await one.organisation();
  await other.organisation();
  sandbox.clearCalls();

  await one.numbers.list({});
  await other.numbers.list({});

  expect(callsTo(sandbox, "oauth.token")).toEqual([]);
});

test("two accounts in one process see only their own things", async () => {
  const sandbox = await running({ seed: "demo" });
  const stranger = sandbox.addOrganisation({ name: "Stranger Ltd" });
  const [ours, theirs] = [clientOf(sandbox), clientOf(stranger)];

  const [ourNumbers, theirNumbers] = await Promise.all([ours.numbers.list({}), theirs.numbers.list({})]);

  expect(ourNumbers).toHaveLength(10);
  expect(theirNumbers).toEqual([]);
  expect((await theirs.organisation()).sid).toBe(stranger.world.organisation.sid);
});

test("F18 a bearer refused in the OAuth shape again and again ends in an error with what the service said", async () => {
  const sandbox = await running();
  const client = await signedIn(sandbox);
  sandbox.fault({ kind: "unauthorised", operation: "endpoints.list", times: Number.POSITIVE_INFINITY });

  const error = await failureOf(client.endpoints.all(), sandbox);

  expect(error).toMatchObject({ kind: "auth", status: 401, mayHaveHappened: false });
  expect(error.message).toMatch(/^list endpoints: .*invalid token/);
  expect(sandbox.calls.length).toBeLessThan(30);
});

test.each([
  ["no refresh token and no lifetime", { access_token: "", token_type: "Bearer" }],
  ["a refresh token of null", { access_token: "", expires_in: 3600, refresh_token: null }],
  ["an empty refresh token", { access_token: "", expires_in: 3600, refresh_token: "" }],
  ["a lifetime as text", { access_token: "", expires_in: "3600" }],
  ["a lifetime of null", { access_token: "", expires_in: null }],
])("F22 a token reply with %s is enough to work with", async (_what, reply) => {
  const sandbox = await running();
  const access_token = await tokenOf(sandbox);
  sandbox.fault({ kind: "status", status: 200, body: { ...reply, access_token }, operation: "oauth.token" });

  await expect(clientOf(sandbox).organisation()).resolves.toMatchObject({
    sid: sandbox.world.organisation.sid,
  });
});

async function listMany({ numbers }: Account, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => numbers.list({ alias: `no ${index}` })));
}

function statuses(sandbox: Sandbox, operation: string) {
  return callsTo(sandbox, operation).map(({ status }) => status);
}

/** A token that the sandbox takes, got without the client. */
async function tokenOf({ baseUrl, clientId, clientSecret }: Sandbox): Promise<string> {
  const query = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  });
  const reply = await fetch(`${baseUrl}/oauth/token?${query}`, { method: "POST" });
  return ((await reply.json()) as { access_token: string }).access_token;
}
