// What holds for the assignment of a number alone. What holds for every kind of resource is in the lifecycle table.
import { expect, test } from "vitest";
import type { Guesses, NumberRecord, Sandbox } from "../../sandbox";
import { type Account, openAccount, operations, shown, steps, writes } from "./account";
import { type Declaration, output } from "./deployment";

const NUMBER = "+441134960100";

function assignment(name: string, inputs: Declaration["inputs"]): Declaration {
  return { type: "NumberAssignment", name, inputs: { number: NUMBER, ...inputs } };
}

interface Stage extends Account {
  readonly number: NumberRecord;
  /** Endpoints, by their sid. */
  readonly pbx: string;
  readonly night: string;
  readonly inbox: string;
}

/** An account with a number, two voice endpoints and one for messages. */
async function openStage(guesses: Partial<Guesses> = {}): Promise<Stage> {
  const account = await openAccount({ sandbox: { guesses } });
  const { world } = account.sandbox;
  const pbx = world.addEndpoint({ description: "PBX" }).sid;
  const night = world.addEndpoint({ description: "Night desk" }).sid;
  const inbox = world.addEndpoint({ description: "Inbox", endpointType: "sms" }).sid;
  return { ...account, number: world.addNumber({ number: NUMBER }), pbx, night, inbox };
}

/** The same with the number assigned to the PBX, and nothing in the sandbox's call log. */
async function assigned(inputs: Declaration["inputs"] = {}, guesses: Partial<Guesses> = {}): Promise<Stage> {
  const stage = await openStage(guesses);
  const made = await stage.stack.up([assignment("desk", { voiceEndpointSid: stage.pbx, ...inputs })]);
  expect(made.failures).toEqual([]);
  stage.sandbox.clearCalls();
  return stage;
}

function route({ sandbox, number }: { sandbox: Sandbox; number: NumberRecord }) {
  const { voiceEndpointSid, smsEndpointSid, reference } = sandbox.world.numberOf(number.sid);
  return { voiceEndpointSid, smsEndpointSid, reference };
}

function warnings({ warnings: all }: { warnings: { text: string }[] }): string {
  return all.map(({ text }) => text).join("\n");
}

test("a number is asked for by itself before and after its one write, in an account of any size", async () => {
  const stage = await openStage();
  stage.sandbox.world.fill({ numbers: 250 });
  const result = await stage.stack.up([assignment("desk", { voiceEndpointSid: stage.pbx })]);
  expect(result).toMatchObject({ failures: [], warnings: [] });
  const asked = stage.sandbox.calls.filter(({ operation }) => operation === "numbers.list");
  // Ahead of it the whole list is read once, 100 a page, for whatever else is assigned in this run.
  expect(asked.map(({ query }) => query.e164 ?? query.page)).toEqual(
    expect.arrayContaining(["1", "2", "3", NUMBER, NUMBER]),
  );
  expect(asked).toHaveLength(5);
  expect(writes(stage.sandbox)).toEqual(["numbers.assign"]);
});

test("what is not declared is sent as it is, so that a service which clears what is left out clears nothing", async () => {
  const stage = await openStage({ "assign-undeclared": "clear" });
  const { sandbox, stack, number, pbx, night, inbox } = stage;
  sandbox.world.assign(number.sid, { smsEndpointSid: inbox, reference: "Old reference" });
  const made = await stack.up([assignment("desk", { voiceEndpointSid: pbx })]);
  expect(made.failures).toEqual([]);
  expect(route(stage)).toEqual({
    voiceEndpointSid: pbx,
    smsEndpointSid: inbox,
    reference: "Old reference",
  });

  await stack.up([assignment("desk", { voiceEndpointSid: night })]);
  expect(route(stage)).toEqual({
    voiceEndpointSid: night,
    smsEndpointSid: inbox,
    reference: "Old reference",
  });
});

test("a side without an endpoint is not sent at all while it is not declared", async () => {
  const stage = await openStage();
  await stage.stack.up([assignment("desk", { voiceEndpointSid: stage.pbx })]);
  const sent = stage.sandbox.calls.find(({ operation }) => operation === "numbers.assign");
  expect(sent?.body).toEqual({ voiceEndpointSid: stage.pbx });
});

