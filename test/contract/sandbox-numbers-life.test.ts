import { expect, test } from "vitest";
import type { SandboxOptions } from "../../sandbox";
import { openShop } from "./sandbox-shop";

const DAY = 86_400;
const KEY = "0b0a4dd4-5bd6-4a6f-9d3e-3c1f6c9d3b11";

/** An account with two routed numbers that were not bought. */
async function withNumbers(options?: SandboxOptions) {
  const shop = await openShop(options);
  const { world } = shop.sandbox;
  const voice = world.addEndpoint().sid;
  const add = (number: string) =>
    world.addNumber({ number, voiceEndpointSid: voice, reference: "Lobby" }).sid;
  const [one, two] = [add("+441134960100"), add("+441134960101")];
  return {
    ...shop,
    world,
    one,
    two,
    voice,
    statuses: () => [one, two].map((sid) => world.numberOf(sid).status),
    reconnect: (numberSids: unknown, more?: object) =>
      shop.api.post("/numbers/reconnect", { numberSids, ...more }),
    preview: (numberSids: unknown) => shop.api.post("/numbers/reconnect/preview", { numberSids }),
  };
}

test("a disconnected number is out of service at once and still found by its status", async () => {
  const { api, world, one, moved } = await withNumbers();
  const answer = await api.remove(`/numbers/${one}`);
  expect([answer.status, answer.body.result]).toEqual([200, { sid: one }]);
  const listed = async (query: string) =>
    (await api.get(`/numbers${query}`)).body.result?.entries?.map((row) => row.sid);
  expect(await listed("")).not.toContain(one);
  expect(await listed("?status=DISCONNECTED")).toEqual([one]);
  expect(world.numberOf(one).disconnectedAt).toBe("2026-01-31T12:00:00.000Z");
  expect(moved()).toEqual([]);
});

test("with delete-reply=204 a disconnection is answered without a body", async () => {
  const { api, one, statuses } = await withNumbers({ guesses: { "delete-reply": "204" } });
  const answer = await api.remove(`/numbers/${one}`);
  expect([answer.status, answer.text]).toEqual([204, ""]);
  expect(statuses()).toEqual(["DISCONNECTED", "IN_SERVICE"]);
});

test.each([
  ["clear", null],
  ["keep", "the endpoint"],
] as const)("with disconnect-endpoints=%s a disconnected number routes to %s", async (policy, left) => {
  const { api, world, one, voice } = await withNumbers({ guesses: { "disconnect-endpoints": policy } });
  await api.remove(`/numbers/${one}`);
  expect(world.numberOf(one)).toMatchObject({
    voiceEndpointSid: left === null ? null : voice,
    reference: "Lobby",
  });
});

test.each([
  ["conflict", 409],
  ["ok", 200],
] as const)("with disconnect-again=%s a second disconnection is answered %i", async (policy, status) => {
  const { api, world, one, later } = await withNumbers({ guesses: { "disconnect-again": policy } });
  await api.remove(`/numbers/${one}`);
  later(60);
  expect((await api.remove(`/numbers/${one}`)).status).toBe(status);
  expect(world.numberOf(one).disconnectedAt).toBe("2026-01-31T12:00:00.000Z");
});

test("a number that is being ported, an unknown one and a pool SID are not disconnected", async () => {
  const { api, world, one, two } = await withNumbers();
  world.editNumber(one, { status: "PORT_OUT" });
  world.editNumber(two, { status: "PORT_IN" });
  expect((await api.remove(`/numbers/${one}`)).status).toBe(409);
  expect((await api.remove(`/numbers/${two}`)).status).toBe(409);
  expect((await api.remove("/numbers/AN0")).status).toBe(404);
  expect((await api.remove(`/numbers/${world.numberOf(one).numberSid}`)).status).toBe(404);
  expect(() => world.disconnect(one)).toThrow("is PORT_OUT");
});

test("a bought number that is disconnected is not for sale again, and nothing is paid back", async () => {
  const { sandbox, api, order, wanted, moved } = await openShop();
  const bought = (await order(wanted(1))).body.result?.numbers?.[0];
  await api.remove(`/numbers/${bought?.sid}`);
  expect(sandbox.world.trade.pool.available.map((row) => row.number)).not.toContain(bought?.number);
  expect(moved()).toEqual([-2.2]);
});

test("a reconnect preview says what it would cost and who may come back, and charges nothing", async () => {
  const { api, one, two, preview, moved } = await withNumbers();
  await api.remove(`/numbers/${one}`);
  expect((await preview([one, two])).body.result).toEqual({
    totalCost: 2,
    currency: "GBP",
    numbers: [
      { sid: one, eligible: true, cost: 2 },
      { sid: two, eligible: false, cost: 0, reason: "The number is not disconnected." },
    ],
  });
  expect(moved()).toEqual([]);
});

test("reconnected numbers are in service and paid for once", async () => {
  const { api, world, one, two, reconnect, statuses, moved } = await withNumbers();
  await api.remove(`/numbers/${one}`);
  await api.remove(`/numbers/${two}`);
  const { requestSid } = (await reconnect([one, two])).body.result ?? {};
  expect(requestSid).toMatch(/^NR[A-Z0-9]{32}$/);
  expect((await api.get(`/numbers/reconnect/${requestSid}`)).body.result).toEqual({
    requestSid,
    status: "COMPLETED",
    totalCost: 4,
    currency: "GBP",
    numbers: [
      { sid: one, cost: 2 },
      { sid: two, cost: 2 },
    ],
  });
  expect(statuses()).toEqual(["IN_SERVICE", "IN_SERVICE"]);
  expect(world.numberOf(one)).toMatchObject({ disconnectedAt: null, voiceEndpointSid: null });
  expect(moved()).toEqual([-4]);
  expect((await reconnect([one])).status).toBe(409);
});

