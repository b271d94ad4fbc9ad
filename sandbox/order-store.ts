import type { SidSource } from "./sids";

/** A number as its order names it. `lineRental` is for each term, in major units. */
export interface OrderLine {
  /** `AN…` */
  readonly sid: string;
  readonly number: string;
  readonly nextBillingDate: string;
  readonly lineRental: number;
}

/** A purchase (docs/api.md §4, orders). */
export interface OrderRecord {
  /** `NO…` */
  readonly sid: string;
  readonly createdAt: string;
  /** What left the balance, in major units. */
  readonly total: number;
  readonly numbersOrdered: number;
  readonly currency: string;
  readonly rateCardSid: string;
  readonly rateCardEntrySid: string;
  /** In months. */
  readonly numberRentalLength: number;
  readonly numbers: readonly OrderLine[];
}

/** The orders of an organisation. */
export class OrderStore {
  readonly #sids: SidSource;
  readonly #records = new Map<string, OrderRecord>();

  constructor(sids: SidSource) {
    this.#sids = sids;
  }

  /** In the order in which they were made. */
  get records(): ReadonlyMap<string, OrderRecord> {
    return this.#records;
  }

  /** As the API lists them. */
  get newestFirst(): readonly OrderRecord[] {
    const byDate = (a: OrderRecord, b: OrderRecord) => b.createdAt.localeCompare(a.createdAt);
    return [...this.#records.values()].reverse().sort(byDate);
  }

  /** A SID for one more order. */
  nextSid(): string {
    return this.#sids.next("NO");
  }

  add(order: OrderRecord): OrderRecord {
    this.#records.set(order.sid, order);
    return order;
  }
}
