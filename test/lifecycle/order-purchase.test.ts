// Buying: once, within what was allowed, with a receipt.
import { expect, test } from "vitest";
import type { Call, Fault } from "../../sandbox";
import { eventually, steps } from "./account";
import type { Declaration } from "./deployment";
import {
  adopting,
  count,
  failed,
  keyOf,
  openShop,
  PRICE,
  SHORT,
  type Shop,
  told,
  warned,
} from "./order-stage";
import { ProviderStack } from "./provider-stack";

const ALWAYS = Number.POSITIVE_INFINITY;

/** The purchases that arrived, in order. */
function purchases({ sandbox }: Shop): Call[] {
  return sandbox.calls.filter(({ operation }) => operation === "orders.create");
}

/** Waits until so many calls of an operation have arrived. */
async function arrived(shop: Shop, operation: string, times: number): Promise<void> {
  await eventually(() => count(shop, operation)).toBeGreaterThanOrEqual(times);
}

test("an order is bought as priced, the key is stored first, and receipts say what was charged and what is left", async () => {
  const { stack, order, orders } = await openShop();
  const declared = [...order("leeds"), ...order("york", { amount: 2 })];
  const result = await stack.up(declared, { previewFirst: true });
  expect(result).toMatchObject({ failures: [], warnings: [], output: [] });
  const [first, second] = orders();
  expect(stack.state.get("leeds")).toMatchObject({
    id: first?.sid,
    outputs: {
      sid: first?.sid,
      totalCost: "2.20",
      createdAt: first?.createdAt,
      quote: PRICE,
      numbers: [{ sid: first?.numbers[0]?.sid, number: first?.numbers[0]?.number, status: "IN_SERVICE" }],
    },
  });
  const of = (order: typeof first) => order?.numbers.map(({ number }) => number).join(", ");
  expect(told(result)).toEqual([
    `charged 2.20 GBP for order ${first?.sid} of ${of(first)}; the balance is now 97.80 GBP`,
    `charged 4.40 GBP for order ${second?.sid} of ${of(second)}; 6.60 GBP for the 2 orders of this run; the balance is now 93.40 GBP`,
  ]);
  expect(result.told.map(({ urn }) => urn)).toEqual(
    ["leeds", "york"].map((name) => stack.state.get(name)?.urn),
  );
});

test("totalCost is what the order says it cost, not what was quoted before", async () => {
  const shop = await openShop({ guesses: { "quote-pins-price": "no" } });
  const { stack, sandbox, order, product, spent } = shop;
  sandbox.fault({ kind: "delay", ms: 2000, operation: "orders.create" });
  const running = stack.up(order("leeds"));
  await arrived(shop, "orders.create", 1);
  sandbox.world.trade.catalogue.edit(product, { cost: 20 });
  const result = await running;
  expect(result.failures).toEqual([]);
  expect(stack.state.get("leeds")?.outputs).toMatchObject({ totalCost: "21.00", quote: PRICE });
  expect(spent()).toBe(21);
  expect(warned(result)[0]).toContain(
    "the service charged 21.00 GBP, more than it had quoted and over the 10.00 GBP allowed",
  );
});

test("an order whose charge cannot be read back is kept at its quote, and the next refresh corrects it", async () => {
  const { stack, sandbox, order, orders } = await openShop();
  sandbox.fault({ kind: "status", status: 403, operation: "orders.get", times: ALWAYS });
  const result = await stack.up(order("leeds"));
  expect(result.failures).toEqual([]);
  expect(warned(result)[0]).toMatch(/quoted at 2\.20, is bought; what was charged could not be read back/);
  expect(stack.state.get("leeds")?.outputs.totalCost).toBe("2.20");

  sandbox.clearFaults();
  expect((await stack.refresh()).failures).toEqual([]);
  expect(stack.state.get("leeds")?.outputs).toMatchObject({
    totalCost: "2.20",
    createdAt: orders()[0]?.createdAt,
  });
});