test("reconnecting is all or nothing: one number in service, one unknown, or too little money", async () => {
  const { api, world, one, two, reconnect, statuses, moved } = await withNumbers();
  await api.remove(`/numbers/${one}`);
  expect((await reconnect([one, two])).status).toBe(409);
  expect((await reconnect([one, "AN0"])).status).toBe(404);
  world.editOrganisation({ balance: 1.99 });
  expect((await reconnect([one])).status).toBe(402);
  expect(statuses()).toEqual(["DISCONNECTED", "IN_SERVICE"]);
  expect(moved()).toEqual([-98.01]);
  expect(world.trade.reconnects.records.size).toBe(0);
});

test("after seven days, or another reconnect-window-days, it is too late", async () => {
  const { api, one, later, preview, reconnect } = await withNumbers();
  await api.remove(`/numbers/${one}`);
  later(7 * DAY);
  expect((await preview([one])).body.result?.totalCost).toBe(2);
  later(1);
  expect((await preview([one])).body.result?.numbers?.[0]).toMatchObject({ eligible: false, cost: 0 });
  expect((await reconnect([one])).status).toBe(409);
  const hasty = await withNumbers({ guesses: { "reconnect-window-days": 1 } });
  await hasty.api.remove(`/numbers/${hasty.one}`);
  hasty.later(DAY + 1);
  expect((await hasty.reconnect([hasty.one])).status).toBe(409);
});

test("with reconnect-speed=30 it is pending for thirty seconds and cannot be asked for twice", async () => {
  const { api, one, later, reconnect, statuses, moved } = await withNumbers({
    guesses: { "reconnect-speed": 30 },
  });
  await api.remove(`/numbers/${one}`);
  const { requestSid } = (await reconnect([one])).body.result ?? {};
  const status = async () => (await api.get(`/numbers/reconnect/${requestSid}`)).body.result?.status;
  later(29);
  expect([await status(), ...statuses()]).toEqual(["PENDING", "DISCONNECTED", "IN_SERVICE"]);
  expect((await reconnect([one])).status).toBe(409);
  later(1);
  expect(statuses()).toEqual(["IN_SERVICE", "IN_SERVICE"]);
  expect([await status(), moved()]).toEqual(["COMPLETED", [-2]]);
});

test("with reconnect-outcome=fail the numbers stay away and the money comes back", async () => {
  const { api, world, one, two, reconnect, statuses, moved } = await withNumbers({
    guesses: { "reconnect-outcome": "fail" },
  });
  await api.remove(`/numbers/${one}`);
  await api.remove(`/numbers/${two}`);
  const first = (await reconnect([one])).body.result?.requestSid;
  const second = (await reconnect([two])).body.result?.requestSid;
  for (const sid of [first, second]) {
    expect((await api.get(`/numbers/reconnect/${sid}`)).body.result?.status).toBe("FAILED");
  }
  expect(statuses()).toEqual(["DISCONNECTED", "DISCONNECTED"]);
  expect([moved(), world.organisation.balance]).toEqual([[-2, 2, -2, 2], 100]);
});

test("requests that end at the same moment are refunded once each", async () => {
  const { api, world, one, two, later, reconnect, moved } = await withNumbers({
    guesses: { "reconnect-outcome": "fail", "reconnect-speed": 5 },
  });
  for (const sid of [one, two]) {
    await api.remove(`/numbers/${sid}`);
    await reconnect([sid]);
  }
  later(5);
  expect(world.organisation.balance).toBe(100);
  expect(moved()).toEqual([-2, -2, 2, 2]);
});

test("the same idempotencyKey again gets the same request, another body a refusal", async () => {
  const { api, one, two, reconnect, moved } = await withNumbers();
  await api.remove(`/numbers/${one}`);
  await api.remove(`/numbers/${two}`);
  const first = await reconnect([one], { idempotencyKey: KEY });
  expect((await reconnect([one], { idempotencyKey: KEY })).body).toEqual(first.body);
  expect((await reconnect([two], { idempotencyKey: KEY })).status).toBe(422);
  expect(moved()).toEqual([-2]);
});

test.each([
  [[]],
  ["AN0"],
  [[7]],
  [["AN0", "AN0"]],
  [Array.from({ length: 101 }, (_, i) => `AN${i}`)],
  [undefined],
])("reconnecting the numbers %j is a 400", async (numberSids) => {
  const { preview, reconnect } = await withNumbers();
  expect((await preview(numberSids)).status).toBe(400);
  expect((await reconnect(numberSids)).status).toBe(400);
});

test("an idempotencyKey that is no UUID is a 400, an unknown request a 404", async () => {
  const { api, one, reconnect } = await withNumbers();
  await api.remove(`/numbers/${one}`);
  expect((await reconnect([one], { idempotencyKey: "again" })).status).toBe(400);
  expect((await api.get(`/numbers/reconnect/NR${"0".repeat(32)}`)).status).toBe(404);
});
