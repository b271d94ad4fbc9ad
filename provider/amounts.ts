/** An exact decimal, as the client reads amounts. */
interface Decimal {
  toFixed(decimals?: number): string;
}

/** "4.20": two decimals, or as many as the amount really has. */
export function formatAmount(amount: Decimal): string {
  const decimals = amount.toFixed().split(".")[1]?.length ?? 0;
  return amount.toFixed(Math.max(2, decimals));
}