test("an order whose numbers cannot be read yet is in the state, and the next up completes it", async () => {
  const { stack, sandbox, order, orders } = await openShop();
  sandbox.fault({ kind: "status", status: 403, operation: "orders.get", times: ALWAYS });
  // The sandbox gives the same sids to the same requests.
  const { sid } = (await openShop()).sandbox.world.buy({ rateCardEntrySid: (await openShop()).product });
  const body = JSON.stringify({ success: true, result: { sid, numbers: "soon" } });
  sandbox.fault({ kind: "raw", body, when: "after", operation: "orders.create" });
  const result = await stack.up(order("leeds"));
  expect(result.failures).toMatchObject([{ name: "leeds", during: "create", partial: true }]);
  expect(orders()).toMatchObject([{ sid }]);
  expect(stack.state.get("leeds")).toMatchObject({ id: sid, outputs: { numbers: [] } });

  sandbox.clearFaults();
  const next = await stack.up(order("leeds"));
  expect(next.failures).toEqual([]);
  expect(steps(next)).toEqual(["same leeds-key", "update leeds"]);
  expect(stack.state.get("leeds")?.outputs.numbers).toMatchObject([
    { number: orders()[0]?.numbers[0]?.number },
  ]);
  expect(orders()).toHaveLength(1);
});

test("without its key an order refuses before it pays", async () => {
  const shop = await openShop();
  const [, order] = shop.order("leeds");
  const { idempotencyKey: _key, keyCreatedAt: _at, ...inputs } = order?.inputs ?? {};
  const result = await shop.stack.up([{ type: "Order", name: "leeds", inputs }]);
  expect(result.failures).toMatchObject([{ name: "leeds", during: "create", partial: false }]);
  expect(failed(result)[0]).toContain("--exclude");
  expect(purchases(shop)).toEqual([]);
  expect(shop.stack.state.size).toBe(0);
});

test("a process whose engine was killed buys nothing more, and the next up buys everything once", async () => {
  const shop = await openShop({ env: SHORT });
  const { stack, sandbox, order, orders } = shop;
  const names = ["a", "b", "c"];
  const declared = names.flatMap((name) => order(name));
  // The first three are the checks'; the fourth is asked by the first purchase, right before it pays.
  sandbox.fault({ kind: "delay", ms: 1500, operation: "orders.preview", skip: 1 });
  const running = stack.up(declared);
  await arrived(shop, "orders.preview", 2);
  await stack.abandon();
  expect((await running).interrupted).toBe(true);
  // The second purchase begins only when the first is over.
  await arrived(shop, "orders.preview", 3);
  expect(purchases(shop)).toEqual([]);

  expect((await stack.up(declared)).failures).toEqual([]);
  expect(orders()).toHaveLength(3);
  expect(names.map((name) => stack.state.get(name)?.id).sort()).toEqual(
    orders()
      .map(({ sid }) => sid)
      .sort(),
  );
});

test("however an answer is lost, the order is found by its key, and its receipt counts it to this run", async () => {
  const { stack, sandbox, order, orders, spent } = await openShop({ env: SHORT });
  const faults: Fault[] = [
    { kind: "dropAfter" },
    { kind: "cutReply" },
    { kind: "status", status: 500, when: "after" },
    { kind: "raw", body: "<html>", when: "after" },
    { kind: "hang", when: "after" },
  ];
  // An order of each size; the smallest would also meet those that ask whether a key is known.
  const sizes = faults.map((fault, at) => ({ fault, amount: at + 2, name: `of-${at + 2}` }));
  for (const { fault, amount } of sizes) {
    sandbox.fault({ ...fault, operation: "orders.create", where: { amount } });
  }
  const result = await stack.up(
    sizes.flatMap(({ name, amount }) => order(name, { amount, maxTotalCost: 20 })),
  );
  expect(result.failures).toEqual([]);
  expect(orders()).toHaveLength(5);
  expect(spent()).toBe(44);
  for (const { name, amount } of sizes) {
    const { id, outputs } = stack.state.get(name) ?? {};
    expect(orders().find(({ sid }) => sid === id)?.numbersOrdered).toBe(amount);
    expect(outputs?.numbers).toHaveLength(amount);
  }
  expect(told(result).filter((text) => text.startsWith("charged"))).toHaveLength(5);
  expect(told(result).at(-1)).toContain(
    "44.00 GBP for the 5 orders of this run; the balance is now 56.00 GBP",
  );
});

