// What becomes of an order that is bought when the program says otherwise, or a person replaces it by force.
import { expect, test } from "vitest";
import { steps, writes } from "./account";
import { output } from "./deployment";
import { adopting, bought, count, failed, keyOf, openShop, PRICE, SHORT, told, warned } from "./order-stage";

test("what was bought cannot change: another amount fails in the preview with the ways forward", async () => {
  const shop = await bought(["leeds"]);
  const result = await shop.stack.up(shop.order("leeds", { amount: 2 }), { previewFirst: true });
  expect(result.failures).toMatchObject([{ name: "leeds", during: "check" }]);
  expect(failed(result)[0]).toContain("amount: what was bought cannot change (it was 1)");
  for (const way of ["set it back", "declare another Order", "take this one out"]) {
    expect(failed(result)[0]).toContain(way);
  }
  expect(shop.sandbox.calls).toEqual([]);
});

test("guards change in place: nothing is bought and nothing is written", async () => {
  const { stack, order, orders, ...shop } = await bought(["leeds"]);
  const guards = {
    maxTotalCost: "99.00",
    onDelete: "disconnect",
    onDisconnected: "accept",
    maxReconnectCost: 3,
  };
  const result = await stack.up(order("leeds", guards), { previewFirst: true });
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["same leeds-key", "update leeds"]);
  expect(result.steps.at(-1)?.changed).toEqual(Object.keys(guards).sort());
  expect(stack.state.get("leeds")?.outputs).toMatchObject(guards);
  expect(writes(shop.sandbox)).toEqual([]);
  expect(orders()).toHaveLength(1);
  expect(steps(await stack.up(order("leeds", guards)))).toEqual(["same leeds-key", "same leeds"]);
});

test("an order is taken over: nothing is bought, no key is needed, and it is read as it is", async () => {
  const { stack, sandbox, orders, product, spent } = await openShop({ config: {} });
  const { sid, numbers } = sandbox.world.buy({ rateCardEntrySid: product, amount: 2 });
  sandbox.world.disconnect(numbers[1]?.sid ?? "");
  const result = await stack.up([adopting("leeds", sid, { onDisconnected: "accept" })], {
    previewFirst: true,
  });
  expect(result).toMatchObject({ failures: [], output: [] });
  expect(stack.state.get("leeds")).toMatchObject({
    id: sid,
    outputs: {
      totalCost: "4.40",
      numbers: [
        { number: numbers[0]?.number, status: "IN_SERVICE" },
        { number: numbers[1]?.number, status: "DISCONNECTED" },
      ],
    },
  });
  expect(orders()).toHaveLength(1);
  expect(spent()).toBe(4.4);
});

test("an order taken over with a number disconnected says so, and the next up reconnects it where that is declared", async () => {
  const { stack, sandbox, product } = await openShop({ config: {} });
  const { sid, numbers } = sandbox.world.buy({ rateCardEntrySid: product, amount: 2 });
  const [{ number = "", sid: lost = "" } = {}] = numbers;
  sandbox.world.disconnect(lost);
  const declared = [adopting("leeds", sid, { onDisconnected: "reconnect", maxReconnectCost: 5 })];
  const taken = await stack.up(declared);
  expect(taken.failures).toEqual([]);
  expect(warned(taken)[0]).toContain(`order ${sid} is taken over with ${number} disconnected`);
  expect(sandbox.world.numbers.get(lost)?.status).toBe("DISCONNECTED");
  expect((await stack.up(declared)).failures).toEqual([]);
  expect(sandbox.world.numbers.get(lost)?.status).toBe("IN_SERVICE");
});

test("an order that is not there cannot be taken over", async () => {
  const { stack } = await openShop();
  const result = await stack.up([adopting("leeds", "NO00000000000000000000000000000000")]);
  expect(failed(result)[0]).toContain("adopt: there is no order NO0");
  expect(stack.state.size).toBe(0);
});

test("an order that was taken over can be described as bought, if it is that one; nothing is bought", async () => {
  const { stack, sandbox, order, orders, product } = await openShop();
  const { sid } = sandbox.world.buy({ rateCardEntrySid: product, amount: 2 });
  await stack.up([adopting("leeds", sid)]);

  const wrong = await stack.up(order("leeds", { amount: 1 }), { previewFirst: true });
  expect(wrong.failures).toMatchObject([{ name: "leeds", during: "diff" }]);
  expect(failed(wrong)[0]).toContain(`put adopt: "${sid}" back`);

  const right = await stack.up(order("leeds", { amount: 2 }), { previewFirst: true });
  expect(right.failures).toEqual([]);
  expect(steps(right)).toEqual(["create leeds-key", "update leeds"]);
  expect(stack.state.get("leeds")?.id).toBe(sid);
  expect(orders()).toHaveLength(1);
  expect(steps(await stack.up(order("leeds", { amount: 2 })))).toEqual(["same leeds-key", "same leeds"]);
  expect(failed(await stack.up(order("leeds", { amount: 3 })))[0]).toContain("what was bought cannot change");
});

