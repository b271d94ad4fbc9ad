/** Amounts are counted in ten-thousandths of the major unit: whole numbers, in which nothing drifts. */
const PARTS = 10_000;

function partsOf(amount: number): number {
  const parts = Math.round(amount * PARTS);
  if (Number.isSafeInteger(parts) && parts / PARTS === amount) return parts;
  throw new Error(`${amount} is not an amount of money with at most four decimals`);
}

/** The exact sum of amounts in major units, as the API shows money (docs/api.md §1.10): 0.1 and 0.2 are 0.3. */
export function sum(...amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + partsOf(amount), 0) / PARTS;
}

/** So many times an amount, exactly. */
export function times(amount: number, count: number): number {
  return (partsOf(amount) * count) / PARTS;
}

/** The amount itself. Throws an Error unless it is a number with at most four decimals. */
export function checkAmount(name: string, amount: unknown): number {
  if (typeof amount !== "number") throw new Error(`${name} is an amount in major units, such as 1.2`);
  return sum(amount);
}