test.for([
  { "idempotency-conflict": "conflict-409" },
  { "idempotency-conflict": "replay" },
  { "quote-token": "required" },
  { "quote-token": "required", "quote-reuse": "refuse" },
] as const)("a dropped answer is found by its key where the service has %o", async (guesses) => {
  const { stack, sandbox, order, orders } = await openShop({ guesses });
  sandbox.fault({ kind: "dropAfter", operation: "orders.create" });
  expect((await stack.up(order("leeds"))).failures).toEqual([]);
  expect(orders()).toHaveLength(1);
  expect(stack.state.get("leeds")?.id).toBe(orders()[0]?.sid);
});

test.for([{ "idempotency-keys": "ignore" }, { "idempotency-before-validation": "no" }] as const)(
  "a dropped answer where the service does not show that it knows the key (%o): not bought again, and each way forward ends clean",
  async (guesses) => {
    const { stack, sandbox, order, orders } = await openShop({ guesses, env: SHORT });
    sandbox.fault({ kind: "dropAfter", operation: "orders.create" });
    const first = await stack.up(order("leeds"));
    const [lost] = orders();
    for (const result of [first, await stack.up(order("leeds"))]) {
      expect(result.failures).toMatchObject([{ name: "leeds", during: "create", partial: false }]);
      expect(failed(result)[0]).toContain(`adopt: "${lost?.sid}"`);
      expect(failed(result)[0]).toMatch(/pulumi up --replace 'urn:.*:Order\*::leeds'/);
      expect(orders()).toHaveLength(1);
    }

    const [key] = order("leeds");
    const adopted = { type: "Order", name: "leeds", inputs: { adopt: lost?.sid } };
    const taken = await stack.up([adopted]);
    expect(taken.failures).toEqual([]);
    expect(stack.state.get("leeds")?.id).toBe(lost?.sid);
    expect([...stack.state.keys()]).not.toContain(key?.name);
    expect(orders()).toHaveLength(1);
  },
);

test("an order in doubt stays so although a list leaves it out afterwards: it is not bought again", async () => {
  const { stack, sandbox, order, orders } = await openShop({
    guesses: { "idempotency-keys": "ignore" },
    env: SHORT,
  });
  sandbox.fault({ kind: "dropAfter", operation: "orders.create" });
  await stack.up(order("leeds"));
  const [sid = ""] = orders().map((each) => each.sid);
  sandbox.fault({ kind: "omitEntry", sid, operation: "orders.list", skip: 1, times: ALWAYS });
  expect(failed(await stack.up(order("leeds")))[0]).toContain(`adopt: "${sid}"`);
  expect(orders()).toHaveLength(1);
});

test("who insists on another order replaces the key, and buys one more", async () => {
  const { stack, sandbox, order, orders } = await openShop({
    guesses: { "idempotency-keys": "ignore" },
    env: SHORT,
  });
  sandbox.fault({ kind: "dropAfter", operation: "orders.create" });
  expect((await stack.up(order("leeds"))).failures).toHaveLength(1);
  expect((await stack.up(order("leeds"), { replace: ["leeds-key"] })).failures).toEqual([]);
  expect(orders()).toHaveLength(2);
  expect(stack.state.get("leeds")?.id).toBe(orders()[1]?.sid);
});

test.for([{}, { "idempotency-keys": "ignore" }, { "quote-token": "required" }] as const)(
  "a purchase that was lost on its way is sent again with the same key once it can no longer arrive (%o)",
  async (guesses) => {
    const shop = await openShop({ guesses, env: SHORT });
    shop.sandbox.fault({ kind: "dropBefore", operation: "orders.create" });
    expect((await shop.stack.up(shop.order("leeds"))).failures).toEqual([]);
    const [first, second, ...more] = purchases(shop);
    expect(more).toEqual([]);
    expect(first?.headers["idempotency-key"]).toBe(second?.headers["idempotency-key"]);
    expect(shop.orders()).toHaveLength(1);
    expect(shop.stack.state.get("leeds")?.id).toBe(shop.orders()[0]?.sid);
  },
);