test("a resource that holds an order cannot take over another one", async () => {
  const shop = await bought(["leeds"]);
  const other = shop.sandbox.world.buy({ rateCardEntrySid: shop.product });
  const result = await shop.stack.up([adopting("leeds", other.sid)], { previewFirst: true });
  expect(failed(result)[0]).toContain(`adopt: this resource holds order ${shop.sids[0]}`);
  const same = await shop.stack.up([adopting("leeds", shop.sids[0] ?? "")]);
  expect(same.failures).toEqual([]);
  expect(shop.stack.state.get("leeds")?.id).toBe(shop.sids[0]);
});

test("O13 an order that another resource of the stack holds cannot be taken over", async () => {
  const shop = await bought(["leeds"]);
  const result = await shop.stack.up([...shop.declared, adopting("york", shop.sids[0] ?? "")]);
  expect(result.failures).toMatchObject([{ name: "york", during: "create" }]);
  expect(failed(result)[0]).toContain('is held by "leeds" of this stack already');
  expect([...shop.stack.state.keys()]).toEqual([keyOf("leeds"), "leeds"]);
});

test("O13 nor can it where that is declared first: one of the two must go, and the numbers stay in service", async () => {
  const shop = await bought(["leeds"]);
  const { stack, sandbox, declared, sids } = shop;
  const both = [adopting("york", sids[0] ?? "", { onDelete: "disconnect" }), ...declared];
  for (const _again of [1, 2]) {
    expect(failed(await stack.up(both))).toEqual([expect.stringContaining("take one of the two out")]);
  }
  expect((await stack.up(declared)).failures).toEqual([]);
  expect([...stack.state.keys()].sort()).toEqual(["leeds", keyOf("leeds")]);
  expect([...sandbox.world.numbers.values()].map(({ status }) => status)).toEqual(["IN_SERVICE"]);
});

test("O13 an order can be taken over from a resource that goes with the same up, refreshed first or not", async () => {
  for (const refresh of [true, false]) {
    const { stack, sandbox, sids } = await bought(["leeds"], { onDelete: "disconnect" });
    const sid = sids[0] ?? "";
    expect((await stack.up([adopting("york", sid)], { refresh })).failures).toEqual([]);
    expect([...stack.state.values()].map(({ name, id }) => [name, id])).toEqual([["york", sid]]);
    expect([...sandbox.world.numbers.values()].map(({ status }) => status)).toEqual(["IN_SERVICE"]);
  }
});

test("O15 destroyed with its numbers kept, the next up names the order to adopt, and buys only within maxSpend", async () => {
  const shop = await bought(["leeds"]);
  const { stack, order, orders, sids } = shop;
  await stack.destroy();
  expect(stack.state.size).toBe(0);

  const previewed = await stack.up(order("leeds"), { preview: true });
  expect(told(previewed)[0]).toContain(`adopt: "${sids[0]}" takes it over and buys nothing`);
  stack.config = { "cloudnumbering:maxSpend": "2 GBP" };
  expect(failed(await stack.up(order("leeds"), { previewFirst: true }))[0]).toContain("limit of 2.00 GBP");
  expect(orders()).toHaveLength(1);

  expect((await stack.up([adopting("leeds", sids[0] ?? "")])).failures).toEqual([]);
  expect(orders()).toHaveLength(1);
});

test("O15 an account whose orders cannot be read gets no hint, and its order all the same", async () => {
  const { stack, sandbox, order, orders } = await openShop();
  sandbox.fault({ kind: "status", status: 403, operation: "orders.list", times: Number.POSITIVE_INFINITY });
  expect((await stack.up(order("leeds"), { previewFirst: true })).failures).toEqual([]);
  expect(orders()).toHaveLength(1);
});

