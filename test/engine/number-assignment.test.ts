import { expect, test } from "vitest";
import type { NumberRecord } from "../../sandbox";
import { endpoint, Stage } from "./trouble-stage";

/** A program that buys three numbers and sends them to a desk, without a word about what comes first. */
function program(line = "", desk: Record<string, unknown> = {}): string {
  return `${endpoint("desk", desk)}
    const order = new cloudnumbering.Order("numbers", {
      rateCardEntrySid: process.env.PRODUCT, amount: 3, maxTotalCost: 20, currency: "GBP",
    });
    for (const at of [0, 1, 2]) {
      new cloudnumbering.NumberAssignment("line-" + at, {
        number: order.numberAt(at),
        voiceEndpointSid: desk.sid,
        reference: "Line " + at,
        ${line}
      });
    }
    exports.first = order.numberAt(0);`;
}

async function open(source: string): Promise<Stage> {
  const stage = await Stage.open(source, { config: { "cloudnumbering:maxSpend": "20 GBP" } });
  const [product] = stage.sandbox.world.trade.catalogue.entries.keys();
  stage.stack.env = { ...stage.stack.env, PRODUCT: product ?? "there is no product" };
  return stage;
}

function numbers(stage: Stage): NumberRecord[] {
  return [...stage.sandbox.world.numbers.values()];
}

function assignments(stage: Stage): number {
  return stage.sandbox.calls.filter(({ operation }) => operation === "numbers.assign").length;
}

test("from nothing to three numbers that ring at a desk, in one up, and nothing to do after it", async () => {
  const stage = await open(program());
  const said = await stage.succeeds("up");
  expect(said).not.toContain("warning:");
  const desk = stage.sid("desk");
  expect(numbers(stage)).toMatchObject(
    [0, 1, 2].map((at) => ({ voiceEndpointSid: desk, smsEndpointSid: null, reference: `Line ${at}` })),
  );
  expect(assignments(stage)).toBe(3);
  expect(await stage.stack.outputs()).toMatchObject({ first: numbers(stage)[0]?.number });
  expect(stage.state().get("line-1")?.id).toBe(numbers(stage)[1]?.sid);

  stage.sandbox.clearCalls();
  await stage.settled();
  await stage.succeeds("up");
  expect(stage.sandbox.calls).toEqual([]);
  await stage.clean();
});

test("a route changed in the portal is shown by the drift check, and repaired by up --refresh", async () => {
  const stage = await open(program());
  await stage.succeeds("up");
  const [, second] = numbers(stage);
  const theirs = stage.sandbox.world.addEndpoint({ description: "Their desk" });
  stage.sandbox.world.assign(second?.sid ?? "", { voiceEndpointSid: theirs.sid });
  const drift = await stage.drifted();
  expect(drift).toContain(`voiceEndpointSid: "${stage.sid("desk")}" => "${theirs.sid}"`);

  stage.sandbox.clearCalls();
  const repaired = await stage.succeeds("up", "--refresh");
  expect(repaired).toContain(`instead of ${theirs.sid} ("Their desk")`);
  expect(assignments(stage)).toBe(1);
  expect(numbers(stage).map(({ voiceEndpointSid }) => voiceEndpointSid)).toEqual(
    [0, 1, 2].map(() => stage.sid("desk")),
  );
  await stage.clean();
});

test("destroy keeps the numbers, their routes and so the desk, and says how to take that back", async () => {
  const stage = await open(program());
  await stage.succeeds("up");
  const before = stage.sandbox.world.snapshot();
  const said = await stage.succeeds("destroy");
  expect(stage.state().size).toBe(0);
  expect(stage.sandbox.world.snapshot()).toEqual(before);
  const desk = stage.sid("desk");
  expect(said).toMatch(new RegExp(`endpoint ${desk} .*stays on the account: 3 numbers .*adopt: "${desk}"`));
});

test("destroy with a fallback of null leaves the numbers without an endpoint, and the desk goes", async () => {
  const stage = await open(program("onDelete: { voiceEndpointSid: null },"));
  await stage.succeeds("up");
  await stage.settled();
  await stage.clean();
  await stage.succeeds("destroy");
  expect(numbers(stage).map(({ voiceEndpointSid }) => voiceEndpointSid)).toEqual([null, null, null]);
  expect(stage.endpoints).toEqual([]);
});

test("another uri: the preview says how many numbers ring elsewhere, and shows no assignment as changing", async () => {
  const stage = await open(program());
  await stage.succeeds("up");
  stage.stack.setProgram(program("", { uri: "sip:%e164@pbx2.example.com" }));
  const said = await stage.succeeds("preview", "--diff");
  const list = numbers(stage).map(({ number }) => number);
  expect(said).toContain(`3 numbers (${list.join(", ")}) ring elsewhere afterwards`);
  expect(said).toMatch(/~ 1 to update/);
  expect(said).not.toContain("NumberAssignment");
});

test("E2 two assignments of one number are refused by the program itself", async () => {
  const line = (name: string) =>
    `new cloudnumbering.NumberAssignment("${name}", { number: "+441134960100", voiceEndpointSid: "EP1" });`;
  const stage = await open(line("day") + line("night"));
  await stage.fails(
    ['"day" and "night" both declare the assignment of number +441134960100: there can be one'],
    "preview",
  );
});
