// Choosing numbers once, and buying those.
import { expect, test } from "vitest";
import { operations, steps } from "./account";
import type { Declaration } from "./deployment";
import { failed, openShop } from "./order-stage";
import { stateTable } from "./state-table";

function selection(name: string, inputs: Declaration["inputs"] = {}): Declaration {
  return { type: "NumberSelection", name, inputs: { amount: 2, ...inputs } };
}

stateTable({ type: "NumberSelection", inputs: { amount: 2, pattern: "*5*" } });

interface Chosen {
  sid: string;
  number: string;
}

test("the preview shows what would be chosen, up chooses just that, and the order buys it", async () => {
  const { stack, sandbox, order, orders } = await openShop();
  const declared = [selection("easy", { pattern: "*96*5*" })];
  const previewed = await stack.up(declared, { preview: true });
  const shown = previewed.steps[0]?.after?.numbers as unknown as Chosen[];
  expect(shown).toHaveLength(2);
  expect(shown.every(({ number }) => /96.*5/.test(number))).toBe(true);
  expect((await stack.up(declared)).failures).toEqual([]);
  expect(stack.state.get("easy")?.outputs.numbers).toEqual(shown);

  const numberSids = shown.map(({ sid }) => sid);
  const both = [...declared, ...order("leeds", { amount: undefined, numberSids })];
  expect((await stack.up(both)).failures).toEqual([]);
  expect(orders()[0]?.numbers.map(({ number }) => number)).toEqual(shown.map(({ number }) => number));
  expect(steps(await stack.up(both, { refresh: true })).every((step) => step.startsWith("same"))).toBe(true);
  sandbox.clearCalls();
  await stack.up(both, { previewFirst: true });
  expect(sandbox.calls).toEqual([]);
});

test("what was chosen stays chosen, whatever becomes of the pool, and deleting it asks for nothing", async () => {
  const { stack, sandbox } = await openShop();
  await stack.up([selection("easy")]);
  const chosen = stack.state.get("easy")?.outputs.numbers as unknown as Chosen[];
  for (const { sid } of chosen) sandbox.world.trade.pool.sellToAnother(sid);
  sandbox.clearCalls();
  expect(steps(await stack.refresh())).toEqual(["same easy"]);
  expect(steps(await stack.up([selection("easy")]))).toEqual(["same easy"]);
  expect(stack.state.get("easy")?.outputs.numbers).toEqual(chosen);
  expect((await stack.destroy()).failures).toEqual([]);
  expect(operations(sandbox)).toEqual([]);
});

test("another wish chooses anew, and one that is taken out of the program does not", async () => {
  const { stack, sandbox } = await openShop();
  await stack.up([selection("easy", { pattern: "*5*" })]);
  const chosen = stack.state.get("easy")?.outputs.numbers;
  sandbox.clearCalls();
  expect(steps(await stack.up([selection("easy")]))).toEqual(["same easy"]);
  expect(sandbox.calls).toEqual([]);
  expect(stack.state.get("easy")?.outputs.numbers).toEqual(chosen);

  const more = await stack.up([selection("easy", { amount: 3 })]);
  expect(steps(more)).toEqual(["replace easy", "delete easy"]);
  expect(stack.state.get("easy")?.outputs.numbers).toHaveLength(3);
});

test("a selection forced to be made again may choose the same numbers, and is there", async () => {
  const { stack } = await openShop();
  await stack.up([selection("easy")]);
  const result = await stack.up([selection("easy")], { replace: ["easy"] });
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["replace easy", "delete easy"]);
  expect(stack.state.get("easy")?.outputs.numbers).toHaveLength(2);
});

test("two selections of one program choose different numbers", async () => {
  const { stack } = await openShop();
  await stack.up([selection("first")]);
  const result = await stack.up([selection("first"), selection("second"), selection("third")], {
    previewFirst: true,
  });
  expect(result.failures).toEqual([]);
  const all = [...stack.state.values()].flatMap(({ outputs }) => outputs.numbers as unknown as Chosen[]);
  const sids = all.map(({ sid }) => sid);
  expect(new Set(sids).size).toBe(6);
});

test("fewer numbers than wanted is said in the preview, with how many there are", async () => {
  const { stack } = await openShop();
  const result = await stack.up([selection("easy", { pattern: "*123456789*" })], { previewFirst: true });
  expect(result.failures).toMatchObject([{ name: "easy", during: "check" }]);
  expect(failed(result)[0]).toContain("amount: 2 numbers are wanted and 0 are to be had; widen the pattern");
  expect(stack.state.size).toBe(0);
});
