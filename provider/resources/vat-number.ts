/**
 * What is wrong with the form of a VAT number, or `undefined`. Looks at those that begin with the letters of a country
 * whose form is known (the United Kingdom, the European Union and some neighbours); its check digits are the tax
 * authority's business.
 */
export function vatProblem(vat: string): string | undefined {
  const text = vat.toUpperCase();
  if (!/^[A-Z]{2}/.test(text)) return undefined;
  // Loaded when a number is first looked at.
  const { checkVAT, countries } = require("jsvat") as typeof import("jsvat");
  // Northern Ireland's numbers are British ones with letters of their own.
  const { isSupportedCountry, isValidFormat, country } = checkVAT(text.replace(/^XI/, "GB"), countries);
  if (!isSupportedCountry || isValidFormat) return undefined;
  return `begins with ${text.slice(0, 2)} but has not the form of a VAT number of ${country?.name ?? "that country"}`;
}