test("a side that was not to change but did is a failure that names it", async () => {
  const stage = await openStage();
  const { sandbox, stack, number, pbx, inbox } = stage;
  sandbox.world.assign(number.sid, { smsEndpointSid: inbox });
  sandbox.fault({ kind: "resetField", field: "smsEndpointSid", operation: "numbers.assign" });
  const result = await stack.up([assignment("desk", { voiceEndpointSid: pbx })]);
  expect(result.failures).toMatchObject([{ during: "create", partial: true }]);
  expect(result.failures[0]?.message).toContain("smsEndpointSid");
  expect(stack.state.get("desk")?.id).toBe(number.sid);
});

test("another endpoint than the one that was sent is a failure, never a form of it", async () => {
  const stage = await openStage();
  const { sandbox, stack, number, pbx, night } = stage;
  sandbox.fault({
    kind: "alterEntry",
    sid: number.sid,
    fields: { voiceEndpointSid: night },
    operation: "numbers.list",
    skip: 2,
  });
  const result = await stack.up([assignment("desk", { voiceEndpointSid: pbx })]);
  expect(result.failures).toMatchObject([{ during: "create", partial: true }]);
  expect(stack.state.get("desk")?.outputs.voiceEndpointSid).toBe(night);
  const next = await stack.up([assignment("desk", { voiceEndpointSid: pbx })]);
  expect(next.failures).toEqual([]);
  expect(stack.state.get("desk")?.outputs.voiceEndpointSid).toBe(pbx);
});

test("the number may be named by its sid, and by the one or the other later, without another number", async () => {
  const stage = await openStage();
  const { sandbox, stack, number, pbx } = stage;
  const by = (name: string) => [assignment("desk", { number: name, voiceEndpointSid: pbx })];
  expect((await stack.up(by(number.sid))).failures).toEqual([]);
  expect(stack.state.get("desk")).toMatchObject({ id: number.sid, outputs: { number: NUMBER } });
  sandbox.clearCalls();
  expect(steps(await stack.up(by(number.sid), { previewFirst: true }))).toEqual(["same desk"]);
  expect(sandbox.calls).toEqual([]);
  expect(steps(await stack.refresh())).toEqual(["same desk"]);

  expect(steps(await stack.up(by(NUMBER)))).toEqual(["same desk"]);
  expect(steps(await stack.up(by(number.sid)))).toEqual(["same desk"]);
  expect(writes(sandbox)).toEqual([]);
});

test("named by its sid after its E.164, the resource is updated in the state and nothing is written", async () => {
  const { sandbox, stack, number, pbx } = await assigned();
  const result = await stack.up([assignment("desk", { number: number.sid, voiceEndpointSid: pbx })]);
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["update desk"]);
  expect(writes(sandbox)).toEqual([]);
  expect(steps(await stack.refresh())).toEqual(["same desk"]);
});

test("a number that is none is refused in the preview, by its property, with its value and the way out", async () => {
  const { stack, sandbox } = await openAccount();
  const wanted = assignment("desk", { number: "0113 496 0100", voiceEndpointSid: "EP1" });
  const { failures } = await stack.up([wanted], { preview: true });
  expect(failures).toMatchObject([{ during: "check" }]);
  expect(failures[0]?.message).toContain(
    'number: "0113 496 0100" is not a number in E.164; write it with + and the country\'s code, +441134960100 if it is',
  );
  expect(sandbox.calls).toEqual([]);
});

test("an assignment that assigns nothing is refused, and one to something else than an endpoint or null too", async () => {
  const { stack, sandbox } = await openAccount();
  const nothing = await stack.up([assignment("desk", {})], { preview: true });
  expect(nothing.failures[0]?.message).toContain("voiceEndpointSid: is missing");
  const strange = assignment("desk", { voiceEndpointSid: "EP1", onDelete: "disconnect" });
  const refused = await stack.up([strange], { preview: true });
  expect(refused.failures[0]?.message).toContain('onDelete: must be "keep" or {');
  expect(sandbox.calls).toEqual([]);
});

