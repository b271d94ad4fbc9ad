import { type CatalogueEntry, TERM_MONTHS } from "./catalogue";
import type { Guesses } from "./guesses";
import type { OrderRecord } from "./order-store";
import type { PoolNumber } from "./pool";
import { priceOf, type UnitPrice, unitPriceOf } from "./prices";
import type { NumberRecord } from "./records";
import type { World } from "./world";

/** Numbers of a product, for a price each. */
export interface Purchase {
  readonly entry: CatalogueEntry;
  readonly numbers: readonly PoolNumber[];
  readonly unit: UnitPrice;
}

/**
 * Sells the numbers: money, numbers and order change together. Throws an Error, and changes nothing, when one of
 * them is sold or the balance does not cover them.
 */
export function placeOrder(world: World, { entry, numbers, unit }: Purchase): OrderRecord {
  const { pool, orders, ledger } = world.trade;
  const sold = numbers.find((row) => !pool.isAvailable(row));
  if (sold !== undefined) throw new Error(`${sold.number} is sold`);
  const sid = orders.nextSid();
  const now = world.now();
  ledger.charge(priceOf(unit, numbers.length).totalCost, "order", sid);
  const bought = numbers.map(({ sid: numberSid, number, numberGroupSid, countryIso }) =>
    world.addNumber({
      numberSid,
      number,
      numberGroupSid,
      countryIso,
      numberRental: unit.cost,
      nextBillingDate: monthsLater(now, TERM_MONTHS[entry.terms]),
    }),
  );
  return orders.add(orderOf({ sid, createdAt: new Date(now).toISOString(), entry, unit, numbers: bought }));
}

/** What a person buys in the portal: the first numbers of a product (default one), or these. */
export interface Wish {
  readonly rateCardEntrySid: string;
  readonly amount?: number;
  /** `NB…` */
  readonly numberSids?: readonly string[];
}

export function buy(world: World, wish: Wish, guesses: Guesses): OrderRecord {
  const { catalogue, pool } = world.trade;
  const entry = catalogue.entry(wish.rateCardEntrySid);
  const chosen = wish.numberSids?.map((sid) => pool.numberOf(sid));
  const amount = wish.amount ?? chosen?.length ?? 1;
  if (!(amount >= 1)) throw new Error("buy at least one number");
  const numbers = chosen ?? pool.availableFor(entry).slice(0, amount);
  if (numbers.length !== amount) throw new Error(`${numbers.length} of ${amount} numbers are there`);
  return placeOrder(world, { entry, numbers, unit: unitPriceOf(entry, chosen !== undefined, guesses) });
}

/** An order of numbers that came to the account in another way. */
export interface PastOrder {
  readonly rateCardEntrySid: string;
  /** `AN…` */
  readonly numberSids: readonly string[];
  readonly createdAt: string;
}

export function addPastOrder(world: World, past: PastOrder, guesses: Guesses): OrderRecord {
  const { catalogue, orders } = world.trade;
  const entry = catalogue.entry(past.rateCardEntrySid);
  const numbers = past.numberSids.map((sid) => world.numberOf(sid));
  const unit = unitPriceOf(entry, false, guesses);
  return orders.add(orderOf({ sid: orders.nextSid(), createdAt: past.createdAt, entry, unit, numbers }));
}

/** What the account keeps of a purchase. */
function orderOf(given: {
  sid: string;
  createdAt: string;
  entry: CatalogueEntry;
  unit: UnitPrice;
  numbers: readonly NumberRecord[];
}): OrderRecord {
  const { sid, createdAt, entry, unit, numbers } = given;
  return {
    sid,
    createdAt,
    total: priceOf(unit, numbers.length).totalCost,
    numbersOrdered: numbers.length,
    currency: entry.currency,
    rateCardSid: entry.rateCardSid,
    rateCardEntrySid: entry.sid,
    numberRentalLength: TERM_MONTHS[entry.terms],
    numbers: numbers.map((row) => ({
      sid: row.sid,
      number: row.number,
      nextBillingDate: row.nextBillingDate,
      lineRental: unit.cost,
    })),
  };
}

/** The same day so many months later, or the last day of a month that is too short. */
function monthsLater(from: number, months: number): string {
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.toISOString();
}
