/** What is wrong with an ISO 3166-1 alpha-2 code, or `undefined`. */
export function countryProblem(code: string): string | undefined {
  // Loaded when a country is first looked at.
  const { whereAlpha2 } = require("iso-3166-1") as typeof import("iso-3166-1");
  if (/^[A-Z]{2}$/.test(code) && whereAlpha2(code)) return undefined;
  if (code === "UK") return 'must be "GB": that is the code of the United Kingdom';
  return "must be the two capitals of a country (ISO 3166-1), such as GB";
}
