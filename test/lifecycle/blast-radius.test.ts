// Who rings elsewhere after a change is said before it is made.
import { expect, test } from "vitest";
import { type Account, openAccount, operations, writes } from "./account";
import { type Declaration, output } from "./deployment";

function endpoint(inputs: Declaration["inputs"] = {}): Declaration {
  const uri = "sip:%e164@desk.example.com";
  return {
    type: "Endpoint",
    name: "desk",
    inputs: { description: "Desk", endpointType: "voice", uri, ...inputs },
  };
}

function assignment(inputs: Declaration["inputs"]): Declaration {
  return { type: "NumberAssignment", name: "route", inputs: { number: "+441134960100", ...inputs } };
}

const MOVED = endpoint({ uri: "sip:%e164@elsewhere.example.com" });

async function withDesk(inputs: Declaration["inputs"] = {}): Promise<Account & { desk: string }> {
  const account = await openAccount();
  expect((await account.stack.up([endpoint(inputs)])).failures).toEqual([]);
  account.sandbox.clearCalls();
  return { ...account, desk: account.stack.state.get("desk")?.id ?? "none was made" };
}

function warnings({ warnings: all }: { warnings: { text: string }[] }): string {
  return all.map(({ text }) => text).join("\n");
}

test("another uri: the preview counts the numbers that ring there and names the first few", async () => {
  const { stack, sandbox, desk } = await withDesk();
  for (let last = 0; last < 7; last++) {
    sandbox.world.addNumber({ number: `+44113496010${last}`, voiceEndpointSid: desk });
  }
  const other = sandbox.world.addEndpoint({ description: "Other" });
  sandbox.world.addNumber({ number: "+441134960198", voiceEndpointSid: other.sid });
  sandbox.world.addNumber({ number: "+441134960199" });
  sandbox.clearCalls();

  const previewed = await stack.up([MOVED], { preview: true });
  expect(warnings(previewed)).toBe(
    "7 numbers (+441134960100, +441134960101, +441134960102, +441134960103, +441134960104, …) ring elsewhere afterwards: " +
      `endpoint ${desk} gets another uri`,
  );
  expect(previewed.warnings[0]?.urn).toBe(stack.state.get("desk")?.urn);
  expect(operations(sandbox).sort()).toEqual(["endpoints.list", "numbers.list"]);
});

test("another uri of the default: numbers without an endpoint of their own count, those out of service do not", async () => {
  const { stack, sandbox, desk } = await withDesk({ isDefault: true });
  sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: desk });
  sandbox.world.addNumber({ number: "+441134960101" });
  sandbox.world.addNumber({ number: "+441134960102", status: "DISCONNECTED" });
  const inbox = sandbox.world.addEndpoint({ description: "Inbox", endpointType: "sms" });
  sandbox.world.addNumber({ number: "+441134960103", smsEndpointSid: inbox.sid });
  const moved = endpoint({ uri: "sip:%e164@elsewhere.example.com", isDefault: true });
  expect(warnings(await stack.up([moved], { preview: true }))).toContain(
    "3 numbers (+441134960100, +441134960101, +441134960103) ring elsewhere",
  );
});

test("another uri where nothing rings, or another description, warns of nothing and asks no more than it must", async () => {
  const { stack, sandbox } = await withDesk();
  sandbox.world.addNumber({ number: "+441134960100" });
  expect((await stack.up([MOVED], { preview: true })).warnings).toEqual([]);
  sandbox.clearCalls();
  const renamed = await stack.up([endpoint({ description: "Front desk" })], { preview: true });
  expect(renamed.warnings).toEqual([]);
  expect(operations(sandbox)).toEqual(["endpoints.list"]);
});

test("E3 what somebody changed of an endpoint since the last refresh is named, without its value, before it is overwritten", async () => {
  const { stack, sandbox, desk } = await withDesk();
  sandbox.world.editEndpoint(desk, { uri: "sip:%e164@theirs.example.com?token=t0psecret" });
  const result = await stack.up([MOVED], { previewFirst: true });
  expect(result.failures).toEqual([]);
  expect(warnings(result)).toBe(
    `endpoint ${desk}: somebody has changed uri since the last refresh, and this overwrites it`,
  );
  expect(sandbox.world.endpoint(desk).uri).toBe("sip:%e164@elsewhere.example.com");
});

test("numbers that cannot be read are a warning, said once, and the preview goes on", async () => {
  const { stack, sandbox, desk } = await withDesk();
  const second = { ...endpoint({ description: "Second" }), name: "second" };
  await stack.up([endpoint(), second]);
  sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: desk });
  sandbox.fault({ kind: "status", status: 403, operation: "numbers.list", times: Number.POSITIVE_INFINITY });
  sandbox.clearCalls();
  const secondMoved = { ...MOVED, name: "second", inputs: { ...MOVED.inputs, description: "Second" } };
  const previewed = await stack.up([MOVED, secondMoved], { preview: true });
  expect(previewed.failures).toEqual([]);
  expect(previewed.warnings).toHaveLength(1);
  expect(warnings(previewed)).toMatch(/which numbers ring elsewhere after this run is not shown \(.*403/);
  expect(operations(sandbox).filter((name) => name === "numbers.list")).toHaveLength(1);
  expect((await stack.up([MOVED, secondMoved])).failures).toEqual([]);
});

test("a preview without credentials says that it cannot look, and shows the change all the same", async () => {
  const { stack, sandbox } = await withDesk();
  stack.env = {};
  const previewed = await stack.up([MOVED], { preview: true });
  expect(previewed.failures).toEqual([]);
  expect(previewed.steps).toMatchObject([{ op: "update", name: "desk" }]);
  expect(warnings(previewed)).toContain("is not shown");
  expect(sandbox.calls).toEqual([]);
});

test("a number that is assigned for the first time leaves the default, and the preview says so", async () => {
  const { stack, sandbox, desk } = await withDesk();
  const main = sandbox.world.addEndpoint({ description: "Main", isDefault: true });
  sandbox.world.addNumber({ number: "+441134960100" });
  const route = assignment({ voiceEndpointSid: output("desk", "sid") });
  expect(warnings(await stack.up([endpoint(), route], { preview: true }))).toBe(
    `1 number (+441134960100) rings elsewhere afterwards: its calls go to ${desk} ("Desk") instead of ${main.sid} ("Main"), ` +
      "the default",
  );
});

test("a number that moves to an endpoint of the same run moves to one that is not made yet", async () => {
  const { stack, sandbox, desk } = await withDesk();
  sandbox.world.addNumber({ number: "+441134960100" });
  await stack.up([endpoint(), assignment({ voiceEndpointSid: output("desk", "sid") })]);
  sandbox.clearCalls();
  const fresh = { ...endpoint({ description: "New desk" }), name: "fresh" };
  const moving = [endpoint(), fresh, assignment({ voiceEndpointSid: output("fresh", "sid") })];
  expect(warnings(await stack.up(moving, { preview: true }))).toBe(
    "1 number (+441134960100) rings elsewhere afterwards: its calls go to an endpoint that is not made yet instead of " +
      `${desk} ("Desk")`,
  );
  expect(writes(sandbox)).toEqual([]);
});
