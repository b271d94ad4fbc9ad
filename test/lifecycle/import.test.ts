// What the program's `import` option comes to in the provider's process. How the class hands it over: test/unit/order-class.
import { expect, test } from "vitest";
import { operations, shown, steps, writes } from "./account";
import { openShop, PRICE } from "./order-stage";

test("an order is imported by what was bought: nothing is bought, though the stack may spend nothing", async () => {
  const { stack, sandbox, order, orders, product } = await openShop({ config: {} });
  const { sid } = sandbox.world.buy({ rateCardEntrySid: product, amount: 2 });
  const imported = order("leeds", { amount: 2, __import: sid });

  const result = await stack.up(imported, { previewFirst: true });

  expect(result.failures).toEqual([]);
  expect(stack.state.get("leeds")?.id).toBe(sid);
  expect(stack.state.get("leeds")?.outputs).toMatchObject({ amount: 2, totalCost: "4.40" });
  expect(orders()).toHaveLength(1);
  expect(writes(sandbox)).toEqual([]);
  sandbox.clearCalls();
  expect(steps(await stack.up(order("leeds", { amount: 2 })))).toEqual(["same leeds-key", "same leeds"]);
  expect(operations(sandbox)).toEqual([]);
});

test("an order is not imported as what it was not bought as", async () => {
  const { stack, sandbox, order, product } = await openShop();
  const { sid } = sandbox.world.buy({ rateCardEntrySid: product, amount: 2 });

  const result = await stack.up(order("leeds", { amount: 3, __import: sid }), { previewFirst: true });

  expect(shown(result)).toContain(`order ${sid} was taken over and has 2 numbers`);
  expect(writes(sandbox)).toEqual([]);
});

test("beside an imported order another one like it is bought, once", async () => {
  const { stack, sandbox, order, orders, product } = await openShop();
  const { sid } = sandbox.world.buy({ rateCardEntrySid: product, amount: 1 });

  const program = [...order("leeds", { __import: sid }), ...order("york")];
  const result = await stack.up(program, { previewFirst: true });

  expect(result.failures).toEqual([]);
  expect(orders()).toHaveLength(2);
  expect(new Set([stack.state.get("leeds")?.id, stack.state.get("york")?.id]).size).toBe(2);
  expect(stack.state.get("york")?.outputs).toMatchObject({ totalCost: PRICE.totalCost });
});

test("a number is imported by its sid or in E.164, and stays replaced by itself alone", async () => {
  const { stack, sandbox } = await openShop();
  const { world } = sandbox;
  const { sid: pbx } = world.addEndpoint();
  const routed = { voiceEndpointSid: pbx, reference: "Main line" };
  const first = world.addNumber({ number: "+441134960100", ...routed });
  const second = world.addNumber({ number: "+441134960101", ...routed });
  const assigned = (name: string, number: string, id: string) => ({
    type: "NumberAssignment",
    name,
    inputs: { number, voiceEndpointSid: pbx, __import: id },
  });
  const program = [assigned("first", first.sid, first.sid), assigned("second", second.number, second.number)];

  expect((await stack.up(program, { previewFirst: true })).failures).toEqual([]);

  expect([...stack.state.values()].map(({ id }) => id).sort()).toEqual([first.sid, second.sid].sort());
  expect(steps(await stack.up(program))).toEqual(["same first", "same second"]);
  expect(steps(await stack.refresh()).sort()).toEqual(["same first", "same second"]);
  await stack.up(program, { replace: ["first"] });
  expect(writes(sandbox)).toEqual([]);
});

test("a default endpoint is imported as it is; one that is gone is not made again while the option stands", async () => {
  const { stack, sandbox } = await openShop();
  const { world } = sandbox;
  const { sid, ...args } = world.addEndpoint({ isDefault: true });
  const program = [{ type: "Endpoint", name: "pbx", inputs: { ...args, __import: sid } }];

  expect((await stack.up(program, { previewFirst: true })).failures).toEqual([]);
  expect(writes(sandbox)).toEqual([]);

  world.removeEndpoint(sid);
  await stack.refresh();
  expect(shown(await stack.up(program, { previewFirst: true }))).toContain(`there is no Endpoint ${sid}`);
  expect(writes(sandbox)).toEqual([]);
});
