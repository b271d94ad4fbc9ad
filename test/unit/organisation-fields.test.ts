import { expect, test } from "vitest";
import { countryProblem } from "../../provider/resources/country-code";
import { vatProblem } from "../../provider/resources/vat-number";

test.each(["GB", "IE", "DE", "US", "AX", "BQ"])("%s is a country", (code) => {
  expect(countryProblem(code)).toBeUndefined();
});

test.each(["gb", "GBR", "826", "ZZ", "EU", "XX", "G", "G B", "Great Britain"])("%s is no country", (code) => {
  expect(countryProblem(code)).toContain("must be the two capitals of a country");
});

test("UK is none, and the reason names the right one", () => {
  expect(countryProblem("UK")).toContain('"GB"');
});

test.each([
  "GB333289454",
  "GB 333 2894 54",
  "gb333289454",
  "GBGD001",
  "XI333289454",
  "DE136695976",
  "ATU12345678",
])("%s has the form of a VAT number", (vat) => {
  expect(vatProblem(vat)).toBeUndefined();
});

test.each([
  ["GB12345", "GB but has not the form of a VAT number of United Kingdom"],
  ["XI12345", "XI but has not the form of a VAT number of United Kingdom"],
  ["DE12345678", "DE but has not the form of a VAT number of Germany"],
  ["FR1234567", "FR but has not the form of a VAT number of France"],
  ["EL12", "EL but has not the form of a VAT number of Greece"],
])("%s has not", (vat, reason) => {
  expect(vatProblem(vat)).toBe(`begins with ${reason}`);
});

test.each(["123456789", "US12-3456789", "ZA4123456789"])(
  "%s, of a country whose form is not known, is left to the service",
  (vat) => {
    expect(vatProblem(vat)).toBeUndefined();
  },
);
