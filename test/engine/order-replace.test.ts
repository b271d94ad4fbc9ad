import { expect, test } from "vitest";
import { charged, disconnections, openShop, order, purchases, urnOf } from "./orders";
import { endpoint, type Stage } from "./trouble-stage";

const flags = {
  replace: (urn: string) => ["--replace", urn],
  targetReplace: (urn: string) => ["--target-replace", urn],
};
const soon = { timeout: 90_000, interval: 20 };

/** One order, bought once and never touched, and the resource that holds it. */
function expectUntouched(stage: Stage, name: string): void {
  expect(charged(stage)).toEqual([2.2]);
  expect(disconnections(stage)).toEqual([0]);
  expect(stage.state().get(name)?.id).toBe(purchases(stage)[0]?.sid);
}

test("O16 renamed with an alias, then moved under a component: the order and its key go along, nothing is bought", async () => {
  const stage = await openShop();
  stage.stack.setProgram(order(stage, "leeds"));
  await stage.succeeds("up");
  const before = stage.state().get("leeds");

  stage.stack.setProgram(order(stage, "york", {}, '{ aliases: [{ name: "leeds" }] }'));
  expect(await stage.succeeds("up")).toMatch(/\b\d+ unchanged/);
  expectUntouched(stage, "york");

  const component = `
    const pulumi = require("@pulumi/pulumi");
    const office = new pulumi.ComponentResource("test:index:Office", "office");\n`;
  const options = "{ parent: office, aliases: [{ parent: pulumi.rootStackResource }] }";
  stage.stack.setProgram(component + order(stage, "york", {}, options));
  await stage.succeeds("up");
  expectUntouched(stage, "york");
  expect(stage.urn("york")).toBe(urnOf("Order", "york", "test:index:Office$"));
  expect(stage.state().get("york")?.inputs.idempotencyKey).toBe(before?.inputs.idempotencyKey);
  await stage.settled();
});

test("O16 forced replacement, with onDelete: disconnect and deleteBeforeReplace too: buys nothing, disconnects nothing", async () => {
  const stage = await openShop();
  const line = order(stage, "leeds", { onDelete: "disconnect" }, "{ deleteBeforeReplace: true }");
  stage.stack.setProgram(line);
  await stage.succeeds("up");
  const urn = urnOf("Order", "leeds");
  for (const forced of [flags.replace(urn), flags.targetReplace(urn)]) {
    expect(await stage.succeeds("up", ...forced)).toMatch(/\+-1 replaced/);
    expectUntouched(stage, "leeds");
  }
  await stage.succeeds("state", "taint", urn, "--yes");
  await stage.succeeds("up", "--refresh");
  expectUntouched(stage, "leeds");

  // Killed between create and delete: the original waits for its end while another resource is being made.
  stage.stack.setProgram(line + endpoint("desk", {}, "{ dependsOn: leeds }"));
  stage.sandbox.fault({ kind: "hang", operation: "endpoints.create" });
  const running = stage.run("up", ...flags.replace(urn));
  await expect
    .poll(() => stage.sandbox.calls.some(({ operation }) => operation === "endpoints.create"), soon)
    .toBe(true);
  await expect
    .poll(() => stage.stack.stateOnDisk().resources.filter((each) => each.urn === urn).length, soon)
    .toBe(2);
  stage.stack.kill();
  await running;
  stage.sandbox.clearFaults();
  await stage.succeeds("cancel", "--yes");
  await stage.succeeds("up");
  expectUntouched(stage, "leeds");
  expect(stage.stack.stateOnDisk().resources.filter((each) => each.urn === urn)).toHaveLength(1);
  await stage.settled();
});

test("O16 forced replacement where keys are ignored is refused before anything happens, in every form", async () => {
  const stage = await openShop({ guesses: { "idempotency-keys": "ignore" } });
  stage.stack.setProgram(order(stage, "leeds", { onDelete: "disconnect" }, "{ deleteBeforeReplace: true }"));
  await stage.succeeds("up");
  const urn = urnOf("Order", "leeds");
  const sid = purchases(stage)[0]?.sid;
  for (const forced of [flags.replace(urn), flags.targetReplace(urn)]) {
    await stage.fails([`declare adopt: "${sid}"`], "up", ...forced);
    expectUntouched(stage, "leeds");
  }
  // Refreshed first, the run knows whose order it is.
  await stage.succeeds("state", "taint", urn, "--yes");
  await stage.fails([`declare adopt: "${sid}"`], "up");
  expectUntouched(stage, "leeds");
  await stage.succeeds("state", "untaint", urn, "--yes");
  await stage.succeeds("up");
  expectUntouched(stage, "leeds");
  await stage.settled();
});

test("O16 key and order replaced together: a purchase like any other, priced, capped, and counted once", async () => {
  const stage = await openShop();
  const { catalogue } = stage.sandbox.world.trade;
  const [entry = ""] = catalogue.entries.keys();
  stage.stack.setProgram(order(stage, "leeds"));
  await stage.succeeds("up");
  const both = ["--replace", urnOf("Order*", "leeds")];
  catalogue.edit(entry, { cost: 9 });
  await stage.fails(["maxTotalCost: it costs 10.00 GBP, over the 8.00 GBP allowed"], "up", ...both);
  expect(charged(stage)).toEqual([2.2]);
  catalogue.edit(entry, { cost: 1.3 });
  expect(await stage.succeeds("preview", "--diff", ...both)).toContain('"2.30"');
  const said = await stage.succeeds("up", ...both);
  expect(charged(stage)).toEqual([2.2, 2.3]);
  const [first, second] = purchases(stage);
  expect(said).toContain(`adopt: "${first?.sid}" takes it back`);
  expect(stage.state().get("leeds")?.id).toBe(second?.sid);
  expect(disconnections(stage)).toEqual([0, 0]);
  await stage.settled();
});
