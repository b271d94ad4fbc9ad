// The example that buys: what its README shows is what a run of it said, and is held against a run here.
import { expect, test } from "vitest";
import { succeeded } from "./engine-stack";
import { ExampleRun } from "./example-run";

test("the example buys its number for the price in its preview and routes it; its README shows what was said", async ({
  task,
}) => {
  const run = await ExampleRun.of("buy-and-route", { seed: "demo" });
  const { world } = run.sandbox;
  await run.type("config", "set", "product", run.product);
  const off = await run.type("preview", "--diff");
  expect(off.exit, off.stderr).toBe(1);
  await run.type("config", "set", "cloudnumbering:maxSpend", "2.20 GBP");
  succeeded(await run.type("preview", "--diff"));
  expect(world.trade.ledger.movements).toEqual([]);

  const bought = await run.type("up", "--yes", "--skip-preview");
  succeeded(bought);
  expect(world.trade.ledger.movements.map(({ amount }) => amount)).toEqual([-2.2]);
  const order = [...world.trade.orders.records.values()].at(-1);
  expect(bought.stdout).toContain(`charged 2.20 GBP for order ${order?.sid}`);
  const reception = [...world.endpoints.values()].at(-1);
  expect(world.numberOf(order?.numbers[0]?.sid ?? "").voiceEndpointSid).toBe(reception?.sid);
  run.expectInReadme(task.meta);
});