test("lost on its way and then in its answer: the next up finds it", async () => {
  const { stack, sandbox, order, orders } = await openShop({ env: SHORT });
  sandbox.fault({ kind: "dropBefore", operation: "orders.create" });
  sandbox.fault({ kind: "dropAfter", operation: "orders.create", skip: 1 });
  expect((await stack.up(order("leeds"))).failures).toHaveLength(1);
  expect(orders()).toHaveLength(1);
  expect((await stack.up(order("leeds"))).failures).toEqual([]);
  expect(stack.state.get("leeds")?.id).toBe(orders()[0]?.sid);
  expect(orders()).toHaveLength(1);
});

test.for([
  ["honours keys", {}, 0],
  ["has forgotten the key", { "idempotency-key-life": 60 }, 120_000],
  ["ignores keys", { "idempotency-keys": "ignore" }, 0],
] as const)(
  "a purchase killed after it was made is not made again by a service that %s",
  async ([how, guesses, later]) => {
    let ahead = 0;
    const clock = () => Date.now() + ahead;
    const { stack, sandbox, order, orders, spent } = await openShop({
      sandbox: { clock, guesses },
      env: SHORT,
    });
    sandbox.fault({ kind: "hang", when: "after", operation: "orders.create" });
    const running = stack.up(order("leeds"));
    await eventually(() => orders().length).toBe(1);
    await stack.abandon();
    await running;
    ahead = later;

    const result = await stack.up(order("leeds"));
    expect(orders()).toHaveLength(1);
    expect(spent()).toBe(2.2);
    if (how === "honours keys") {
      expect(result.failures).toEqual([]);
      expect(stack.state.get("leeds")?.id).toBe(orders()[0]?.sid);
      expect(told(result).at(-1)).toContain("was charged before: 2.20 GBP");
    } else {
      expect(failed(result)[0]).toContain(`adopt: "${orders()[0]?.sid}"`);
    }
  },
);

test.for([{}, { "idempotency-keys": "ignore" }] as const)(
  "a purchase killed after it was made is not made again when the program asks for something else by then (%o)",
  async (guesses) => {
    const { stack, sandbox, order, orders } = await openShop({ guesses, env: SHORT });
    sandbox.fault({ kind: "hang", when: "after", operation: "orders.create" });
    const running = stack.up(order("leeds", { amount: 2 }));
    await eventually(() => orders().length).toBe(1);
    await stack.abandon();
    await running;

    const result = await stack.up(order("leeds", { amount: 1 }));
    expect(failed(result)).toEqual([expect.stringContaining(`declare adopt: "${orders()[0]?.sid}"`)]);
    expect(orders()).toHaveLength(1);
    expect((await stack.up([adopting("leeds", orders()[0]?.sid ?? "")])).failures).toEqual([]);
    expect(orders()).toHaveLength(1);
  },
);

const KEYS = [
  {},
  { "idempotency-conflict": "replay" },
  { "idempotency-before-validation": "no" },
  { "idempotency-keys": "ignore" },
] as const;

test.for(KEYS)(
  "a lost order that the program gives to another resource is not bought again for its buyer: it says who has it, and how to buy one more (%o)",
  async (guesses) => {
    const { stack, sandbox, order, orders } = await openShop({ guesses, env: SHORT });
    sandbox.fault({ kind: "hang", when: "after", operation: "orders.create" });
    const running = stack.up(order("leeds"));
    await eventually(() => orders().length).toBe(1);
    await stack.abandon();
    await running;

    const declared = [...order("leeds"), adopting("york", orders()[0]?.sid ?? "")];
    const [first, second] = [
      await stack.up(declared, { continueOnError: true }),
      await stack.up(declared, { continueOnError: true }),
    ];
    for (const result of [first, second]) {
      const said = expect.stringMatching(
        /(adopted by "york"|"york" takes it over).*take one of the two out.*run pulumi up --replace '.*:Order\*::leeds'/,
      );
      expect(result.failures).toMatchObject([{ name: "leeds", message: said }]);
      expect(failed(result)[0]).not.toContain("declare adopt");
    }
    expect(stack.state.get("york")?.id).toBe(orders()[0]?.sid);
    expect(orders()).toHaveLength(1);

    expect((await stack.up(declared, { replace: [keyOf("leeds")] })).failures).toEqual([]);
    expect(orders()).toHaveLength(2);
    expect(stack.state.get("leeds")?.id).toBe(orders()[1]?.sid);
  },
);

