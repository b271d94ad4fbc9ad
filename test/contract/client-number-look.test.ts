import { expect, test } from "vitest";
import { callsTo, clientOf, running, signedIn } from "./client-stage";

const NUMBER = "+441134960100";

test("a number in service is asked for by its E.164 alone, in an account of any size", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addNumber({ number: NUMBER });
  sandbox.world.fill({ numbers: 250 });
  const { numbers } = await signedIn(sandbox);
  expect(await numbers.look(NUMBER)).toMatchObject({ sid, number: NUMBER });
  expect(await numbers.look(sid, NUMBER)).toMatchObject({ sid, number: NUMBER });
  expect(callsTo(sandbox, "numbers.list").map(({ query }) => query)).toEqual([
    { e164: NUMBER },
    { e164: NUMBER },
  ]);
});

test("a number out of service, or known by its sid only, is looked for in the whole list", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addNumber({ number: NUMBER, status: "DISCONNECTED" });
  const { numbers } = await signedIn(sandbox);
  expect(await numbers.look(NUMBER)).toMatchObject({ sid, status: "DISCONNECTED" });
  expect(await numbers.look(sid)).toMatchObject({ sid, number: NUMBER });
  expect(await numbers.look("+441134960999")).toBeUndefined();
});

test("a number that the account has again under another sid is not taken for the one that is looked for", async () => {
  const sandbox = await running();
  const lost = sandbox.world.addNumber({ number: NUMBER, status: "DISCONNECTED" });
  const again = sandbox.world.addNumber({ number: NUMBER });
  const { numbers } = await signedIn(sandbox);
  expect((await numbers.look(NUMBER))?.sid).toBe(again.sid);
  expect((await numbers.look(lost.sid, NUMBER))?.sid).toBe(lost.sid);
});

test("a service that does not know the e164 filter and answers with other numbers misleads nobody", async () => {
  const sandbox = await running();
  const other = sandbox.world.addNumber({ number: "+441134960101" });
  const { sid } = sandbox.world.addNumber({ number: NUMBER });
  sandbox.fault({
    kind: "alterEntry",
    sid,
    fields: { sid: other.sid, number: other.number },
    operation: "numbers.list",
  });
  const { numbers } = await signedIn(sandbox);
  expect(await numbers.look(NUMBER)).toMatchObject({ sid, number: NUMBER });
});

test("a number just bought is looked for again when it is not listed at once, and not without end", async () => {
  const sandbox = await running();
  const { sid } = sandbox.world.addNumber({ number: NUMBER });
  sandbox.fault({ kind: "omitEntry", sid, operation: "numbers.list", times: 3 });
  const { numbers } = await signedIn(sandbox);
  expect(await numbers.lookSoon(NUMBER)).toMatchObject({ sid });
  sandbox.clearCalls();
  expect(await numbers.lookSoon("+441134960999")).toBeUndefined();
  expect(callsTo(sandbox, "numbers.list")).toHaveLength(6);
});

test.each(["", null])("an endpoint is taken away as %j", async (nothing) => {
  const sandbox = await running();
  const endpoint = sandbox.world.addEndpoint();
  const { sid } = sandbox.world.addNumber({ number: NUMBER, voiceEndpointSid: endpoint.sid });
  await clientOf(sandbox).numbers.assign(sid, { voiceEndpointSid: nothing });
  expect(sandbox.world.numberOf(sid).voiceEndpointSid).toBeNull();
  expect(callsTo(sandbox, "numbers.assign")[0]?.body).toEqual({ voiceEndpointSid: nothing });
});
