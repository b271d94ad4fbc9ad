import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import { formatAmount } from "../amounts";
import type { Money } from "../client/money";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";

const args = z
  .strictObject({
    /** What the numbers would be bought as: `RE…` (`getCatalogue`). */
    rateCardEntrySid: z.string().min(1, "must not be empty"),
    /** How many numbers: 1 to 100. Give this or `numberSids`. */
    amount: z
      .int("must be a whole number")
      .min(1, "must be 1 at least")
      .max(100, "must be 100 at most")
      .optional(),
    /** Which numbers: sids of the pool (`NB…`). Choosing costs a fee. Give this or `amount`. */
    numberSids: z.array(z.string().min(1)).min(1, "must name one at least").max(100).optional(),
    /** From which group: `NG…` (`getNumberGroups`). */
    numberGroupSid: z.string().min(1, "must not be empty").optional(),
  })
  .refine(
    ({ amount, numberSids }) => (amount === undefined) !== (numberSids === undefined),
    "give amount or numberSids, and not both",
  );

export interface GetOrderQuoteArgs extends z.input<typeof args> {}
export interface GetOrderQuoteOutputArgs extends Inputs<GetOrderQuoteArgs> {}

/** What an order would cost now. Amounts are decimals as text, in major units of `currency`. */
export interface GetOrderQuoteResult {
  /** What placing it would take from the balance. */
  readonly totalCost: string;
  /** ISO 4217, such as `GBP`. */
  readonly currency: string;
  /** What each further period would cost. GUESS: that replies carry it, as the three below. */
  readonly recurringCost: string | undefined;
  /** What connecting the numbers costs, once. */
  readonly connectionCharge: string | undefined;
  /** For choosing the numbers. */
  readonly selectionFee: string | undefined;
  /** How long a period is: `MONTHLY`, … */
  readonly terms: string | undefined;
}

const lookup = defineLookup({
  name: "getOrderQuote",
  args,
  async answer(account, { amount, ...wanted }): Promise<GetOrderQuoteResult> {
    const quote = await account.orders.preview({
      ...wanted,
      amount: wanted.numberSids?.length ?? amount ?? 1,
    });
    return {
      totalCost: formatAmount(quote.totalCost.amount),
      currency: quote.totalCost.currency,
      recurringCost: shown(quote.recurringCost),
      connectionCharge: shown(quote.connectionCharge),
      selectionFee: shown(quote.selectionFee),
      terms: quote.terms,
    };
  },
});

function shown(price: Money | undefined): string | undefined {
  return price && formatAmount(price.amount);
}

/**
 * What an order would cost now. Nothing is bought and nothing is reserved.
 *
 * @operations POST /orders/preview
 *
 * @example
 * ```ts
 * const { totalCost, currency } = cloudnumbering.getOrderQuoteOutput({
 *   rateCardEntrySid: "RE4ZQ1M0C5B8Z2X7N9V3K6L0P4T8W1Y5",
 *   amount: 2,
 * });
 * ```
 *
 * @throws one line that says what is wrong: no such product, no credentials, credentials refused, service unreachable
 */
export function getOrderQuote(
  args: GetOrderQuoteArgs,
  options?: AccountOptions,
): Promise<GetOrderQuoteResult> {
  return lookup.now(args, options);
}

/** {@link getOrderQuote} for args that may be Outputs; unknown while they are. */
export function getOrderQuoteOutput(
  args: Input<GetOrderQuoteOutputArgs>,
  options?: LookupOptions,
): Output<GetOrderQuoteResult> {
  return lookup.output(args, options);
}
