import { z } from "zod";
import { CloudNumberingError } from "../http/errors";
import { type Caller, path } from "./call";
import { type Entries, entriesOf, listReply, wholeList } from "./entries";
import {
  currency,
  optionalAmount,
  optionalCurrency,
  optionalMoney,
  optionalPrice,
  optionalText,
  optionalTimestamp,
  price,
} from "./fields";
import { type Money, money } from "./money";
import { type Page, pageQuery, pagination, readAllPages } from "./pages";

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

/** An order as the service lists it (docs/api.md §4). */
export interface OrderRecord {
  /** NO… */
  readonly sid: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string | undefined;
  readonly total: Money | undefined;
  readonly numbersOrdered: number | undefined;
  /** RC… */
  readonly rateCardSid: string | undefined;
  /** RE… */
  readonly rateCardEntrySid: string | undefined;
  /** Months. */
  readonly numberRentalLength: number | undefined;
}

const orderFields = z.looseObject({
  sid: z.string().min(1),
  createdAt: optionalTimestamp,
  total: optionalAmount,
  currency: optionalCurrency,
  numbersOrdered: z.number().nullish(),
  rateCardSid: optionalText,
  rateCardEntrySid: optionalText,
  numberRentalLength: z.number().nullish(),
});

function recordOf(order: z.infer<typeof orderFields>): OrderRecord {
  return {
    sid: order.sid,
    createdAt: order.createdAt,
    total: optionalMoney(order.total, order.currency),
    numbersOrdered: order.numbersOrdered ?? undefined,
    rateCardSid: order.rateCardSid,
    rateCardEntrySid: order.rateCardEntrySid,
    numberRentalLength: order.numberRentalLength ?? undefined,
  };
}

const orderPage = listReply(orderFields.transform(recordOf)).extend({ meta: z.looseObject({ pagination }) });

/** `GET /orders`, all pages. */
export function listOrders(call: Caller): Promise<Entries<OrderRecord>> {
  const operation = "list orders";
  return readAllPages(operation, async (page, perPage) => {
    const query = pageQuery(page, perPage);
    const reply = await call({ operation, method: "GET", path: "/orders", query, repeat: "safe" }, orderPage);
    return { entries: reply.result.entries, ...reply.meta.pagination };
  });
}

/** A number of an order as it is now. */
export interface OrderedNumber extends BoughtNumber {
  readonly nextBillingDate: string | undefined;
  /** Rental a period. */
  readonly lineRental: Money | undefined;
}

export interface OrderWithNumbers extends OrderRecord {
  /** All of them, in the service's order. */
  readonly numbers: readonly OrderedNumber[];
}

const orderedNumber = z.looseObject({
  sid: z.string().min(1),
  number: z.string().min(1),
  nextBillingDate: optionalText,
  lineRental: optionalAmount,
});

type ListedNumber = z.infer<typeof orderedNumber>;

/** Where the count of an order's numbers may be: by the conventions, or as an older digest shows it. */
const count = z.union([z.looseObject({ pagination }).transform((meta) => meta.pagination), pagination]);

/** GUESS: that an order without a count is shown whole; if it has fewer numbers than it says, it is not taken for so. */
const orderReply = z
  .looseObject({
    result: orderFields.extend({ numbers: entriesOf(orderedNumber), meta: count.optional() }),
    meta: count.optional(),
  })
  .transform(({ result, meta }, context) => {
    const counted = meta ?? result.meta ?? onePage(result.numbersOrdered);
    if (counted) return { result, counted };
    context.addIssue({ code: "custom", message: "is missing", path: ["meta", "pagination"] });
    return z.NEVER;
  });

function onePage(total: number | null | undefined) {
  return typeof total === "number" ? { pageCount: 1, total } : undefined;
}

/** `GET /orders/{sid}`, all pages of its numbers; `undefined` when the service knows no such order (404). */
export async function getOrder(call: Caller, sid: string): Promise<OrderWithNumbers | undefined> {
  const operation = `read order ${sid}`;
  let order: z.infer<typeof orderFields> | undefined;
  const readPage = async (page: number, perPage: number): Promise<Page<ListedNumber>> => {
    const query = pageQuery(page, perPage);
    const reply = await call(
      { operation, method: "GET", path: path`/orders/${sid}`, query, repeat: "safe" },
      orderReply,
    );
    order = reply.result;
    return { entries: reply.result.numbers, ...reply.counted };
  };
  try {
    const numbers = wholeList(operation, await readAllPages(operation, readPage));
    return (
      order && { ...recordOf(order), numbers: numbers.map((number) => numberOf(number, order?.currency)) }
    );
  } catch (error) {
    if (error instanceof CloudNumberingError && error.status === 404) return undefined;
    throw error;
  }
}

function numberOf(
  { sid, number, nextBillingDate, lineRental }: ListedNumber,
  orderCurrency: string | undefined,
): OrderedNumber {
  return { sid, number, nextBillingDate, lineRental: optionalMoney(lineRental, orderCurrency) };
}
