import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import { formatAmount } from "../amounts";
import type { Money } from "../client/money";
import type { LookupOptions } from "../engine/lookup";
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
 * What an order would cost now: `POST /orders/preview`. Nothing is bought and nothing is reserved.
 *
 * @throws one line that says what is wrong: no such product, no credentials, credentials refused, service unreachable
 */
export function getOrderQuote(args: GetOrderQuoteArgs): Promise<GetOrderQuoteResult> {
  return lookup.now(args);
}

/** {@link getOrderQuote} for args that may be Outputs; unknown while they are. */
export function getOrderQuoteOutput(
  args: Input<GetOrderQuoteOutputArgs>,
  options?: LookupOptions,
): Output<GetOrderQuoteResult> {
  return lookup.output(args, options);
}
