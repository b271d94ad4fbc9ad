import fc from "fast-check";
import { expect, test } from "vitest";
import { sum, times } from "../../sandbox/money";

/** Amounts in whole pennies, written as the API writes them. */
const amount = fc.integer({ min: 0, max: 1_000_000 }).map((pennies) => pennies / 100);

test("tenths add up as they do on paper", () => {
  expect([sum(0.1, 0.2), sum(1, -0.9), times(1.1, 3), times(2.2, 45)]).toEqual([0.3, 0.1, 3.3, 99]);
});

test("what is taken away again leaves what was there", () => {
  fc.assert(
    fc.property(amount, fc.array(amount), (start, movements) => {
      const spent = movements.reduce((balance, one) => sum(balance, -one), start);
      expect(movements.reduce((balance, one) => sum(balance, one), spent)).toBe(start);
    }),
  );
});

test("so many times an amount is the amount so many times added", () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 100 }), (one, count) => {
      expect(times(one, count)).toBe(sum(...Array.from({ length: count }, () => one)));
    }),
  );
});

test.each([0.000_01, Number.NaN, Number.POSITIVE_INFINITY])("%d is no amount of money", (wrong) => {
  expect(() => sum(wrong)).toThrow("not an amount of money");
});
