import { expect, test } from "vitest";
import { amount, currency, optionalCurrency, optionalTimestamp, price } from "../../provider/client/fields";

test.each([
  [1.2, "1.2"],
  ["1.20", "1.2"],
  [" +3 ", "3"],
  [-0.5, "-0.5"],
  [0.1 + 0.2, "0.3"],
  [999_999_999_999, "999999999999"],
])("the amount %j is %s", (value, exact) => {
  expect(amount.parse(value).toFixed()).toBe(exact);
});

test.each([
  null,
  "",
  " ",
  "free",
  "1,5",
  "1e3",
  "£1",
  true,
  {},
  [],
  1e12,
  -1e300,
  Number.NaN,
  "1234567890123",
])("%j is no amount", (value) => {
  expect(amount.safeParse(value).success).toBe(false);
});

test("a price may be nothing, but not less", () => {
  expect(price.safeParse(0).success).toBe(true);
  expect(price.safeParse(-0.01).success).toBe(false);
});

test("a currency is three letters, in capitals", () => {
  expect(currency.parse("gbp")).toBe("GBP");
  for (const value of ["", "GB", "GBPX", "£", "G1P", null, 5]) {
    expect(currency.safeParse(value).success).toBe(false);
  }
  expect([null, undefined, ""].map((value) => optionalCurrency.parse(value))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ["2025-03-01T00:00:00.000Z", "2025-03-01T00:00:00.000Z"],
  ["2025-03-01T00:00:00Z", "2025-03-01T00:00:00.000Z"],
  ["2025-03-01T01:00:00+01:00", "2025-03-01T00:00:00.000Z"],
  ["2025-03-01T00:00:00", "2025-03-01T00:00:00.000Z"],
  ["2025-03-01 00:00:00.5", "2025-03-01T00:00:00.500Z"],
  ["2025-03-01", "2025-03-01T00:00:00.000Z"],
  ["yesterday", undefined],
  ["", undefined],
  [null, undefined],
])("the moment %j is %s, wherever this machine is", (value, moment) => {
  const zone = process.env.TZ;
  process.env.TZ = "America/New_York";
  try {
    expect(optionalTimestamp.parse(value)).toBe(moment);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
