import type { CatalogueEntry } from "./catalogue";
import type { Guesses } from "./guesses";
import { sum, times } from "./money";

/** What one number costs; amounts in major units. */
export interface UnitPrice {
  readonly cost: number;
  readonly connectionCharge: number;
  /** For choosing this very number. */
  readonly selectionFee: number;
}

/** What an order costs; every amount is for all its numbers, and the last three add up to the first. */
export interface Price {
  readonly totalCost: number;
  /** For each term; the first is paid at once. */
  readonly recurringCost: number;
  readonly connectionCharge: number;
  readonly selectionFee: number;
}

export function unitPriceOf(entry: CatalogueEntry, chosen: boolean, guesses: Guesses): UnitPrice {
  const { cost, connectionCharge } = entry;
  return { cost, connectionCharge, selectionFee: chosen ? guesses["selection-fee"] : 0 };
}

export function priceOf(unit: UnitPrice, amount: number): Price {
  const recurringCost = times(unit.cost, amount);
  const connectionCharge = times(unit.connectionCharge, amount);
  const selectionFee = times(unit.selectionFee, amount);
  const totalCost = sum(recurringCost, connectionCharge, selectionFee);
  return { totalCost, recurringCost, connectionCharge, selectionFee };
}