test("a key whose order was given away in an earlier run, and is described as bought since: the refusal says how to buy one more", async () => {
  const { stack, sandbox, order, orders } = await openShop({ env: SHORT });
  sandbox.fault({ kind: "hang", when: "after", operation: "orders.create" });
  const running = stack.up(order("leeds"));
  await eventually(() => orders().length).toBe(1);
  await stack.abandon();
  await running;
  const [leedsKey] = order("leeds");
  if (!leedsKey) throw new Error("leeds has no key");
  expect((await stack.up([leedsKey, adopting("york", orders()[0]?.sid ?? "")])).failures).toEqual([]);

  const declared = [...order("leeds"), ...order("york")];
  const result = await stack.up(declared);
  const said = expect.stringMatching(/said of the key.*run pulumi up --replace '.*:Order\*::leeds'/);
  expect(result.failures).toMatchObject([{ name: "leeds", message: said }]);
  expect(orders()).toHaveLength(1);
  expect((await stack.up(declared, { replace: [keyOf("leeds")] })).failures).toEqual([]);
  expect(stack.state.get("leeds")?.id).toBe(orders()[1]?.sid);
});

test("O7 a quote that is refused, that has expired or that has risen over the cap buys nothing, and says why", async () => {
  const refused = await openShop();
  refused.sandbox.fault({ kind: "refuse", error: "No quotes today.", operation: "orders.preview" });
  expect(failed(await refused.stack.up(refused.order("leeds")))[0]).toContain("No quotes today.");
  expect(refused.orders()).toEqual([]);

  const expired = await openShop({ guesses: { "quote-lifetime": 0 } });
  expect(failed(await expired.stack.up(expired.order("leeds")))[0]).toContain("has expired");
  expect(expired.orders()).toEqual([]);

  const risen = await openShop();
  const { stack, sandbox, order, product } = risen;
  sandbox.fault({ kind: "delay", ms: 2000, operation: "orders.preview", skip: 1 });
  const running = stack.up(order("leeds"));
  await arrived(risen, "orders.preview", 2);
  sandbox.world.trade.catalogue.edit(product, { cost: 20 });
  expect(failed(await running)[0]).toMatch(
    /not bought: maxTotalCost: it costs 21\.00 GBP, over the 10\.00 GBP/,
  );
  expect(purchases(risen)).toEqual([]);
});

test("O7 a price that has risen within the caps is paid, and the receipt says how much", async () => {
  const { stack, sandbox, order, product, spent } = await openShop();
  await stack.up(order("leeds"), { preview: true });
  sandbox.world.trade.catalogue.edit(product, { cost: 2 });
  const result = await stack.up(order("leeds"));
  expect(result.failures).toEqual([]);
  expect(told(result)[0]).toContain("charged 3.00 GBP");
  expect(stack.state.get("leeds")?.outputs.totalCost).toBe("3.00");
  expect(spent()).toBe(3);
});

test("O8 a balance that is gone between quote and purchase buys nothing, and once it is back the next up does", async () => {
  const shop = await openShop({ env: SHORT });
  const { stack, sandbox, order, orders } = shop;
  sandbox.fault({ kind: "delay", ms: 1500, operation: "orders.create" });
  const running = stack.up(order("leeds"));
  await arrived(shop, "orders.create", 1);
  sandbox.world.editOrganisation({ balance: 1 });
  expect(failed(await running)[0]).toContain("402");

  const early = await stack.up(order("leeds"));
  expect(failed(early)[0]).toContain("not bought: it costs 2.20 GBP and the balance is 1.00 GBP");
  expect(purchases(shop)).toHaveLength(1);
  expect(orders()).toEqual([]);

  sandbox.world.editOrganisation({ balance: 100 });
  expect((await stack.up(order("leeds"))).failures).toEqual([]);
  expect(orders()).toHaveLength(1);
});

