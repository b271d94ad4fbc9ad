import { formatAmount } from "../amounts";
import { type Money, money } from "../client/money";
import type { Quote } from "../client/order-purchase";
import type { ShownQuote } from "./order-terms";

export function capIn(currency: string, value: number | string): Money {
  return money(value, currency);
}

export function shown({ totalCost, recurringCost, terms }: Quote): ShownQuote {
  return {
    totalCost: digits(totalCost),
    currency: totalCost.currency,
    ...(recurringCost && { recurringCost: digits(recurringCost) }),
    ...(terms !== undefined && { terms }),
  };
}

/** "4.20": the amount alone, for an output. */
export function digits({ amount }: Money): string {
  return formatAmount(amount);
}
