import { expect, test } from "vitest";
import type { Sandbox } from "../../sandbox";
import { read, signedIn, signIn } from "../fixtures/sandbox-session";

function control(sandbox: Sandbox, method: string, path: string, body?: unknown) {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(new URL(`/_sandbox${path}`, sandbox.baseUrl), { method, ...init }).then(read);
}

test("another process reads the world, the calls and the guesses, and leaves no trace in the calls", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo", guesses: { "duplicate-ip": "409" } });
  await api.get("/endpoints");
  await api.get("/organisation");
  expect(JSON.parse((await control(sandbox, "GET", "/world")).text)).toEqual(sandbox.world.snapshot());
  const calls = JSON.parse((await control(sandbox, "GET", "/calls?operation=endpoints.list")).text);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({ operation: "endpoints.list", status: 200 });
  const guesses = JSON.parse((await control(sandbox, "GET", "/guesses")).text);
  expect(guesses["duplicate-ip"]).toMatchObject({ value: "409", default: "ok", values: ["ok", "409"] });
  expect(sandbox.calls).toHaveLength(2);
  await control(sandbox, "DELETE", "/calls");
  expect(sandbox.calls).toHaveLength(0);
});

test("another process scripts trouble and ends it", async () => {
  const { sandbox, api } = await signedIn();
  const fault = { kind: "status", status: 503, operation: "endpoints.list", times: "Infinity" };
  const { id } = JSON.parse((await control(sandbox, "POST", "/faults", fault)).text);
  expect((await api.get("/endpoints")).status).toBe(503);
  expect(JSON.parse((await control(sandbox, "GET", "/faults")).text)).toMatchObject([{ id, hits: 1 }]);
  await control(sandbox, "DELETE", `/faults/${id}`);
  expect((await api.get("/endpoints")).status).toBe(200);
  const wrong = await control(sandbox, "POST", "/faults", { kind: "explode" });
  expect([wrong.status, wrong.body.error]).toEqual([400, expect.stringContaining("kind is one of")]);
  await control(sandbox, "POST", "/faults", fault);
  await control(sandbox, "DELETE", "/faults");
  expect((await api.get("/endpoints")).status).toBe(200);
});

test("another process edits the portal", async () => {
  const { sandbox } = await signedIn();
  const added = JSON.parse(
    (await control(sandbox, "POST", "/portal/endpoints", { description: "By hand" })).text,
  );
  const edited = await control(sandbox, "POST", `/portal/endpoints/${added.sid}`, {
    isDefault: true,
    sid: "x",
  });
  expect(edited.status).toBe(200);
  expect(sandbox.world.endpoint(added.sid)).toMatchObject({ description: "By hand", isDefault: true });
  const number = JSON.parse(
    (await control(sandbox, "POST", "/portal/numbers", { number: "+441134960100" })).text,
  );
  await control(sandbox, "POST", `/portal/numbers/${number.sid}`, { voiceEndpointSid: added.sid });
  expect(sandbox.world.numberOf(number.sid).voiceEndpointSid).toBe(added.sid);
  await control(sandbox, "DELETE", `/portal/endpoints/${added.sid}`);
  expect(sandbox.world.endpoints.size).toBe(0);
  await control(sandbox, "POST", "/portal/allowed-ips/voice", { ip: "203.0.113.9" });
  expect(sandbox.world.allowedIps.voice).toEqual(["203.0.113.9"]);
  await control(sandbox, "POST", "/portal/organisation", { balance: 3 });
  expect(sandbox.world.organisation.balance).toBe(3);
  expect((await control(sandbox, "POST", "/portal/endpoints/EP0", {})).status).toBe(400);
});

