/** Sids of the API begin so: an assigned number, one of the pool (docs/api.md §1.9). */
const ASSIGNED = /^AN/;
const POOL = /^NB/;

/**
 * What is wrong with the name of a number of the account, its sid (`AN…`) or E.164, or `undefined`. Whether the account
 * has it only the service knows.
 */
export function numberProblem(text: string): string | undefined {
  if (ASSIGNED.test(text)) return undefined;
  if (POOL.test(text)) {
    return `${text} is a number of the pool; give the number in E.164, or the sid that it has since it was bought (AN…)`;
  }
  const parsed = parse(text);
  if (parsed?.number === text && parsed.isPossible()) return undefined;
  const way = parsed?.isValid() ? `${parsed.number} if it is that one` : "such as +441134960000";
  return `${JSON.stringify(text)} is not a number in E.164; write it with + and the country's code, ${way}`;
}

/** Reads a number written in any way; without a country's code as a British one, as the service is. */
function parse(text: string) {
  // Its tables are large: they load with the first number, and never in a program's own process.
  const { parsePhoneNumberFromString } =
    require("libphonenumber-js/min") as typeof import("libphonenumber-js/min");
  return parsePhoneNumberFromString(text, "GB");
}
