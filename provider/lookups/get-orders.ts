import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";
import { type OrderInfo, shownOrder } from "./order-info";

const args = z.strictObject({
  /** Only orders of this product: `RE…`. Filtered here: the API has no such filter. */
  rateCardEntrySid: z.string().min(1, "must not be empty").optional(),
});

export interface GetOrdersArgs extends z.input<typeof args> {}
export interface GetOrdersOutputArgs extends Inputs<GetOrdersArgs> {}

export interface GetOrdersResult {
  /** The oldest first. */
  readonly orders: OrderInfo[];
}

const lookup = defineLookup({
  name: "getOrders",
  args,
  async answer({ orders }, { rateCardEntrySid }): Promise<GetOrdersResult> {
    const all = await orders.list.read(orders.now());
    const fitting = all.filter((each) => !rateCardEntrySid || each.rateCardEntrySid === rateCardEntrySid);
    return { orders: fitting.map(shownOrder).sort(byAge) };
  },
});

/** The service promises no order; outputs made from the list must not change by themselves. */
function byAge(a: OrderInfo, b: OrderInfo): number {
  const [one, other] = [a, b].map(({ createdAt = "", sid }) => `${createdAt} ${sid}`) as [string, string];
  return one < other ? -1 : 1;
}

/**
 * The account's orders, without their numbers, all of them however many pages there are.
 *
 * @operations GET /orders (all pages)
 *
 * @example
 * ```ts
 * const { orders } = cloudnumbering.getOrdersOutput();
 * export const latest = orders.apply((all) => all.at(-1)?.sid);
 * ```
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getOrders(args?: GetOrdersArgs, options?: AccountOptions): Promise<GetOrdersResult> {
  return lookup.now(args, options);
}

/** {@link getOrders} for args that may be Outputs; unknown while they are. */
export function getOrdersOutput(
  args?: Input<GetOrdersOutputArgs>,
  options?: LookupOptions,
): Output<GetOrdersResult> {
  return lookup.output(args, options);
}
