import { expect, test } from "vitest";
import { signedIn } from "../fixtures/sandbox-session";

const voice = { description: "Lobby", endpointType: "voice", uri: "sip:%e164@203.0.113.10:5060" };
const texts = { description: "Lobby", uri: "sip:lobby@pbx.example" };

test("an endpoint is created, listed, updated and deleted", async () => {
  const { sandbox, api } = await signedIn();
  const sid = (await api.post("/endpoints", voice)).body.result?.sid ?? "";
  const entries = (await api.get("/endpoints")).body.result?.entries;
  expect(entries).toEqual([{ ...voice, sid, isDefault: false, isSecondary: false, assignedNumbers: 0 }]);
  await api.put(`/endpoints/${sid}`, { ...texts, description: "Front desk" });
  expect(sandbox.world.endpoint(sid)).toMatchObject({ description: "Front desk", uri: texts.uri });
  expect((await api.remove(`/endpoints/${sid}`)).body).toEqual({ success: true, result: { sid } });
  expect((await api.get("/endpoints")).body.result?.entries).toEqual([]);
  expect((await api.remove(`/endpoints/${sid}`)).status).toBe(404);
  expect((await api.put(`/endpoints/${sid}`, texts)).status).toBe(404);
});

test.each([
  ["a missing description", { description: undefined }],
  ["a missing uri", { uri: undefined }],
  ["a type that does not exist", { endpointType: "fax" }],
  ["a flag of the wrong type", { isDefault: "yes" }],
  ["a description of the wrong type", { description: 7 }],
  ["a field that does not exist", { colour: "green" }],
  ["https for a voice endpoint", { uri: "https://pbx.example" }],
  ["an unknown placeholder", { uri: "sip:%number@pbx.example" }],
  ["a placeholder in the host", { uri: "sip:a@%e164.example" }],
  ["a sip uri without host", { uri: "sip:a@" }],
  ["a space", { uri: "sip:a b@pbx.example" }],
  ["plain http for sms", { endpointType: "sms", uri: "http://app.example/sms" }],
  ["sip for sms", { endpointType: "sms", uri: "sip:a@pbx.example" }],
  ["a mailto without address", { endpointType: "sms", uri: "mailto:" }],
])("creating an endpoint with %s is a 400 that makes nothing", async (_what, wrong) => {
  const { sandbox, api } = await signedIn();
  const answer = await api.post("/endpoints", { ...voice, ...wrong });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ success: false, error: expect.stringMatching(/\w \w/) });
  expect(sandbox.world.endpoints.size).toBe(0);
});

test.each([
  ["voice", "sip:%e164@203.0.113.10:5060"],
  ["voice", "sip:%raw@pbx.example;transport=tcp"],
  ["voice", "sip:+%national@pbx.example"],
  ["voice", "sip:203.0.113.10"],
  ["sms", "https://app.example/sms?token=abc"],
  ["sms", "mailto:inbox@app.example"],
])("a %s endpoint takes the uri %s", async (endpointType, uri) => {
  const { api } = await signedIn();
  expect((await api.post("/endpoints", { ...voice, endpointType, uri })).status).toBe(200);
});

test("an update needs description and uri and does not know the type", async () => {
  const { sandbox, api } = await signedIn();
  const { sid } = sandbox.world.addEndpoint();
  expect((await api.put(`/endpoints/${sid}`, { description: "x" })).body.error).toContain("uri");
  expect((await api.put(`/endpoints/${sid}`, { uri: "sip:a@b" })).body.error).toContain("description");
  const typed = await api.put(`/endpoints/${sid}`, { ...texts, endpointType: "voice" });
  expect(typed.body.error).toContain("endpointType");
});

test("unknown fields pass where unknown-fields=ignore", async () => {
  const { api } = await signedIn({ guesses: { "unknown-fields": "ignore" } });
  expect((await api.post("/endpoints", { ...voice, colour: "green" })).status).toBe(200);
});

test("the endpoint list takes no query parameter", async () => {
  const { api } = await signedIn();
  expect((await api.get("/endpoints?page=1")).status).toBe(400);
});

test.each([
  ["accept", 200, true],
  ["ignore", 200, false],
  ["reject", 400, false],
] as const)(
  "with put-endpoint-flags=%s a flag in a PUT is answered %i",
  async (policy, status, isDefault) => {
    const { sandbox, api } = await signedIn({ guesses: { "put-endpoint-flags": policy } });
    const { sid } = sandbox.world.addEndpoint();
    expect((await api.put(`/endpoints/${sid}`, { ...texts, isDefault: true })).status).toBe(status);
    expect(sandbox.world.endpoint(sid).isDefault).toBe(isDefault);
  },
);

test.each([
  ["merge", true],
  ["reset", false],
] as const)(
  "with put-endpoint-undeclared=%s a flag that is left out becomes %s",
  async (policy, isSecondary) => {
    const { sandbox, api } = await signedIn({ guesses: { "put-endpoint-undeclared": policy } });
    const { sid } = sandbox.world.addEndpoint({ isSecondary: true });
    await api.put(`/endpoints/${sid}`, texts);
    expect(sandbox.world.endpoint(sid).isSecondary).toBe(isSecondary);
  },
);

