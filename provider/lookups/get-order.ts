import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import { formatAmount } from "../amounts";
import type { OrderedNumber } from "../client/orders";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";
import { type OrderInfo, shownOrder } from "./order-info";

const args = z.strictObject({
  /** The order's sid: `NO…`. */
  sid: z.string().min(1, "must not be empty"),
});

export interface GetOrderArgs extends z.input<typeof args> {}
export interface GetOrderOutputArgs extends Inputs<GetOrderArgs> {}

/** A number of an order as it is now. */
export interface OrderedNumberInfo {
  /** The assigned number: `AN…`. */
  readonly sid: string;
  /** E.164. */
  readonly number: string;
  /** Rental a period: a decimal as text, in major units of the order's currency. */
  readonly lineRental: string | undefined;
  /** When the next rental is charged, as the service writes it. */
  readonly nextBillingDate: string | undefined;
}

export interface GetOrderResult extends OrderInfo {
  /** All of them, in the service's order. */
  readonly numbers: OrderedNumberInfo[];
}

const lookup = defineLookup({
  name: "getOrder",
  args,
  async answer(account, { sid }): Promise<GetOrderResult> {
    const order = await account.orders.get(sid);
    if (order) return { ...shownOrder(order), numbers: order.numbers.map(shown) };
    throw new Error(`there is no order ${sid} on this account; getOrders lists those that are`);
  },
});

function shown({ lineRental, ...number }: OrderedNumber): OrderedNumberInfo {
  return { ...number, lineRental: lineRental && formatAmount(lineRental.amount) };
}

/**
 * One order with all its numbers, however many pages there are.
 *
 * @operations GET /orders/{sid} (all pages)
 *
 * @example
 * ```ts
 * const { numbers } = cloudnumbering.getOrderOutput({ sid: "NO4ZQ1M0C5B8Z2X7N9V3K6L0P4T8W1Y5" });
 * ```
 *
 * @throws one line that says what is wrong: no such order, no credentials, credentials refused, service unreachable
 */
export function getOrder(args: GetOrderArgs, options?: AccountOptions): Promise<GetOrderResult> {
  return lookup.now(args, options);
}

/** {@link getOrder} for args that may be Outputs; unknown while they are. */
export function getOrderOutput(
  args: Input<GetOrderOutputArgs>,
  options?: LookupOptions,
): Output<GetOrderResult> {
  return lookup.output(args, options);
}
