import { z } from "zod";
import { decimal, formatMoney, type Money, money } from "../client/money";
import type { Quote } from "../client/orders";

const AMOUNT = /^\d{1,12}(\.\d+)?$/;

/** A cap in major units: a number, or a text ("12.50"). Above 0, two decimals at most. */
export const cap = z
  .union([z.number(), z.string()], 'must be an amount such as 12.5 or "12.50"')
  .superRefine((value, context) => {
    const problem = capProblem(String(value).trim());
    if (problem) context.addIssue({ code: "custom", message: problem });
  });

function capProblem(text: string): string | undefined {
  if (!AMOUNT.test(text)) return 'must be an amount above 0, such as 12.5 or "12.50"';
  if (decimal(text).eq(0)) return "must be above 0";
  if ((text.split(".")[1] ?? "").length > 2) return "must have two decimals at most";
  return undefined;
}

/** ISO 4217. */
export const currencyCode = z
  .string('must be a currency such as "GBP"')
  .regex(/^[A-Z]{3}$/, 'must be the three capitals of a currency, such as "GBP"');

export function capIn(currency: string, value: number | string): Money {
  return money(value, currency);
}

/** The price of an order as the preview shows it: exact decimals, in major units of `currency`. */
export const quoteShape = z.object({
  /** What placing the order takes from the balance. */
  totalCost: z.string(),
  currency: z.string(),
  /** What each further period costs. */
  recurringCost: z.string().optional(),
  /** How long a period is: `MONTHLY`, … */
  terms: z.string().optional(),
});

export type ShownQuote = z.output<typeof quoteShape>;

export function shown({ totalCost, recurringCost, terms }: Quote): ShownQuote {
  return {
    totalCost: digits(totalCost),
    currency: totalCost.currency,
    ...(recurringCost && { recurringCost: digits(recurringCost) }),
    ...(terms !== undefined && { terms }),
  };
}

/** "4.20": the amount alone, for an output. */
export function digits(amount: Money): string {
  return formatMoney(amount).split(" ", 1)[0] as string;
}