test("another process buys, disconnects, reconnects, raises a price and plays another customer", async () => {
  const { sandbox } = await signedIn();
  const { catalogue, pool, ledger } = sandbox.world.trade;
  const portal = async (method: string, path: string, body?: unknown) => {
    const answer = await control(sandbox, method, `/portal${path}`, body);
    return { status: answer.status, ...JSON.parse(answer.text) };
  };
  const [rateCardEntrySid = ""] = catalogue.entries.keys();
  const { numbers } = await portal("POST", "/orders", { rateCardEntrySid, amount: 2 });
  await portal("POST", `/numbers/${numbers[0].sid}/disconnect`);
  expect(sandbox.world.numberOf(numbers[0].sid).status).toBe("DISCONNECTED");
  await portal("POST", "/reconnects", { numberSids: [numbers[0].sid] });
  expect(sandbox.world.numberOf(numbers[0].sid).status).toBe("IN_SERVICE");
  expect(ledger.movements.map((movement) => movement.amount)).toEqual([-4.4, -2]);

  await portal("POST", `/catalogue/${rateCardEntrySid}`, { cost: 1.35 });
  expect(catalogue.entry(rateCardEntrySid).cost).toBe(1.35);
  expect((await portal("POST", `/catalogue/${rateCardEntrySid}`, { cost: "dear" })).status).toBe(400);
  const { sid: product } = await portal("POST", "/catalogue", { description: "By hand", cost: 9 });
  await portal("DELETE", `/catalogue/${product}`);
  expect(catalogue.entries.size).toBe(5);

  const { sid } = await portal("POST", "/pool", { number: "+353209100001", countryIso: "IE" });
  await portal("POST", `/pool/${sid}/sell`);
  expect(pool.isAvailable(pool.numberOf(sid))).toBe(false);
  await portal("DELETE", `/pool/${sid}`);
  expect(pool.find(sid)).toBeUndefined();

  await portal("POST", "/organisation", { balance: 1 });
  expect((await portal("POST", "/orders", { rateCardEntrySid })).status).toBe(400);
  expect((await portal("POST", "/organisation", { balance: "much" })).status).toBe(400);
  expect(sandbox.world.organisation.balance).toBe(1);
});

test("another process adds an organisation and edits it by its SID", async () => {
  const { sandbox } = await signedIn({ seed: "demo" });
  const added = JSON.parse((await control(sandbox, "POST", "/organisations", { name: "Elsewhere" })).text);
  const query = `?organisation=${added.organisationSid}`;
  await control(sandbox, "POST", `/portal/endpoints${query}`, { description: "There" });
  const world = JSON.parse((await control(sandbox, "GET", `/world${query}`)).text);
  expect(world.endpoints).toHaveLength(1);
  expect(sandbox.world.endpoints.size).toBe(3);
});

test("reset goes back to the seed, keeps the credentials and ends tokens, faults and calls", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  const before = sandbox.world.snapshot();
  await api.post("/endpoints", { description: "x", endpointType: "voice", uri: "sip:a@b.example" });
  sandbox.fault({ kind: "status", status: 500 });
  await control(sandbox, "POST", "/reset");
  expect(sandbox.world.snapshot()).toEqual(before);
  expect(sandbox.calls).toHaveLength(0);
  expect((await api.get("/endpoints")).status).toBe(401);
  expect((await (await signIn(sandbox)).get("/endpoints")).status).toBe(200);
});

test("after a reset to the empty seed the endpoint list is empty", async () => {
  const { sandbox, api } = await signedIn();
  sandbox.world.addEndpoint();
  expect((await api.get("/endpoints")).body.result?.entries).toHaveLength(1);
  await control(sandbox, "POST", "/reset");
  expect((await (await signIn(sandbox)).get("/endpoints")).body.result?.entries).toEqual([]);
});

test("seed changes what the sandbox holds, for the same credentials", async () => {
  const { sandbox } = await signedIn();
  const sid = sandbox.world.organisation.sid;
  expect((await control(sandbox, "POST", "/seed", { seed: "demo" })).status).toBe(200);
  expect(sandbox.world.numbers.size).toBe(12);
  expect(sandbox.world.organisation.sid).toBe(sid);
  expect((await control(sandbox, "POST", "/seed", { seed: "full" })).status).toBe(400);
});

test("revoke-tokens ends them, an unknown control route is a 404", async () => {
  const { sandbox, api } = await signedIn();
  await control(sandbox, "POST", "/revoke-tokens");
  expect((await api.get("/endpoints")).status).toBe(401);
  expect((await control(sandbox, "POST", "/explode")).status).toBe(404);
});
