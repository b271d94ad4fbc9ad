import type { Caller } from "./call";
import { spacingOf, wholeList } from "./entries";
import { type KeyKnowledge, probeKey } from "./order-key-probe";
import {
  type NewOrder,
  type OrderRequest,
  type PlacedOrder,
  placeOrder,
  previewOrder,
  type Quote,
} from "./order-purchase";
import { getOrder, listOrders, type OrderRecord, type OrderWithNumbers } from "./orders";
import { type Moment, mapReadings, type Snapshots, shareReadings, writesTo } from "./snapshots";

export interface OrdersGroup {
  /** What an order would cost now; nothing is bought or reserved. */
  preview(body: OrderRequest): Promise<Quote>;
  /**
   * **Buys.** Never sent again here once it may have been received: after an error with `mayHaveHappened` the caller
   * looks at the orders first. A request that was sent may still be carried out for `requestDeadlineMs`.
   */
  place(body: NewOrder, key: string): Promise<PlacedOrder>;
  /** Whether the service knows a key, found out without any risk of buying. */
  probeKey(key: string): Promise<KeyKnowledge>;
  /** All orders of the account. @throws {CloudNumberingError} `protocol` when one of them cannot be read */
  readonly list: Snapshots<readonly OrderRecord[]>;
  /** One order with all its numbers, as it is now; `undefined` when the service answers 404. */
  get(sid: string): Promise<OrderWithNumbers | undefined>;
  /** When this process last placed an order: a reading of the list begun later has seen it. */
  lastWrite(): Moment;
  /** This moment in the life of the list. */
  now(): Moment;
}

/** @param bought is told when numbers may have been bought */
export function ordersGroup(call: Caller, bought: () => void): OrdersGroup {
  const shared = shareReadings(() => listOrders(call), spacingOf);
  const writes = writesTo(shared);
  const place = (body: NewOrder, key: string) =>
    placeOrder(call, body, key).finally(() => {
      writes.ended();
      bought();
    });
  return {
    preview: (body) => previewOrder(call, body),
    place,
    probeKey: (key) => probeKey(place, key),
    list: mapReadings(shared, (entries) => wholeList("list orders", entries)),
    get: (sid) => getOrder(call, sid),
    lastWrite: writes.last,
    now: shared.now,
  };
}
