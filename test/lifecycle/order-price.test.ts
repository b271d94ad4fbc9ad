// What a preview says about an order before anything is bought.
import { expect, test } from "vitest";
import { steps } from "./account";
import { bought, count, failed, openShop, PRICE, SHORT, warned } from "./order-stage";
import { UNKNOWN } from "./values";

test("the preview shows the price, and nothing is bought", async () => {
  const { stack, order, orders } = await openShop();
  const result = await stack.up(order("leeds", { amount: 2 }), { preview: true });
  expect(result).toMatchObject({ failures: [], warnings: [], told: [], output: [] });
  expect(result.steps.at(-1)).toMatchObject({
    op: "create",
    name: "leeds",
    after: { quote: { totalCost: "4.40", currency: "GBP", recurringCost: "2.40", terms: "MONTHLY" } },
  });
  expect(orders()).toEqual([]);
});

test("the price that was shown stays in the state, whatever becomes of it in the catalogue", async () => {
  const { stack, sandbox, product, declared } = await bought(["leeds"]);
  sandbox.world.trade.catalogue.edit(product, { cost: 9 });
  const result = await stack.up(declared, { previewFirst: true });
  expect(steps(result)).toEqual(["same leeds-key", "same leeds"]);
  expect(stack.state.get("leeds")?.outputs.quote).toMatchObject(PRICE);
  expect(sandbox.calls).toEqual([]);
});

test("identical orders are priced once", async () => {
  const { stack, order, ...account } = await openShop();
  const declared = [...["a", "b", "c"].flatMap((name) => order(name)), ...order("d", { amount: 2 })];
  expect(failed(await stack.up(declared, { preview: true }))).toEqual([]);
  expect(count({ stack, ...account }, "orders.preview")).toBe(2);
});

test("a price over maxTotalCost fails in the preview, with what to declare", async () => {
  const { stack, order, orders } = await openShop();
  const result = await stack.up(order("leeds", { amount: 5 }), { previewFirst: true });
  expect(result.failures).toMatchObject([{ name: "leeds", during: "check" }]);
  expect(failed(result)[0]).toContain(
    "maxTotalCost: it costs 11.00 GBP, over the 10.00 GBP allowed; declare maxTotalCost: 11.00 to allow it",
  );
  expect(orders()).toEqual([]);
});

test("orders that come to more than the stack's limit fail in the preview, line by line", async () => {
  const { stack, order, orders } = await openShop({ config: { "cloudnumbering:maxSpend": "5 GBP" } });
  const declared = ["a", "b", "c"].flatMap((name) => order(name));
  const result = await stack.up(declared, { previewFirst: true });
  expect(result.failures).toMatchObject([{ name: "c", during: "check" }]);
  expect(failed(result)[0]).toContain('come to 6.60 GBP ("a" 2.20 GBP, "b" 2.20 GBP, "c" 2.20 GBP)');
  expect(failed(result)[0]).toContain('pulumi config set cloudnumbering:maxSpend "6.60 GBP"');
  expect(orders()).toEqual([]);
});

test("the stack's limit holds without a preview too", async () => {
  const { stack, order, spent } = await openShop({ config: { "cloudnumbering:maxSpend": "5 GBP" } });
  const result = await stack.up(["a", "b", "c"].flatMap((name) => order(name)));
  expect(failed(result)[0]).toContain("over this stack's limit of 5.00 GBP");
  expect(spent()).toBeLessThanOrEqual(5);
});

test("orders that are bought no longer count against the limit", async () => {
  const shop = await bought(["a", "b"], {}, { config: { "cloudnumbering:maxSpend": "5 GBP" } });
  const { failures } = await shop.stack.up([...shop.declared, ...shop.order("c")], { previewFirst: true });
  expect(failures).toEqual([]);
  expect(shop.orders()).toHaveLength(3);
});

test("spending is off until the stack says otherwise, and the preview prints the line to type", async () => {
  const { stack, order, orders } = await openShop({ config: {} });
  const result = await stack.up(order("leeds"), { previewFirst: true });
  expect(failed(result)[0]).toContain(
    'spending is off for this stack: "leeds" costs 2.20 GBP; to allow it: pulumi config set cloudnumbering:maxSpend "2.20 GBP"',
  );
  expect(orders()).toEqual([]);
});

test("O4 a price in another currency than declared fails in the preview, and so does a limit in another", async () => {
  const { stack, sandbox, order, orders, product } = await openShop();
  sandbox.world.trade.catalogue.edit(product, { currency: "EUR" });
  const other = await stack.up(order("leeds"), { previewFirst: true });
  expect(failed(other)[0]).toContain('currency: it costs 2.20 EUR; declare currency: "EUR" if that is meant');

  const limit = await stack.up(order("leeds", { currency: "EUR" }), { previewFirst: true });
  expect(failed(limit)[0]).toContain('cloudnumbering:maxSpend is in GBP, but "leeds" costs 2.20 EUR');
  expect(orders()).toEqual([]);
});