test.each([
  ["yes", false],
  ["no", true],
] as const)(
  "with single-default=%s the former default of the type stays default: %s",
  async (policy, stays) => {
    const { sandbox, api } = await signedIn({ guesses: { "single-default": policy } });
    const former = sandbox.world.addEndpoint({ isDefault: true }).sid;
    const sms = sandbox.world.addEndpoint({ endpointType: "sms", isDefault: true }).sid;
    await api.post("/endpoints", { ...voice, isDefault: true });
    expect(sandbox.world.endpoint(former).isDefault).toBe(stays);
    expect(sandbox.world.endpoint(sms).isDefault).toBe(true);
  },
);

test("with single-secondary=yes there is one secondary of a type", async () => {
  const { sandbox, api } = await signedIn({ guesses: { "single-secondary": "yes" } });
  const former = sandbox.world.addEndpoint({ isSecondary: true }).sid;
  await api.post("/endpoints", { ...voice, isSecondary: true });
  expect(sandbox.world.endpoint(former).isSecondary).toBe(false);
});

test("with clear-default=refuse the default cannot simply be taken away", async () => {
  const { sandbox, api } = await signedIn({ guesses: { "clear-default": "refuse" } });
  const { sid } = sandbox.world.addEndpoint({ isDefault: true });
  expect((await api.put(`/endpoints/${sid}`, { ...texts, isDefault: false })).status).toBe(409);
  expect(sandbox.world.endpoint(sid).isDefault).toBe(true);
});

test("with delete-default-endpoint=refuse the default endpoint stays", async () => {
  const { sandbox, api } = await signedIn({ guesses: { "delete-default-endpoint": "refuse" } });
  const { sid } = sandbox.world.addEndpoint({ isDefault: true });
  expect((await api.remove(`/endpoints/${sid}`)).status).toBe(409);
});

test("an endpoint that numbers route to is not deleted", async () => {
  const { sandbox, api } = await signedIn();
  const { sid } = sandbox.world.addEndpoint();
  sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: sid });
  const answer = await api.remove(`/endpoints/${sid}`);
  expect(answer.status).toBe(409);
  expect(answer.body.error).toContain("1 number routes");
  expect(sandbox.world.endpoints.has(sid)).toBe(true);
});

test("with delete-endpoint-in-use=cascade the numbers lose the endpoint", async () => {
  const { sandbox, api } = await signedIn({ guesses: { "delete-endpoint-in-use": "cascade" } });
  const { sid } = sandbox.world.addEndpoint();
  const number = sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: sid });
  expect((await api.remove(`/endpoints/${sid}`)).status).toBe(200);
  expect(sandbox.world.numberOf(number.sid).voiceEndpointSid).toBeNull();
});

test("with conflict-status=200 a refusal is a 200 with success:false", async () => {
  const { sandbox, api } = await signedIn({ guesses: { "conflict-status": "200" } });
  const { sid } = sandbox.world.addEndpoint();
  sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: sid });
  const answer = await api.remove(`/endpoints/${sid}`);
  expect([answer.status, answer.body.success]).toEqual([200, false]);
});

test("with delete-reply=204 a delete has no body", async () => {
  const { sandbox, api } = await signedIn({ guesses: { "delete-reply": "204" } });
  const answer = await api.remove(`/endpoints/${sandbox.world.addEndpoint().sid}`);
  expect([answer.status, answer.text]).toEqual([204, ""]);
});

test("the service can rewrite what it is given", async () => {
  const guesses = { "description-normalisation": "trim", "uri-normalisation": "lowercase" } as const;
  const { sandbox, api } = await signedIn({ guesses });
  await api.post("/endpoints", { ...voice, description: "  Lobby ", uri: "sip:Lobby@PBX.example" });
  const [endpoint] = [...sandbox.world.endpoints.values()];
  expect(endpoint).toMatchObject({ description: "Lobby", uri: "sip:lobby@pbx.example" });
});

test("the list counts the numbers that route to an endpoint, unless the field is absent", async () => {
  const shown = await signedIn({ seed: "demo" });
  const counts = (await shown.api.get("/endpoints")).body.result?.entries?.map((row) => row.assignedNumbers);
  expect(counts).toEqual([4, 1, 3]);
  const hidden = await signedIn({ seed: "demo", guesses: { "assignment-count-field": "absent" } });
  const [first] = (await hidden.api.get("/endpoints")).body.result?.entries ?? [];
  expect(first).not.toHaveProperty("assignedNumbers");
});

test("the count of numbers follows assignments and numbers that leave", async () => {
  const { sandbox, api } = await signedIn();
  const { sid } = sandbox.world.addEndpoint();
  const number = sandbox.world.addNumber({ number: "+441134960100" });
  const count = async () => (await api.get("/endpoints")).body.result?.entries?.[0]?.assignedNumbers;
  expect(await count()).toBe(0);
  await api.post(`/numbers/${number.sid}/endpoints`, { voiceEndpointSid: sid });
  expect(await count()).toBe(1);
  sandbox.world.removeNumber(number.sid);
  expect(await count()).toBe(0);
});

test("a portal edit is seen by the next list", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  await api.get("/endpoints");
  const [sid = ""] = sandbox.world.endpoints.keys();
  sandbox.world.editEndpoint(sid, { uri: "sip:moved@pbx.example" });
  expect((await api.get("/endpoints")).body.result?.entries?.[0]?.uri).toBe("sip:moved@pbx.example");
  sandbox.world.removeEndpoint(sid);
  expect((await api.get("/endpoints")).body.result?.entries).toHaveLength(2);
});
