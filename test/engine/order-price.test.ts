import path from "node:path";
import { expect, test } from "vitest";
import { charged, ONE, openShop, order, purchases, urnOf } from "./orders";
import type { Stage } from "./trouble-stage";

const entryOf = (stage: Stage) => [...stage.sandbox.world.trade.catalogue.entries.keys()][0] ?? "";
const setCost = (stage: Stage, cost: number) =>
  stage.sandbox.world.trade.catalogue.edit(entryOf(stage), { cost });

test("a preview shows total, recurring cost, term and currency, and an output made of the price is known; then the receipt", async () => {
  const stage = await openShop();
  stage.stack.setProgram(order(stage, "leeds"));
  const shown = await stage.succeeds("preview", "--diff");
  for (const line of [
    `totalCost    : "${ONE.total}"`,
    `recurringCost: "${ONE.recurring}"`,
    'terms        : "MONTHLY"',
    'currency     : "GBP"',
    `leeds: "${ONE.total}"`,
  ]) {
    expect(shown.replace(/ +:/g, ":")).toContain(line.replace(/ +:/g, ":"));
  }
  expect(purchases(stage)).toEqual([]);

  // As a person does it: preview, then update.
  const { exit, stdout } = await stage.stack.upWithPreview();
  expect(exit, stdout).toBe(0);
  const [bought] = purchases(stage);
  expect(stdout).toContain(
    `charged 2.20 GBP for order ${bought?.sid} of ${bought?.numbers[0]?.number}; the balance is now 97.80 GBP`,
  );
  expect(charged(stage)).toEqual([2.2]);
  expect(stage.state().get("leeds")?.outputs).toMatchObject({ sid: bought?.sid, totalCost: ONE.total });
  await stage.settled();
});

test("a preview ends with 1, and the line to type, over the order's cap, over the stack's limit, and with spending off", async () => {
  const stage = await openShop({ maxSpend: "" });
  stage.stack.setProgram(order(stage, "leeds", { maxTotalCost: 2 }));
  await stage.fails(
    [
      "maxTotalCost: it costs 2.20 GBP, over the 2.00 GBP allowed; declare maxTotalCost: 2.20 to allow it",
      'to allow it: pulumi config set cloudnumbering:maxSpend "2.20 GBP"',
    ],
    "preview",
  );
  await stage.stack.setConfig("cloudnumbering:maxSpend", "4 GBP");
  stage.stack.setProgram(order(stage, "leeds") + order(stage, "york"));
  await stage.fails(
    [
      /\("(leeds|york)" 2\.20 GBP, "(leeds|york)" 2\.20 GBP\), over this stack's limit of 4\.00 GBP/,
      'pulumi config set cloudnumbering:maxSpend "4.40 GBP"',
    ],
    "preview",
  );
  expect(purchases(stage)).toEqual([]);
});

test("a preview without credentials, as in a fork's pull request, warns that the price is not shown and ends with 0", async () => {
  const stage = await openShop();
  stage.stack.setProgram(order(stage, "leeds"));
  const withCredentials = stage.stack.env;
  stage.stack.env = { ...withCredentials, CLOUDNUMBERING_CLIENT_ID: "", CLOUDNUMBERING_CLIENT_SECRET: "" };
  const shown = await stage.succeeds("preview", "--diff");
  expect(shown).toContain("price not shown");
  expect(shown).toMatch(/quote *: *\[unknown\]/);
  expect(stage.sandbox.calls).toEqual([]);

  // Whoever has the credentials is shown it.
  stage.stack.env = withCredentials;
  expect(await stage.succeeds("preview", "--diff")).toContain(ONE.total);
});

test("O19 up with --target or --exclude that leaves the key out: create refuses before it pays", async () => {
  const stage = await openShop();
  stage.stack.setProgram(order(stage, "leeds"));
  const refusal = "not bought: the order's key, a resource of its own with the same name, is not there";
  await stage.fails([refusal], "up", "--target", urnOf("Order", "leeds"));
  await stage.fails([refusal], "up", "--exclude", urnOf("OrderKey", "leeds"));
  expect(stage.sandbox.calls.filter(({ operation }) => operation === "orders.create")).toEqual([]);
  expect(charged(stage)).toEqual([]);
  await stage.succeeds("up");
  expect(charged(stage)).toEqual([2.2]);
});

test("O21 a plan locks the price: moved by a penny, up --plan buys nothing; unmoved, it buys", async () => {
  const stage = await openShop();
  stage.stack.setProgram(order(stage, "leeds"));
  const plan = path.join(stage.stack.folder, "plan.json");
  await stage.succeeds("preview", "--save-plan", plan);
  setCost(stage, 1.21);
  await stage.fails([/violates plan.*2\.20.*2\.21/], "up", "--plan", plan);
  expect(purchases(stage)).toEqual([]);
  setCost(stage, 1.2);
  await stage.succeeds("up", "--plan", plan);
  expect(charged(stage)).toEqual([2.2]);
});