test("O9 two orders with one idempotencyKey: the second is refused in the preview, and never becomes the first", async () => {
  const { stack, order, orders } = await openShop({ env: SHORT });
  const given = { idempotencyKey: "leeds-2026-01" };
  const declared = [...order("leeds", given), ...order("york", given)];
  const result = await stack.up(declared, { previewFirst: true });
  expect(result.failures).toMatchObject([{ name: "york", during: "check" }]);
  expect(failed(result)[0]).toContain('"leeds" uses the same key');

  expect((await stack.up(order("leeds", given))).failures).toEqual([]);
  expect(failed(await stack.up(declared))[0]).toContain('"leeds" uses the same key');
  expect(orders()).toHaveLength(1);
  expect(stack.state.has("york")).toBe(false);
});

test("O11 fewer numbers than ordered: what was delivered is in the state, and nothing more is bought by itself", async () => {
  const { stack, sandbox, order, orders, product } = await openShop({
    guesses: { "partial-availability": "partial" },
  });
  const { pool, catalogue } = sandbox.world.trade;
  for (const { sid } of pool.availableFor(catalogue.entry(product)).slice(2)) pool.sellToAnother(sid);
  const result = await stack.up(order("leeds", { amount: 3 }));
  expect(result.failures).toMatchObject([{ name: "leeds", during: "create", partial: true }]);
  expect(failed(result)[0]).toContain("delivered 2 of 3 numbers; nothing more is bought by itself");
  expect(told(result)[0]).toContain("charged 4.40 GBP");

  const next = await stack.up(order("leeds", { amount: 3 }));
  expect(next.failures).toEqual([]);
  expect(stack.state.get("leeds")?.outputs.numbers).toHaveLength(2);
  expect(orders()).toHaveLength(1);
  expect(steps(await stack.up(order("leeds", { amount: 3 })))).toEqual(["same leeds-key", "same leeds"]);
});

test("O11 a service that sells all or none sells none, and says how many there are", async () => {
  const { stack, sandbox, order, orders, product } = await openShop();
  const { pool, catalogue } = sandbox.world.trade;
  for (const { sid } of pool.availableFor(catalogue.entry(product)).slice(2)) pool.sellToAnother(sid);
  expect(failed(await stack.up(order("leeds", { amount: 3 })))[0]).toContain("Only 2 of 3 numbers");
  expect(orders()).toEqual([]);
});

const five = ["a", "b", "c", "d", "e"];

/** The driver wants to know what a resource uses before the resource. */
function keysFirst(one: Declaration, other: Declaration): number {
  return Number(other.type === "OrderKey") - Number(one.type === "OrderKey");
}

function holdings({ stack }: Shop): (string | undefined)[] {
  return five.map((name) => stack.state.get(name)?.id);
}

test.for([{}, { "idempotency-conflict": "replay" }, { "quote-token": "required" }] as const)(
  "O12 five identical orders, the answer to one of them lost: each gets its own (%o)",
  async (guesses) => {
    const shop = await openShop({ guesses });
    const declared = five.flatMap((name) => shop.order(name));
    shop.sandbox.fault({ kind: "dropAfter", operation: "orders.create", skip: 2 });
    expect((await shop.stack.up(declared)).failures).toEqual([]);
    expect(shop.orders()).toHaveLength(5);
    expect(new Set(holdings(shop))).toEqual(new Set(shop.orders().map(({ sid }) => sid)));
  },
);

