import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Answer, askForToken, callsWith, ownSandbox, signedIn } from "../fixtures/sandbox-session";
import { openShop } from "./sandbox-shop";

interface Fixture {
  readonly source: string;
  readonly status: number;
  readonly body: unknown;
}

function fixture(name: string): Fixture {
  return JSON.parse(readFileSync(join(__dirname, `../fixtures/${name}.json`), "utf8"));
}

const SID = /^([A-Z]{2})[0-9A-Z]{32}$/;

/** The value with what may differ from reply to reply taken away: texts, amounts, the tails of SIDs. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, inner]) => [name, name === "success" ? inner : shapeOf(inner)]),
    );
  }
  const prefix = typeof value === "string" ? SID.exec(value)?.[1] : undefined;
  return prefix === undefined || prefix === "EP" ? typeof value : `SID ${prefix}`;
}

function expectLike(answer: Answer, name: string): void {
  const wanted = fixture(name);
  expect({ status: answer.status, shape: shapeOf(JSON.parse(answer.text)) }).toEqual({
    status: wanted.status,
    shape: shapeOf(wanted.body),
  });
}

test("a token reply has no envelope and says everything in snake_case and camelCase", async () => {
  const { baseUrl, clientId, clientSecret } = await ownSandbox();
  const query = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  expectLike(await askForToken(baseUrl, query), "token");
});

test("wrong credentials are answered in the OAuth shape", async () => {
  const { baseUrl, clientId } = await ownSandbox();
  const query = { grant_type: "client_credentials", client_id: clientId, client_secret: "wrong" };
  expectLike(await askForToken(baseUrl, query), "bad-credentials");
});

test("a bad bearer is answered word for word as the guide says", async () => {
  const { baseUrl } = await ownSandbox();
  const answer = await callsWith(baseUrl, "nonsense").get("/numbers");
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual(fixture("bad-bearer").body);
});

test.each([
  ["organisation", "/organisation"],
  ["endpoint-list", "/endpoints"],
  ["allowed-ip-list", "/endpoints/voice/ips"],
  ["number-list", "/numbers"],
  ["catalogue-list", "/catalogue"],
  ["number-group-list", "/number-groups"],
  ["available-number-list", "/numbers/available"],
  ["order-list", "/orders"],
  ["refusal", "/numbers?page=0"],
  ["unknown-route", "/invoices"],
])("the sandbox's %s looks like its fixture", async (name, path) => {
  const { api } = await signedIn({ seed: "demo" });
  expectLike(await api.get(path), name);
});

test("a created endpoint is answered with its SID", async () => {
  const { api } = await signedIn();
  const body = { description: "Lobby", endpointType: "voice", uri: "sip:%e164@203.0.113.10:5060" };
  expectLike(await api.post("/endpoints", body), "endpoint-created");
});

test("an assignment is answered with the number's SID", async () => {
  const { sandbox, api } = await signedIn();
  const { sid } = sandbox.world.addNumber({ number: "+441134960100" });
  expectLike(await api.post(`/numbers/${sid}/endpoints`, { reference: "Lobby" }), "number-assigned");
});

test("buying is answered step by step as its fixtures: preview, order, the order's numbers", async () => {
  const { api, preview, order, wanted } = await openShop();
  expectLike(await preview(wanted(1)), "order-preview");
  const answer = await order(wanted(1));
  expectLike(answer, "order-created");
  expectLike(await api.get(`/orders/${answer.body.result?.sid}`), "order");
});

test("giving a number up and getting it back is answered as the fixtures", async () => {
  const { sandbox, api } = await signedIn();
  const { sid } = sandbox.world.addNumber({ number: "+441134960100" });
  expectLike(await api.remove(`/numbers/${sid}`), "number-disconnected");
  expectLike(await api.post("/numbers/reconnect/preview", { numberSids: [sid] }), "reconnect-preview");
  const answer = await api.post("/numbers/reconnect", { numberSids: [sid] });
  expectLike(answer, "reconnect-requested");
  expectLike(await api.get(`/numbers/reconnect/${answer.body.result?.requestSid}`), "reconnect-status");
});

test("an updated organisation is answered with its SID", async () => {
  const { api } = await signedIn();
  expectLike(await api.put("/organisation", { city: "York" }), "organisation-updated");
});
