import { z } from "zod";

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
  if (!/[1-9]/.test(text)) return "must be above 0";
  if ((text.split(".")[1] ?? "").length > 2) return "must have two decimals at most";
  return undefined;
}

/** ISO 4217. */
export const currencyCode = z
  .string('must be a currency such as "GBP"')
  .regex(/^[A-Z]{3}$/, 'must be the three capitals of a currency, such as "GBP"');

/** The price of an order as the preview shows it: exact decimals, in major units of `currency`. */
export const quoteShape = z.object({
  /** What placing the order takes from the balance. */
  totalCost: z.string(),
  /** ISO 4217: `GBP`. */
  currency: z.string(),
  /** What each further period costs. */
  recurringCost: z.string().optional(),
  /** How long a period is: `MONTHLY`, … */
  terms: z.string().optional(),
});

export type ShownQuote = z.output<typeof quoteShape>;