test("E1 a number that is not on the account is refused with the ways to get it, and the preview says so", async () => {
  const { stack, sandbox, pbx } = await openStage();
  const wanted = assignment("desk", { number: "+441134960999", voiceEndpointSid: pbx });
  const previewed = await stack.up([wanted], { preview: true });
  // A program may be about to buy it.
  expect(previewed.failures).toEqual([]);
  expect(warnings(previewed)).toMatch(/\+441134960999 is not on this account.*an Order.*until that is done/);
  const refused = await stack.up([wanted]);
  expect(refused.failures).toMatchObject([{ during: "create", partial: false }]);
  expect(refused.failures[0]?.message).toContain("+441134960999 is not on this account");
  expect(stack.state.size).toBe(0);
  expect(writes(sandbox)).toEqual([]);
});

test.for([
  ["PORT_IN", "when it has arrived"],
  ["PORT_OUT", "it is leaving the account"],
  ["DISCONNECTED", 'onDisconnected: "reconnect"'],
] as const)("E1 a number that is %s is refused with what can be done", async ([status, way]) => {
  const { stack, sandbox, number, pbx } = await openStage();
  sandbox.world.editNumber(number.sid, { status });
  const wanted = assignment("desk", { voiceEndpointSid: pbx });
  expect(warnings(await stack.up([wanted], { preview: true }))).toContain(`is ${status}`);
  const refused = await stack.up([wanted]);
  expect(refused.failures[0]?.message).toContain(`${NUMBER} (${number.sid}) is ${status}`);
  expect(refused.failures[0]?.message).toContain(way);
  expect(writes(sandbox)).toEqual([]);

  sandbox.world.editNumber(number.sid, { status: "IN_SERVICE" });
  expect((await stack.up([wanted])).failures).toEqual([]);
});

test("E1 a number that is disconnected under an assignment is said by refresh, refused by up, and let go of by destroy", async () => {
  const { stack, sandbox, number, pbx, night } = await assigned({
    onDelete: { voiceEndpointSid: null },
  });
  sandbox.world.disconnect(number.sid);
  const refreshed = await stack.refresh();
  expect(refreshed.failures).toEqual([]);
  expect(warnings(refreshed)).toContain(`${NUMBER} (${number.sid}) is DISCONNECTED`);
  const moved = await stack.up([assignment("desk", { voiceEndpointSid: night })]);
  expect(moved.failures[0]?.message).toContain("is DISCONNECTED");
  expect((await stack.up([assignment("desk", { voiceEndpointSid: pbx })])).failures).toHaveLength(1);
  expect((await stack.destroy()).failures).toEqual([]);
  expect(stack.state.size).toBe(0);
  expect(writes(sandbox)).toEqual([]);
});

test("E1 a number that the account lost and has again under another sid is assigned anew", async () => {
  const stage = await assigned();
  const { stack, sandbox, number, pbx } = stage;
  sandbox.world.disconnect(number.sid);
  const again = sandbox.world.addNumber({ number: NUMBER });
  const result = await stack.up([assignment("desk", { voiceEndpointSid: pbx })], { refresh: true });
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["delete desk", "create desk"]);
  expect(sandbox.world.numberOf(again.sid).voiceEndpointSid).toBe(pbx);
});

test("a number just bought that is not listed at once is looked for again", async () => {
  const { stack, sandbox, number, pbx } = await openStage();
  sandbox.fault({ kind: "omitEntry", sid: number.sid, operation: "numbers.list", times: 5 });
  const result = await stack.up([assignment("desk", { voiceEndpointSid: pbx })]);
  expect(result.failures).toEqual([]);
  expect(sandbox.world.numberOf(number.sid).voiceEndpointSid).toBe(pbx);
});

