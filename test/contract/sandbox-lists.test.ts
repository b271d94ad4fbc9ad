import { expect, test } from "vitest";
import { signedIn } from "../fixtures/sandbox-session";

test("allowed addresses are listed, added and removed", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  expect((await api.post("/endpoints/voice/ips", { ip: "203.0.113.40" })).status).toBe(200);
  const listed = await api.get("/endpoints/voice/ips");
  expect(listed.body.result?.entries).toEqual(["203.0.113.10", "203.0.113.11", "203.0.113.40"]);
  expect((await api.remove("/endpoints/voice/ips/203.0.113.10")).status).toBe(200);
  expect((await api.remove("/endpoints/voice/ips/203.0.113.10")).status).toBe(404);
  expect(sandbox.world.allowedIps.voice).toEqual(["203.0.113.11", "203.0.113.40"]);
});

test.each(["203.0.113.256", "203.0.113", "2001:db8::1", "203.0.113.0/24", "pbx.example", ""])(
  "the address %j is refused",
  async (ip) => {
    const { api } = await signedIn();
    expect((await api.post("/endpoints/voice/ips", { ip })).status).toBe(400);
  },
);

test("with ip-forms=any IPv6 and CIDR are taken, and removed by their encoded form", async () => {
  const { sandbox, api } = await signedIn({ guesses: { "ip-forms": "any" } });
  for (const ip of ["2001:db8::1", "203.0.113.0/24"]) {
    expect((await api.post("/endpoints/voice/ips", { ip })).status).toBe(200);
    expect((await api.remove(`/endpoints/voice/ips/${encodeURIComponent(ip)}`)).status).toBe(200);
  }
  expect((await api.post("/endpoints/voice/ips", { ip: "203.0.113.0/33" })).status).toBe(400);
  expect(sandbox.world.allowedIps.voice).toEqual([]);
});

test.each([
  ["ok", 200],
  ["409", 409],
] as const)("with duplicate-ip=%s adding an address twice is answered %i", async (policy, status) => {
  const { sandbox, api } = await signedIn({ guesses: { "duplicate-ip": policy } });
  sandbox.world.allowIp("voice", "203.0.113.10");
  expect((await api.post("/endpoints/voice/ips", { ip: "203.0.113.10" })).status).toBe(status);
  expect(sandbox.world.allowedIps.voice).toEqual(["203.0.113.10"]);
});

test("an sms allowlist exists only with sms-allowlist=yes, any other type never", async () => {
  const strict = await signedIn();
  expect((await strict.api.get("/endpoints/sms/ips")).status).toBe(400);
  const lenient = await signedIn({ guesses: { "sms-allowlist": "yes" } });
  expect((await lenient.api.get("/endpoints/sms/ips")).body.result?.entries).toEqual([]);
  expect((await lenient.api.get("/endpoints/fax/ips")).status).toBe(400);
});

test("numbers come ten at a time, the pages tell how many there are", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.world.fill({ numbers: 25 });
  const first = await api.get("/numbers");
  expect(first.body.result?.entries).toHaveLength(10);
  expect(first.body.meta?.pagination).toEqual({ page: 1, perPage: 10, pageCount: 3, total: 25 });
  const last = await api.get("/numbers?page=3");
  expect(last.body.result?.entries).toHaveLength(5);
  const beyond = await api.get("/numbers?page=4");
  expect(beyond.body.result?.entries).toEqual([]);
  expect(beyond.body.meta?.pagination).toEqual({ page: 4, perPage: 10, pageCount: 3, total: 25 });
});

test("walking the pages meets every number once", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.world.fill({ numbers: 250 });
  const met: unknown[] = [];
  for (let page = 1, pageCount = 1; page <= pageCount; page++) {
    const { body } = await api.get(`/numbers?page=${page}&perPage=100`);
    met.push(...(body.result?.entries ?? []).map((entry) => entry.sid));
    pageCount = body.meta?.pagination.pageCount ?? 0;
  }
  expect(met).toEqual([...sandbox.world.numbers.keys()]);
  expect(sandbox.calls).toHaveLength(3);
});

test("an account without numbers has no page", async () => {
  const { api } = await signedIn();
  const { body } = await api.get("/numbers");
  expect(body.result?.entries).toEqual([]);
  expect(body.meta?.pagination).toEqual({ page: 1, perPage: 10, pageCount: 0, total: 0 });
});

test.each([
  "page=0",
  "page=-1",
  "page=1.5",
  "page=",
  "perPage=0",
  "perPage=x",
  "page=1&page=2",
  "pageSize=5",
])("GET /numbers?%s is a 400", async (query) => {
  const { api } = await signedIn();
  expect((await api.get(`/numbers?${query}`)).status).toBe(400);
});

test("a perPage over 100 is refused, or clamped with per-page-over-100=clamp", async () => {
  const strict = await signedIn();
  expect((await strict.api.get("/numbers?perPage=101")).status).toBe(400);
  const lenient = await signedIn({ guesses: { "per-page-over-100": "clamp" } });
  lenient.sandbox.world.fill({ numbers: 150 });
  const answer = await lenient.api.get("/numbers?perPage=1000");
  expect(answer.body.result?.entries).toHaveLength(100);
  expect(answer.body.meta?.pagination).toEqual({ page: 1, perPage: 100, pageCount: 2, total: 150 });
});

