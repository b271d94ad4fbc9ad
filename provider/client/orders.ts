import { z } from "zod";
import { CloudNumberingError } from "../http/errors";
import { type Caller, path } from "./call";
import { type Entries, entriesOf, listReply, wholeList } from "./entries";
import { optionalAmount, optionalCurrency, optionalMoney, optionalText, optionalTimestamp } from "./fields";
import type { Money } from "./money";
import type { BoughtNumber } from "./order-purchase";
import { type Page, pageQuery, pagination, readAllPages } from "./pages";

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