test("O12 five identical orders, one lost and keys ignored: it is named, nobody gets it by mistake, and adopting it ends clean", async () => {
  const shop = await openShop({ guesses: { "idempotency-keys": "ignore" }, env: SHORT });
  const { stack, sandbox, order, orders } = shop;
  const declared = five.flatMap((name) => order(name));
  sandbox.fault({ kind: "dropAfter", operation: "orders.create", skip: 2 });
  const first = await stack.up(declared);
  expect(first.failures).toMatchObject([{ during: "create", partial: false }]);
  const [loser = ""] = first.failures.map(({ name }) => name);
  const retried = await stack.up(declared);
  expect(orders()).toHaveLength(5);
  const [lost = ""] = orders()
    .map(({ sid }) => sid)
    .filter((sid) => !holdings(shop).includes(sid));
  for (const result of [first, retried]) {
    expect(result.failures).toMatchObject([{ name: loser }]);
    expect(failed(result)[0]).toContain(`adopt: "${lost}"`);
    expect(new Set(failed(result)[0]?.match(/NO[A-Z0-9]{32}/g))).toEqual(new Set([lost]));
  }

  const adopted = five.flatMap((name) =>
    name === loser ? [{ type: "Order", name, inputs: { adopt: lost } }] : order(name),
  );
  expect((await stack.up(adopted)).failures).toEqual([]);
  expect(new Set(holdings(shop))).toEqual(new Set(orders().map(({ sid }) => sid)));
  expect(orders()).toHaveLength(5);
});

test.for(KEYS.filter((guesses) => !("idempotency-conflict" in guesses)))(
  "O12 three identical orders lost in one kill, and the service does not say which is whose (%o): all are named, and adopting them ends clean",
  async (guesses) => {
    const { stack, sandbox, order, orders } = await openShop({ guesses, env: SHORT });
    const three = five.slice(0, 3);
    const declared = three.flatMap((name) => order(name));
    sandbox.fault({ kind: "hang", when: "after", operation: "orders.get", times: ALWAYS });
    const running = stack.up(declared);
    await eventually(() => orders().length).toBe(3);
    await stack.abandon();
    await running;
    sandbox.clearFaults();

    const lost = orders().map(({ sid }) => sid);
    const { failures } = await stack.up(declared, { continueOnError: true });
    expect(failures.map(({ name }) => name).sort()).toEqual(three);
    for (const { message } of failures) {
      const [, named = ""] = /declare adopt: (.*) instead of what to buy/.exec(message) ?? [];
      expect(new Set(named.match(/NO\w{32,}/g))).toEqual(new Set(lost));
    }
    const adopted = three.map((name, at) => adopting(name, lost[at] ?? ""));
    expect((await stack.up(adopted)).failures).toEqual([]);
    expect(orders()).toHaveLength(3);
  },
);

test("O12 the retry of a lost order waits to hear of the siblings that the program declares after it", async () => {
  const shop = await openShop({ guesses: { "idempotency-keys": "ignore" }, env: SHORT });
  const { stack, sandbox, order, orders } = shop;
  sandbox.fault({ kind: "dropBefore", operation: "orders.create" });
  sandbox.fault({ kind: "status", status: 402, operation: "orders.create", skip: 1 });
  const declared = [...order("a"), ...order("b")];
  expect((await stack.up(declared)).failures).toMatchObject([{ name: "a" }]);
  expect(stack.state.get("b")?.id).toBe(orders()[0]?.sid);
  expect((await stack.up(declared)).failures).toEqual([]);
  expect(orders()).toHaveLength(2);
  expect(stack.state.get("a")?.id).toBe(orders()[1]?.sid);
});

test("O12 the retry of a lost order in a new process does not take a sibling's", async () => {
  const shop = await openShop({ env: SHORT });
  const { stack, sandbox, order, orders } = shop;
  const declared = five.flatMap((name) => order(name));
  sandbox.fault({ kind: "hang", when: "after", operation: "orders.create", skip: 2 });
  const running = stack.up(declared);
  await eventually(() => orders().length).toBe(3);
  await eventually(() => holdings(shop).filter((id) => id !== undefined).length).toBe(2);
  await stack.abandon();
  await running;

  // Whichever is retried first: those that were not bought wait until the lost one is found.
  expect((await stack.up([...declared].reverse().sort(keysFirst))).failures).toEqual([]);
  expect(orders()).toHaveLength(5);
  expect(new Set(holdings(shop))).toEqual(new Set(orders().map(({ sid }) => sid)));
});

