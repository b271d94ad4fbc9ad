import { z } from "zod";
import type { Caller } from "./call";
import { entriesOf } from "./entries";
import { currency, optionalMoney, optionalPrice, optionalText, price } from "./fields";
import { type Money, money } from "./money";

/** What is to be bought: `amount` numbers of the service's choice, or those named. */
export interface OrderRequest {
  /** What it is bought as: RE…, a catalogue entry's sid. */
  readonly rateCardEntrySid: string;
  /** How many; as many as `numberSids`, where those are given. */
  readonly amount: number;
  /** Pool numbers (NB…); choosing them may cost a fee. */
  readonly numberSids?: readonly string[] | undefined;
  readonly numberGroupSid?: string | undefined;
}

/** An order as it is placed: with the price it was quoted at, where the service gave a token for it. */
export interface NewOrder extends OrderRequest {
  readonly quoteToken?: string | undefined;
}

/** What an order would cost now. GUESS: all but `totalCost`, `currency` and `quoteToken` (docs/api.md §4). */
export interface Quote {
  readonly quoteToken: string | undefined;
  /** What placing it takes from the balance. */
  readonly totalCost: Money;
  /** What each further period costs. */
  readonly recurringCost: Money | undefined;
  readonly connectionCharge: Money | undefined;
  /** For choosing the numbers. */
  readonly selectionFee: Money | undefined;
  /** How long a period is: `MONTHLY`, … */
  readonly terms: string | undefined;
}

const quoteReply = z.looseObject({
  result: z
    .looseObject({
      quoteToken: optionalText,
      totalCost: price,
      currency,
      recurringCost: optionalPrice,
      connectionCharge: optionalPrice,
      selectionFee: optionalPrice,
      terms: optionalText,
    })
    .transform(
      (quote): Quote => ({
        quoteToken: quote.quoteToken,
        totalCost: money(quote.totalCost, quote.currency),
        recurringCost: optionalMoney(quote.recurringCost, quote.currency),
        connectionCharge: optionalMoney(quote.connectionCharge, quote.currency),
        selectionFee: optionalMoney(quote.selectionFee, quote.currency),
        terms: quote.terms,
      }),
    ),
});

/** `POST /orders/preview`: prices an order without placing it; reserves nothing. */
export async function previewOrder(call: Caller, body: OrderRequest): Promise<Quote> {
  const reply = await call(
    {
      operation: "preview order",
      method: "POST",
      path: "/orders/preview",
      body: orderBody(body),
      repeat: "safe",
    },
    quoteReply,
  );
  return reply.result;
}

/** GUESS: that `type` is "numbers": a client in production sends it, the list of values was not readable. */
function orderBody({ rateCardEntrySid, amount, numberSids, numberGroupSid }: OrderRequest) {
  return { type: "numbers", rateCardEntrySid, amount, numberSids, numberGroupSid };
}

/** One number that an order bought: AN…, and E.164. */
export interface BoughtNumber {
  readonly sid: string;
  readonly number: string;
}

export interface PlacedOrder {
  /** NO… */
  readonly sid: string;
  /**
   * As far as the reply names them; the order itself says it in full. A paid order's sid must not be lost because of
   * how its numbers are written.
   */
  readonly numbers: readonly BoughtNumber[];
}

const boughtNumber = z
  .looseObject({ sid: z.string().min(1), number: z.string().min(1) })
  .transform(({ sid, number }): BoughtNumber => ({ sid, number }));

const placedReply = z.looseObject({
  result: z.looseObject({
    sid: z.string().min(1),
    numbers: entriesOf(boughtNumber).catch({ readable: [], unreadable: [] }),
  }),
});

/**
 * `POST /orders`: **buys**, and takes the price from the balance. Sent again by nobody here once it may have been
 * received: an error with `mayHaveHappened` is for the caller to resolve, who looks at the orders before anything else.
 *
 * @param key sent as `Idempotency-Key` (as a client in production does; GUESS: that the service then recognises a
 * repetition, for how long, and in what form)
 */
export async function placeOrder(call: Caller, body: NewOrder, key: string): Promise<PlacedOrder> {
  const { quoteToken } = body;
  const reply = await call(
    {
      operation: "place order",
      method: "POST",
      path: "/orders",
      headers: { "idempotency-key": key },
      body: { ...orderBody(body), quoteToken },
      repeat: "never",
    },
    placedReply,
  );
  const { sid, numbers } = reply.result;
  return { sid, numbers: numbers.readable };
}