test("a balance that does not cover what is to be bought is warned of, with both figures", async () => {
  const { stack, sandbox, order } = await openShop();
  sandbox.world.editOrganisation({ balance: 3 });
  const enough = await stack.up(order("a"), { preview: true });
  expect(warned(enough)).toEqual([]);
  const result = await stack.up([...order("a"), ...order("b")], { preview: true });
  expect(result.failures).toEqual([]);
  expect(warned(result)).toHaveLength(1);
  expect(warned(result)[0]).toMatch(/the balance is 3\.00 GBP, and the orders .* come to 4\.40 GBP/);
});

test("without credentials the preview works, warns that the price is not shown, and leaves it unknown", async () => {
  const { stack, sandbox, order } = await openShop();
  stack.env = {};
  const result = await stack.up(order("leeds"), { preview: true });
  expect(result.failures).toEqual([]);
  expect(warned(result)[0]).toContain("price not shown");
  expect(result.steps.at(-1)?.after?.quote).toBe(UNKNOWN);
  expect(sandbox.calls).toEqual([]);
});

test("a service out of reach leaves the price unknown in the preview, and buys nothing in an up", async () => {
  const { stack, sandbox, order, orders } = await openShop({ env: SHORT });
  sandbox.fault({ kind: "hang", operation: "orders.preview", times: Number.POSITIVE_INFINITY });
  const previewed = await stack.up(order("leeds"), { preview: true });
  expect(previewed.failures).toEqual([]);
  expect(warned(previewed)[0]).toContain("price not shown");

  const result = await stack.up(order("leeds"));
  expect(result.failures).toMatchObject([{ name: "leeds", during: "check" }]);
  expect(failed(result)[0]).not.toContain("unknown property");
  expect(orders()).toEqual([]);
});

test("O6 a preview is fine while a property is not known yet, whichever, for new orders and for those that are bought", async () => {
  const shop = await openShop();
  const { stack, order } = shop;
  const unknown = (prefix: string, keys: readonly string[]) => {
    return keys.flatMap((key) => order(`${prefix}-${key}`, { [key]: UNKNOWN }));
  };
  const priced = ["maxReconnectCost", "onDelete", "onDisconnected", "idempotencyKey"];
  const unpriced = ["rateCardEntrySid", "amount", "numberSids", "numberGroupSid", "maxTotalCost", "currency"];
  const keys = [...priced, ...unpriced];
  const adopted = (name: string) => ({ type: "Order", name, inputs: { adopt: UNKNOWN } });
  await stack.up([...keys, "adopt"].flatMap((key) => order(`old-${key}`)));
  shop.sandbox.clearCalls();

  const declared = [
    ...unknown("old", keys),
    ...unknown("new", keys),
    adopted("old-adopt"),
    adopted("new-adopt"),
  ];
  const result = await stack.up(declared, { preview: true });
  expect(result.failures).toEqual([]);
  expect(steps(result).filter((step) => /^replace/.test(step))).toEqual([]);
  const quoteOf = (key: string) => result.steps.find(({ name }) => name === `new-${key}`)?.after?.quote;
  for (const key of priced) expect(quoteOf(key)).toMatchObject(PRICE);
  for (const key of unpriced) expect(quoteOf(key)).toBe(UNKNOWN);
  expect(quoteOf("adopt")).toBeUndefined();
  expect(count(shop, "orders.create")).toBe(0);
});

test("O3 a product that is not in the catalogue is refused in the preview, in the service's words", async () => {
  const { stack, sandbox, order, orders } = await openShop();
  const result = await stack.up(order("leeds", { rateCardEntrySid: `RE${"X".repeat(32)}` }), {
    previewFirst: true,
  });
  expect(result.failures).toMatchObject([{ name: "leeds", during: "check" }]);
  expect(failed(result)[0]).toContain("Rate card entry not found");
  expect(result.output).toEqual([]);
  expect(orders()).toEqual([]);
  expect(sandbox.world.organisation.balance).toBe(100);
});

test("O2 a chosen number that is sold, or that does not exist, is refused in the preview and named", async () => {
  const { stack, sandbox, order, orders, product } = await openShop();
  const { pool, catalogue } = sandbox.world.trade;
  const [sold, free] = pool.availableFor(catalogue.entry(product));
  pool.sellToAnother(sold?.sid ?? "");
  const choose = (...numberSids: string[]) => order("leeds", { amount: undefined, numberSids });
  const taken = await stack.up(choose(free?.sid ?? "", sold?.sid ?? ""), { previewFirst: true });
  expect(failed(taken)[0]).toContain(`The number ${sold?.sid} is not available`);
  const unknown = await stack.up(choose(`NB${"X".repeat(32)}`), { previewFirst: true });
  expect(failed(unknown)[0]).toContain(`NB${"X".repeat(32)}`);
  expect(orders()).toEqual([]);

  const chosen = await stack.up(choose(free?.sid ?? ""), { previewFirst: true });
  expect(chosen.failures).toEqual([]);
  expect(orders()[0]?.numbers).toMatchObject([{ number: free?.number }]);
});