test("O14 two stacks of one name on one account buy separately, at the same time and with answers lost", async () => {
  const shop = await openShop();
  const { sandbox, stack, order, orders } = shop;
  const other = await ProviderStack.start({ env: { ...stack.env }, config: { ...stack.config } });
  // Of two numbers, so that the questions whether a key is known get their answers.
  const declared = order("leeds", { amount: 2 });
  sandbox.fault({ kind: "dropAfter", operation: "orders.create", where: { amount: 2 }, times: 2 });
  try {
    const results = await Promise.all([stack.up(declared), other.up(declared)]);
    expect(results.flatMap(failed)).toEqual([]);
    const ids = [stack, other].map(({ state }) => state.get("leeds")?.id ?? "");
    expect(orders()).toHaveLength(2);
    expect(ids.sort()).toEqual(
      orders()
        .map(({ sid }) => sid)
        .sort(),
    );
    const keys = [stack, other].map(({ state }) => state.get("leeds-key")?.id);
    expect(new Set(keys).size).toBe(2);
  } finally {
    await other.stop();
  }
});

test("O17 twenty orders in one up are bought one after the other, and endpoints are not held up", async () => {
  const shop = await openShop({ stack: { parallel: 64 } });
  const { stack, sandbox, order, orders } = shop;
  const names = Array.from({ length: 20 }, (_none, at) => `order-${at}`);
  const endpoints = names.map((name) => ({
    type: "Endpoint",
    name: `pbx-of-${name}`,
    inputs: { description: name, endpointType: "voice", uri: `sip:%e164@${name}.example.com` },
  }));
  sandbox.fault({ kind: "delay", ms: 100, operation: "orders.create", times: ALWAYS });
  const result = await stack.up([...names.flatMap((name) => order(name)), ...endpoints]);
  expect(result.failures).toEqual([]);
  expect(orders()).toHaveLength(20);

  const order_ = sandbox.calls.map(({ operation }) => operation);
  expect(order_.lastIndexOf("endpoints.create")).toBeLessThan(order_.lastIndexOf("orders.create"));
  expect(purchases(shop)).toHaveLength(20);
  for (const [at, purchase] of purchases(shop).slice(1).entries()) {
    expect(purchase.startedAt).toBeGreaterThanOrEqual(purchases(shop)[at]?.finishedAt ?? ALWAYS);
  }
  expect(told(result).at(-1)).toContain(
    "44.00 GBP for the 20 orders of this run; the balance is now 56.00 GBP",
  );
});

test.for([5, -5])(
  "O18 a service whose clock is %d minutes off: a killed purchase is found all the same",
  async (minutes) => {
    const clock = () => Date.now() + minutes * 60_000;
    const { stack, sandbox, order, orders, product } = await openShop({ sandbox: { clock }, env: SHORT });
    // An order of the same shape from before: it is never taken for this one.
    sandbox.world.addOrder({
      rateCardEntrySid: product,
      numberSids: [sandbox.world.addNumber({ number: "+441134960100" }).sid],
      createdAt: new Date(clock() - 120_000).toISOString(),
    });
    sandbox.fault({ kind: "dropAfter", operation: "orders.create" });
    expect((await stack.up(order("leeds"))).failures).toEqual([]);
    sandbox.fault({ kind: "hang", when: "after", operation: "orders.create" });
    const both = [...order("leeds"), ...order("york")];
    const running = stack.up(both);
    await eventually(() => orders().length).toBe(3);
    await stack.abandon();
    await running;
    expect((await stack.up(both)).failures).toEqual([]);
    expect(stack.state.get("leeds")?.id).toBe(orders()[1]?.sid);
    expect(stack.state.get("york")?.id).toBe(orders()[2]?.sid);
    expect(orders()).toHaveLength(3);
  },
);
