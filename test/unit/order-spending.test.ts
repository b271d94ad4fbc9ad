import { beforeEach, expect, test, vi } from "vitest";
import { money } from "../../provider/client/money";
import type { overTheLimit as OverTheLimit } from "../../provider/resources/order-spending";

// What is to be spent is counted for the life of a process: each test begins another one.
let overTheLimit: typeof OverTheLimit;
beforeEach(async () => {
  vi.resetModules();
  ({ overTheLimit } = await import("../../provider/resources/order-spending"));
});

function order(name: string, cost: string, currency = "GBP") {
  const [pounds] = [money(cost, currency)];
  return { urn: `urn:${name}`, name: `"${name}"`, cost: pounds };
}

const limit = (text: string | undefined) => (key: string) => {
  return key === "cloudnumbering:maxSpend" ? text : undefined;
};

test("nothing is spent while the stack has no limit, and the line to type is for all orders so far", () => {
  expect(overTheLimit(order("a", "2.20"), limit(undefined))).toContain('maxSpend "2.20 GBP"');
  expect(overTheLimit(order("b", "0.1"), limit(""))).toContain('maxSpend "2.30 GBP"');
});

test.for(["lots", "20", "1,500 GBP", "-5 GBP", "20 pounds"])("%o is no limit", (text) => {
  const reason = overTheLimit(order("a", "2.20"), limit(text));
  expect(reason).toContain("which is no amount with a currency");
  expect(reason).toContain('maxSpend "2.20 GBP"');
});

test("a limit in another currency allows nothing", () => {
  expect(overTheLimit(order("a", "2.20"), limit("20 EUR"))).toContain('is in EUR, but "a" costs 2.20 GBP');
});

test("orders may come to the limit and not to a penny more, in exact decimals", () => {
  const exactly = limit("0.30 GBP");
  expect(overTheLimit(order("a", "0.1"), exactly)).toBeUndefined();
  expect(overTheLimit(order("b", "0.2"), exactly)).toBeUndefined();
  const reason = overTheLimit(order("c", "0.01"), exactly);
  expect(reason).toContain('come to 0.31 GBP ("a" 0.10 GBP, "b" 0.20 GBP, "c" 0.01 GBP)');
  expect(reason).toContain('maxSpend "0.31 GBP"');
});

test("an order that is asked about again counts once, at its last price", () => {
  const five = limit("5 GBP");
  expect(overTheLimit(order("a", "4"), five)).toBeUndefined();
  expect(overTheLimit(order("a", "5"), five)).toBeUndefined();
  expect(overTheLimit(order("a", "5.01"), five)).toContain("come to 5.01 GBP");
});