test.for(["in the preview", "by up"] as const)(
  "E2 one number under its E.164 and its sid in two resources is refused %s",
  async (when) => {
    const { stack, sandbox, number, pbx, night } = await openStage();
    const twice = [
      assignment("desk", { voiceEndpointSid: pbx }),
      assignment("night", { number: number.sid, voiceEndpointSid: night }),
    ];
    const result = await stack.up(twice, { preview: when === "in the preview" });
    expect(result.failures).toHaveLength(1);
    expect(result.failures[0]?.message).toMatch(/"(desk|night)" assigns .* as well/);
    expect(writes(sandbox).length).toBeLessThanOrEqual(1);
  },
);

test("E2 a second resource for a number that the stack assigns already is refused", async () => {
  const { stack, sandbox, number, pbx, night } = await assigned();
  const result = await stack.up([
    assignment("desk", { voiceEndpointSid: pbx }),
    assignment("night", { number: number.sid, voiceEndpointSid: night }),
  ]);
  expect(result.failures[0]?.message).toMatch(/"(desk|night)" assigns .* as well/);
  expect(sandbox.world.numberOf(number.sid).voiceEndpointSid).toBe(pbx);
});

test.for([true, false])(
  "a resource that was renamed without an alias takes the number over and nothing is written (refresh: %s)",
  async (refresh) => {
    const stage = await assigned({ onDelete: { voiceEndpointSid: null } });
    const { stack, sandbox, pbx } = stage;
    const renamed = assignment("reception", {
      voiceEndpointSid: pbx,
      onDelete: { voiceEndpointSid: null },
    });
    const result = await stack.up([renamed], { refresh });
    expect(result.failures).toEqual([]);
    expect(steps(result)).toContain("create reception");
    expect([...stack.state.keys()]).toEqual(["reception"]);
    expect(writes(sandbox)).toEqual([]);
    expect(route(stage).voiceEndpointSid).toBe(pbx);
  },
);

test("E3 what somebody moved between preview and up is named before it is overwritten, and the rest stays theirs", async () => {
  const stage = await assigned();
  const { stack, sandbox, number, pbx, night, inbox } = stage;
  const theirs = sandbox.world.addEndpoint({ description: "Their desk" });
  const wanted = [assignment("desk", { voiceEndpointSid: night })];
  const previewed = await stack.up(wanted, { preview: true });
  expect(warnings(previewed)).toBe(
    `1 number (${NUMBER}) rings elsewhere afterwards: its calls go to ${night} ("Night desk") instead of ${pbx} ("PBX")`,
  );

  sandbox.world.assign(number.sid, { voiceEndpointSid: theirs.sid, smsEndpointSid: inbox });
  const result = await stack.up(wanted);
  expect(result.failures).toEqual([]);
  expect(warnings(result)).toBe(
    `1 number (${NUMBER}) rings elsewhere afterwards: its calls go to ${night} ("Night desk") instead of ${theirs.sid} ("Their desk"), ` +
      "where somebody has put it since the last refresh",
  );
  expect(route(stage)).toMatchObject({ voiceEndpointSid: night, smsEndpointSid: inbox });
});

test("E3 moved while up runs, after the look ahead, it is named all the same", async () => {
  const stage = await assigned();
  const { stack, sandbox, number, night } = stage;
  const theirs = sandbox.world.addEndpoint({ description: "Their desk" });
  sandbox.fault({
    kind: "alterEntry",
    sid: number.sid,
    fields: { voiceEndpointSid: theirs.sid },
    operation: "numbers.list",
    where: { e164: NUMBER },
  });
  const result = await stack.up([assignment("desk", { voiceEndpointSid: night })]);
  expect(result.failures).toEqual([]);
  expect(result.warnings).toHaveLength(2);
  expect(result.warnings[1]?.text).toContain(
    `instead of ${theirs.sid} ("Their desk"), where somebody has put it`,
  );
});

test("E3 a number that somebody has moved to where the program sends it anyway needs no write", async () => {
  const { stack, sandbox, number, night } = await assigned();
  sandbox.world.assign(number.sid, { voiceEndpointSid: night });
  const result = await stack.up([assignment("desk", { voiceEndpointSid: night })]);
  expect(result).toMatchObject({ failures: [], warnings: [] });
  expect(writes(sandbox)).toEqual([]);
  expect(stack.state.get("desk")?.outputs.voiceEndpointSid).toBe(night);
});