test("only numbers in service are listed unless a status asks for others", async () => {
  const { api } = await signedIn({ seed: "demo" });
  const total = async (query: string) => (await api.get(`/numbers${query}`)).body.meta?.pagination.total;
  expect(await total("")).toBe(10);
  expect(await total("?status=DISCONNECTED")).toBe(1);
  expect(await total("?status=DISCONNECTED,PORT_IN")).toBe(2);
  expect(await total("?status=IN_SERVICE&status=PORT_IN")).toBe(11);
  expect((await api.get("/numbers?status=LOST")).status).toBe(400);
});

test("e164 finds one number exactly and pays no attention to pages", async () => {
  const { api } = await signedIn({ seed: "demo" });
  const found = await api.get("/numbers?e164=%2B442079460202&page=7");
  expect(found.body.result?.entries?.map((row) => row.number)).toEqual(["+442079460202"]);
  expect((await api.get("/numbers?e164=%2B44207946020")).body.result?.entries).toEqual([]);
  expect((await api.get("/numbers?e164=+442079460202")).status).toBe(400);
});

test("e164 finds a disconnected number only when asked, or with e164-status=any", async () => {
  const query = "/numbers?e164=%2B442079460250";
  const strict = await signedIn({ seed: "demo" });
  expect((await strict.api.get(query)).body.result?.entries).toEqual([]);
  expect((await strict.api.get(`${query}&status=DISCONNECTED`)).body.result?.entries).toHaveLength(1);
  const lenient = await signedIn({ seed: "demo", guesses: { "e164-status": "any" } });
  expect((await lenient.api.get(query)).body.result?.entries).toHaveLength(1);
});

test("alias finds part of a reference", async () => {
  const { api } = await signedIn({ seed: "demo" });
  const found = await api.get("/numbers?alias=leeds%20l");
  expect(found.body.result?.entries?.map((row) => row.reference)).toEqual(["Leeds lettings"]);
});

test("an endpoint that is not assigned shows as an empty text, or as null", async () => {
  const shown = async (form: "empty" | "null") => {
    const { sandbox, api } = await signedIn({ guesses: { "unassigned-endpoint": form } });
    sandbox.world.addNumber({ number: "+441134960100" });
    return (await api.get("/numbers")).body.result?.entries?.[0];
  };
  expect(await shown("empty")).toMatchObject({ voiceEndpointSid: "", voiceEndpointName: "" });
  expect(await shown("null")).toMatchObject({ voiceEndpointSid: null, voiceEndpointName: null });
});

async function withNumber(guesses = {}) {
  const { sandbox, api } = await signedIn({ guesses });
  const voice = sandbox.world.addEndpoint().sid;
  const sms = sandbox.world.addEndpoint({ endpointType: "sms" }).sid;
  const { sid } = sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: voice });
  const assign = (body: object) => api.post(`/numbers/${sid}/endpoints`, body);
  return { sandbox, api, voice, sms, sid, assign };
}

test("assigning one side leaves the other", async () => {
  const { sandbox, voice, sms, sid, assign } = await withNumber();
  expect((await assign({ smsEndpointSid: sms, reference: "Lobby" })).status).toBe(200);
  expect(sandbox.world.numberOf(sid)).toMatchObject({
    voiceEndpointSid: voice,
    smsEndpointSid: sms,
    reference: "Lobby",
  });
});

test("with assign-undeclared=clear what is left out is taken away", async () => {
  const { sandbox, sms, sid, assign } = await withNumber({ "assign-undeclared": "clear" });
  await assign({ smsEndpointSid: sms });
  expect(sandbox.world.numberOf(sid)).toMatchObject({ voiceEndpointSid: null, smsEndpointSid: sms });
});

test.each([
  ["null-or-empty", 200, 200],
  ["null", 200, 400],
  ["empty", 400, 200],
  ["refuse", 400, 400],
] as const)("with unassign=%s null is answered %i and an empty text %i", async (policy, onNull, onEmpty) => {
  const { assign } = await withNumber({ unassign: policy });
  expect((await assign({ voiceEndpointSid: null })).status).toBe(onNull);
  expect((await assign({ voiceEndpointSid: "" })).status).toBe(onEmpty);
});

test("an assignment is refused for another type, an unknown endpoint, an unknown number, a pool SID", async () => {
  const { sandbox, api, voice, sms, sid, assign } = await withNumber();
  expect((await assign({ voiceEndpointSid: sms })).status).toBe(400);
  expect((await assign({ voiceEndpointSid: "EP0" })).status).toBe(404);
  expect((await assign({ endpointSid: voice })).status).toBe(400);
  const pool = sandbox.world.numberOf(sid).numberSid;
  expect((await api.post(`/numbers/${pool}/endpoints`, { voiceEndpointSid: voice })).status).toBe(404);
});

test("a number that is not in service is not assigned", async () => {
  const { sandbox, voice, sid, assign } = await withNumber();
  sandbox.world.editNumber(sid, { status: "DISCONNECTED" });
  expect((await assign({ voiceEndpointSid: voice })).status).toBe(409);
});

test("the world refuses an assignment that cannot be", async () => {
  const { sandbox, sms, sid } = await withNumber();
  expect(() => sandbox.world.assign(sid, { voiceEndpointSid: sms })).toThrow("not of type voice");
  expect(() => sandbox.world.assign(sid, { voiceEndpointSid: "EP0" })).toThrow("there is no endpoint");
});
