import { formatAmount } from "../amounts";
import type { OrderRecord } from "../client/orders";

/** One order of the account. */
export interface OrderInfo {
  /** The order: `NO…`. */
  readonly sid: string;
  /** When it was placed: ISO 8601, UTC. */
  readonly createdAt: string | undefined;
  /** What was charged: a decimal as text, in major units of `currency`. */
  readonly totalCost: string | undefined;
  /** ISO 4217, such as `GBP`. */
  readonly currency: string | undefined;
  /** How many numbers it was for. */
  readonly numbersOrdered: number | undefined;
  /** The rate card: `RC…`. */
  readonly rateCardSid: string | undefined;
  /** What the numbers were bought as: `RE…`. */
  readonly rateCardEntrySid: string | undefined;
  /** How long a period of rental is, in months. */
  readonly numberRentalLength: number | undefined;
}

/** What a program is shown of an order: values of plain JSON. @internal */
export function shownOrder({
  sid,
  createdAt,
  total,
  numbersOrdered,
  rateCardSid,
  rateCardEntrySid,
  numberRentalLength,
}: OrderRecord): OrderInfo {
  return {
    sid,
    createdAt,
    totalCost: total && formatAmount(total.amount),
    currency: total?.currency,
    numbersOrdered,
    rateCardSid,
    rateCardEntrySid,
    numberRentalLength,
  };
}