test("E9 a second stack on a number is told whose route it overrules, and the first finds it at its next refresh", async () => {
  const stage = await assigned();
  const { stack, sandbox, pbx, night } = stage;
  const second = await openAccount({ stack: { env: { ...sandbox.env } } });
  const taken = await second.stack.up([assignment("their-desk", { voiceEndpointSid: night })]);
  expect(warnings(taken)).toBe(
    `1 number (${NUMBER}) rings elsewhere afterwards: its calls go to ${night} ("Night desk") instead of ${pbx} ("PBX"), where somebody ` +
      "has put it; if another stack declares it, take it out of one of the two",
  );

  // Without a change in its program the first does not fight: it does not even look.
  sandbox.clearCalls();
  const declared = [assignment("desk", { voiceEndpointSid: pbx })];
  expect(steps(await stack.up(declared))).toEqual(["same desk"]);
  expect(sandbox.calls).toEqual([]);
  const drift = await stack.refresh();
  expect(drift.steps).toMatchObject([{ op: "update", changed: ["voiceEndpointSid"] }]);
  const back = await stack.up(declared, { preview: true });
  expect(warnings(back)).toContain(`go to ${pbx} ("PBX") instead of ${night} ("Night desk")`);
});

test("delete keeps the route unless told otherwise, and writes nothing", async () => {
  const stage = await assigned();
  expect((await stage.stack.destroy()).failures).toEqual([]);
  expect(operations(stage.sandbox)).toEqual([]);
  expect(route(stage).voiceEndpointSid).toBe(stage.pbx);
});

test("delete sets the declared fallback and leaves the side that it does not name", async () => {
  const stage = await openStage();
  const { stack, pbx, night, inbox } = stage;
  const declared = { voiceEndpointSid: pbx, smsEndpointSid: inbox, onDelete: { voiceEndpointSid: night } };
  await stack.up([assignment("desk", declared)]);
  expect((await stack.destroy()).failures).toEqual([]);
  expect(route(stage)).toMatchObject({ voiceEndpointSid: night, smsEndpointSid: inbox });
});

test("the fallback counts from the up that stores it, which writes nothing else", async () => {
  const stage = await assigned();
  const { stack, sandbox, pbx, night } = stage;
  const result = await stack.up([
    assignment("desk", { voiceEndpointSid: pbx, onDelete: { voiceEndpointSid: night } }),
  ]);
  expect(steps(result)).toEqual(["update desk"]);
  expect(writes(sandbox)).toEqual([]);
  expect((await stack.up([])).failures).toEqual([]);
  expect(route(stage).voiceEndpointSid).toBe(night);
});

test("a fallback is not carried out where somebody else has decided meanwhile", async () => {
  const stage = await openStage();
  const { stack, sandbox, number, pbx, night } = stage;
  await stack.up([assignment("desk", { voiceEndpointSid: pbx, onDelete: { voiceEndpointSid: night } })]);
  const theirs = sandbox.world.addEndpoint({ description: "Their desk" });
  sandbox.world.assign(number.sid, { voiceEndpointSid: theirs.sid });
  const result = await stack.destroy();
  expect(result.failures).toEqual([]);
  expect(warnings(result)).toContain(`keep going to ${theirs.sid}: somebody else has changed that`);
  expect(route(stage).voiceEndpointSid).toBe(theirs.sid);
});

test("E11 a fallback endpoint that was deleted meanwhile is said to be gone, and the route stays", async () => {
  const stage = await openStage();
  const { stack, sandbox, pbx, night, inbox } = stage;
  const other = sandbox.world.addEndpoint({ description: "Other inbox", endpointType: "sms" });
  await stack.up([
    assignment("desk", {
      voiceEndpointSid: pbx,
      smsEndpointSid: inbox,
      onDelete: { voiceEndpointSid: night, smsEndpointSid: other.sid },
    }),
  ]);
  sandbox.world.removeEndpoint(night);
  const result = await stack.destroy();
  expect(result.failures).toEqual([]);
  expect(warnings(result)).toBe(
    `calls to number ${NUMBER} keep going to ${pbx}: onDelete says ${night}, and there is no such voice endpoint any more`,
  );
  expect(route(stage)).toMatchObject({ voiceEndpointSid: pbx, smsEndpointSid: other.sid });
  expect(stack.state.size).toBe(0);
});

