import Big from "big.js";
import { formatAmount } from "../amounts";

/** An exact decimal: amounts of money are never floats. */
export type Decimal = Big;

/** An amount in major units of a currency: 4.20 pounds, not 420 pence. */
export interface Money {
  readonly amount: Decimal;
  /** ISO 4217, in capitals: `GBP`. */
  readonly currency: string;
}

export function money(amount: number | string | Decimal, currency: string): Money {
  return { amount: decimal(amount), currency: currency.toUpperCase() };
}

/**
 * A number is read at 15 digits, which every double holds exactly: a service that reckons in doubles sends
 * 0.30000000000000004 where it means 0.3.
 */
export function decimal(amount: number | string | Decimal): Decimal {
  return new Big(typeof amount === "number" ? amount.toPrecision(15) : amount);
}

/** As people write it in a config: digits, perhaps a point and decimals, and the currency. */
const WRITTEN = /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]{3})\s*$/i;

/** Reads "20 GBP" or "4.20 gbp"; `undefined` for anything that could be meant in two ways, such as "1,500 GBP". */
export function parseMoney(text: string): Money | undefined {
  const [, amount, currency] = WRITTEN.exec(text) ?? [];
  return amount && currency ? money(amount, currency) : undefined;
}

/** "4.20 GBP": two decimals, or as many as the amount really has. */
export function formatMoney({ amount, currency }: Money): string {
  return `${formatAmount(amount)} ${currency}`;
}

/** @throws {TypeError} when they are of two currencies: whoever adds has made sure that they are not */
export function addMoney(a: Money, b: Money): Money {
  return { amount: a.amount.plus(sameCurrency(a, b)), currency: a.currency };
}

/** Below 0 when `a` is less than `b`. @throws {TypeError} when they are of two currencies */
export function compareMoney(a: Money, b: Money): number {
  return a.amount.cmp(sameCurrency(a, b));
}

function sameCurrency(a: Money, b: Money): Decimal {
  if (a.currency === b.currency) return b.amount;
  throw new TypeError(`${formatMoney(a)} and ${formatMoney(b)} are of two currencies`);
}
