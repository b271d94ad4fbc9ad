import fc from "fast-check";
import { expect, test } from "vitest";
import { addMoney, compareMoney, formatMoney, money, parseMoney } from "../../provider/client/money";

test.each([
  ["20 GBP", "20.00 GBP"],
  ["4.2 GBP", "4.20 GBP"],
  ["4.205 gbp", "4.205 GBP"],
  ["  0.0001EUR ", "0.0001 EUR"],
  ["007 GBP", "7.00 GBP"],
])("%j means %s", (text, meaning) => {
  const parsed = parseMoney(text);

  expect(parsed && formatMoney(parsed)).toBe(meaning);
});

test.each([
  ...[
    "",
    "20",
    "GBP",
    "GBP 20",
    "£20",
    "20 pounds",
    "1,500 GBP",
    "1.500,00 EUR",
    "1e3 GBP",
    "-1 GBP",
    "+1 GBP",
  ],
  ...[
    "0x10 GBP",
    ".5 GBP",
    "5. GBP",
    "NaN GBP",
    "Infinity GBP",
    "20 GBP or so",
    "٢٠ GBP",
    "9999999999999 GBP",
  ],
])("%j is not taken for money", (text) => {
  expect(parseMoney(text)).toBeUndefined();
});

test.each([
  [0.1 + 0.2, "0.30 GBP"],
  [1.005, "1.005 GBP"],
  [184.2, "184.20 GBP"],
  [0.0000001, "0.0000001 GBP"],
  [-3, "-3.00 GBP"],
  ["12345678901.123456", "12345678901.123456 GBP"],
])("%d is %s", (amount, meaning) => {
  expect(formatMoney(money(amount, "gbp"))).toBe(meaning);
});

const pence = fc.integer({ min: 0, max: 1_000_000_00 });
const pounds = (amount: number) => money((amount / 100).toFixed(2), "GBP");

test("what is written is read as the same", () => {
  fc.assert(
    fc.property(pence, (amount) => {
      const parsed = parseMoney(formatMoney(pounds(amount)));
      expect(parsed && compareMoney(parsed, pounds(amount))).toBe(0);
    }),
  );
});

test("sums and comparisons are those of whole pence", () => {
  fc.assert(
    fc.property(fc.array(pence, { maxLength: 20 }), pence, (amounts, limit) => {
      const total = amounts.reduce((sum, amount) => sum + amount, 0);
      const sum = amounts.map(pounds).reduce(addMoney, pounds(0));
      expect(formatMoney(sum)).toBe(`${(total / 100).toFixed(2)} GBP`);
      expect(Math.sign(compareMoney(sum, pounds(limit)))).toBe(Math.sign(total - limit));
    }),
  );
});

test("amounts of two currencies are neither added nor compared", () => {
  const both = [money(4, "GBP"), money(4, "EUR")] as const;

  expect(() => addMoney(...both)).toThrow("4.00 GBP and 4.00 EUR are of two currencies");
  expect(() => compareMoney(...both)).toThrow(TypeError);
});