test.for(["null-or-empty", "null", "empty"] as const)(
  "an endpoint is taken away where the service takes it as %s, and that is read back",
  async (unassign) => {
    const stage = await assigned({ onDelete: { voiceEndpointSid: null } }, { unassign });
    expect((await stage.stack.destroy()).failures).toEqual([]);
    expect(route(stage).voiceEndpointSid).toBeNull();
  },
);

test("a service that takes no endpoint away is said to refuse, and the route and the state stay", async () => {
  const stage = await assigned({ onDelete: { voiceEndpointSid: null } }, { unassign: "refuse" });
  const refused = await stage.stack.destroy();
  expect(refused.failures[0]?.message).toMatch(/cannot be set to what onDelete says.*onDelete: "keep"/);
  expect(refused.output).toEqual([]);
  expect(route(stage).voiceEndpointSid).toBe(stage.pbx);
  expect(stage.stack.state.has("desk")).toBe(true);

  await stage.stack.up([assignment("desk", { voiceEndpointSid: stage.pbx, onDelete: "keep" })]);
  expect((await stage.stack.destroy()).failures).toEqual([]);
});

test("a service that says it took the endpoint away and did not is found out", async () => {
  const stage = await assigned({ onDelete: { voiceEndpointSid: null } });
  stage.sandbox.fault({
    kind: "ignoreField",
    field: "voiceEndpointSid",
    operation: "numbers.assign",
    times: 2,
  });
  const refused = await stage.stack.destroy();
  expect(refused.failures[0]?.message).toContain("It still rings where it did");
  expect((await stage.stack.destroy()).failures).toEqual([]);
  expect(route(stage).voiceEndpointSid).toBeNull();
});

test("E14 a forced replacement is the same number: nothing is written, whatever onDelete says", async () => {
  const stage = await assigned({ onDelete: { voiceEndpointSid: null } });
  const declared = assignment("desk", {
    voiceEndpointSid: stage.pbx,
    onDelete: { voiceEndpointSid: null },
  });
  const result = await stage.stack.up([declared], { replace: ["desk"], previewFirst: true });
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["replace desk", "delete desk"]);
  expect(writes(stage.sandbox)).toEqual([]);
  expect(route(stage).voiceEndpointSid).toBe(stage.pbx);
  expect(stage.stack.state.get("desk")?.id).toBe(stage.number.sid);
});

test("another number is assigned before the old one is let go of, with its fallback", async () => {
  const stage = await assigned({ onDelete: { voiceEndpointSid: null } });
  const { stack, sandbox, pbx } = stage;
  const other = sandbox.world.addNumber({ number: "+441134960101" });
  const result = await stack.up([
    assignment("desk", { number: other.number, voiceEndpointSid: pbx, onDelete: { voiceEndpointSid: null } }),
  ]);
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["replace desk", "delete desk"]);
  const sent = sandbox.calls.filter(({ operation }) => operation === "numbers.assign");
  expect(sent.map(({ body }) => body)).toEqual([{ voiceEndpointSid: pbx }, { voiceEndpointSid: "" }]);
  expect(route(stage).voiceEndpointSid).toBeNull();
});

/** A stack that makes an endpoint and sends the number there. */
function deskWith(inputs: Declaration["inputs"] = {}): Declaration[] {
  const uri = "sip:%e164@desk.example.com";
  return [
    { type: "Endpoint", name: "desk", inputs: { description: "Desk", endpointType: "voice", uri } },
    assignment("route", { voiceEndpointSid: output("desk", "sid"), ...inputs }),
  ];
}