test("O16 with another key beside it (a rename without its alias) an order keeps its own, and nothing is bought", async () => {
  const shop = await bought(["leeds"]);
  const { stack, orders } = shop;
  const [key, order] = shop.declared;
  const own = stack.state.get("leeds")?.inputs.idempotencyKey;
  const renamed = [
    { type: "OrderKey", name: "other-key", inputs: {} },
    {
      ...order,
      inputs: {
        ...order?.inputs,
        idempotencyKey: output("other-key", "value"),
        keyCreatedAt: output("other-key", "createdAt"),
      },
    },
  ] as typeof shop.declared;
  const previewed = await stack.up(renamed, { preview: true });
  expect(steps(previewed)).toEqual(["create other-key", "same leeds", `delete ${key?.name}`]);
  const result = await stack.up(renamed);
  expect(steps(result)).toEqual(["create other-key", "same leeds", `delete ${key?.name}`]);
  expect(stack.state.get("leeds")?.inputs.idempotencyKey).toBe(own);
  expect(orders()).toHaveLength(1);
});

for (const onDelete of ["keep", "disconnect"]) {
  test(`a forced replacement (onDelete: "${onDelete}") finds the order again: nothing is bought, nothing disconnected`, async () => {
    const shop = await bought(["york", "leeds"], { onDelete }, { env: SHORT });
    const { stack, sandbox, declared, orders, sids, spent } = shop;
    const result = await stack.up(declared, { replace: ["leeds"] });
    expect(result.failures).toEqual([]);
    expect(steps(result)).toEqual(expect.arrayContaining(["same york", "replace leeds", "delete leeds"]));
    expect(stack.state.get("leeds")?.id).toBe(sids[1]);
    expect(orders()).toHaveLength(2);
    expect(spent()).toBe(4.4);
    expect(count(shop, "numbers.disconnect")).toBe(0);
    expect([...sandbox.world.numbers.values()].map(({ status }) => status)).toEqual([
      "IN_SERVICE",
      "IN_SERVICE",
    ]);
    expect(told(result).join()).toContain("nothing is bought again");
  });
}

test("a forced replacement where keys are ignored is refused before anything happens", async () => {
  const guesses = { "idempotency-keys": "ignore" } as const;
  const shop = await bought(["leeds"], { onDelete: "disconnect" }, { guesses, env: SHORT });
  const result = await shop.stack.up(shop.declared, { replace: ["leeds"] });
  expect(result.failures).toMatchObject([{ name: "leeds", during: "create" }]);
  expect(failed(result)[0]).toContain(`adopt: "${shop.sids[0]}"`);
  expect(shop.orders()).toHaveLength(1);
  expect(count(shop, "numbers.disconnect")).toBe(0);
  expect(steps(await shop.stack.up(shop.declared))).toEqual(["same leeds-key", "same leeds"]);
});

test("a forced replacement of an order that was taken over takes it over again", async () => {
  const shop = await openShop();
  const { sid } = shop.sandbox.world.buy({ rateCardEntrySid: shop.product });
  const declared = [adopting("leeds", sid, { onDelete: "disconnect" })];
  await shop.stack.up(declared);
  const result = await shop.stack.up(declared, { replace: ["leeds"] });
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["replace leeds", "delete leeds"]);
  expect(shop.stack.state.get("leeds")?.id).toBe(sid);
  expect(count(shop, "numbers.disconnect")).toBe(0);
});

test("key and order replaced together buy anew, priced in the preview and within the caps", async () => {
  const shop = await bought(["leeds"]);
  const { stack, orders, declared, sids } = shop;
  const replace = [keyOf("leeds"), "leeds"];
  const previewed = await stack.up(declared, { preview: true, replace });
  expect(previewed.steps.find(({ name }) => name === "leeds")).toMatchObject({
    op: "replace",
    after: { quote: PRICE },
  });

  stack.config = {};
  expect(failed(await stack.up(declared, { replace, previewFirst: true }))[0]).toContain("spending is off");
  expect(orders()).toHaveLength(1);

  stack.config = { "cloudnumbering:maxSpend": "5 GBP" };
  const result = await stack.up(declared, { replace, previewFirst: true });
  expect(result.failures).toEqual([]);
  expect(orders()).toHaveLength(2);
  expect(stack.state.get("leeds")?.id).toBe(orders()[1]?.sid);
  expect(told(result).join()).toContain(`order ${sids[0]} is no longer managed`);
});

test("replacing the key alone buys nothing: the order keeps the key that it was bought with", async () => {
  const shop = await bought(["leeds"]);
  const result = await shop.stack.up(shop.declared, { replace: [keyOf("leeds")], previewFirst: true });
  expect(result.failures).toEqual([]);
  expect(shop.stack.state.get("leeds")?.id).toBe(shop.sids[0]);
  expect(shop.orders()).toHaveLength(1);
  expect(warned(result)).toEqual([]);
});