test("E4 an endpoint is not deleted while a number that nobody let go of points to it, and it is named", async () => {
  const { stack, sandbox } = await openStage();
  await stack.up(deskWith());
  const desk = stack.state.get("desk")?.id ?? "";
  sandbox.world.addNumber({ number: "+441134960199", voiceEndpointSid: desk });
  const refused = await stack.destroy();
  expect(refused.failures[0]?.message).toContain("1 number (+441134960199) goes");
  expect(sandbox.world.endpoints.has(desk)).toBe(true);
  expect(stack.state.has("desk")).toBe(true);
});

test("E4 an endpoint whose numbers were all let go of in this run stays on the account, and that is said", async () => {
  const { stack, sandbox, number } = await openStage();
  await stack.up(deskWith());
  const desk = stack.state.get("desk")?.id ?? "";
  sandbox.clearCalls();
  const result = await stack.destroy();
  expect(result.failures).toEqual([]);
  expect(warnings(result)).toMatch(
    new RegExp(`endpoint ${desk} \\("Desk"\\).*stays on the account: 1 number .*adopt: "${desk}"`),
  );
  expect(stack.state.size).toBe(0);
  expect(sandbox.world.numberOf(number.sid).voiceEndpointSid).toBe(desk);
  expect(writes(sandbox)).toEqual([]);
});

test("E4 an endpoint goes when the numbers that pointed to it fall back to another", async () => {
  const stage = await openStage();
  await stage.stack.up(deskWith({ onDelete: { voiceEndpointSid: stage.night } }));
  const result = await stage.stack.destroy();
  expect(result).toMatchObject({ failures: [], warnings: [] });
  expect(route(stage).voiceEndpointSid).toBe(stage.night);
  expect([...stage.sandbox.world.endpoints.values()].map(({ description }) => description)).not.toContain(
    "Desk",
  );
});

test("E4 a fallback endpoint of the same stack stays with the numbers that were sent to it", async () => {
  const { stack, sandbox, number } = await openStage();
  const uri = "sip:%e164@fallback.example.com";
  await stack.up([
    { type: "Endpoint", name: "fallback", inputs: { description: "Fallback", endpointType: "voice", uri } },
    ...deskWith({ onDelete: { voiceEndpointSid: output("fallback", "sid") } }),
  ]);
  const fallback = stack.state.get("fallback")?.id;
  const result = await stack.destroy();
  expect(result.failures).toEqual([]);
  expect(sandbox.world.numberOf(number.sid).voiceEndpointSid).toBe(fallback);
  expect(warnings(result)).toContain(`adopt: "${fallback}"`);
});

test("500 assignments: refresh takes five pages, one organisation and at most one token, and no change asks nothing", async () => {
  const account = await openAccount();
  const { stack, sandbox } = account;
  const pbx = sandbox.world.addEndpoint({ description: "PBX" }).sid;
  const numbers = Array.from({ length: 500 }, (_none, at) => `+44113496${String(1000 + at)}`);
  for (const number of numbers) sandbox.world.addNumber({ number });
  const all = numbers.map((number) => assignment(number, { number, voiceEndpointSid: pbx }));
  const made = await stack.up(all);
  expect(made.failures, shown(made)).toEqual([]);
  expect(sandbox.world.numbersRoutedTo(pbx)).toHaveLength(500);
  const count = (name: string) => sandbox.calls.filter(({ operation }) => operation === name).length;
  expect(count("numbers.assign")).toBe(500);
  expect(count("numbers.list")).toBeLessThanOrEqual(2 * 500 + 5);

  sandbox.clearCalls();
  const refreshed = await stack.refresh();
  expect(refreshed.steps).toHaveLength(500);
  expect(refreshed.steps.every(({ op }) => op === "same")).toBe(true);
  expect(count("numbers.list")).toBe(5);
  expect(count("organisation.get")).toBe(1);
  expect(count("oauth.token")).toBeLessThanOrEqual(1);
  expect(sandbox.calls.length).toBeLessThanOrEqual(7);

  sandbox.clearCalls();
  const unchanged = await stack.up(all, { previewFirst: true });
  expect(unchanged.steps.every(({ op }) => op === "same")).toBe(true);
  expect(sandbox.calls).toEqual([]);
});
