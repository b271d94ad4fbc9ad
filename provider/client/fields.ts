import { z } from "zod";
import { type Decimal, decimal, type Money, money } from "./money";

// How single fields of a reply are read: tolerantly in their form, never guessing at their value.

/** A field that is not set comes as "" or null, or not at all (docs/api.md §3: unknown which). */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

/** Beyond any sum of this API; a number so large has lost its last digits before it is parsed. */
const LARGEST_AMOUNT = 1e12;

const plainDecimal = /^\s*[+-]?\d{1,12}(\.\d{1,12})?\s*$/;

/** An amount: documented as a JSON number; a text is read too. */
export const amount = z
  .union([z.number().refine((value) => Math.abs(value) < LARGEST_AMOUNT), z.string().regex(plainDecimal)])
  .transform((value): Decimal => decimal(typeof value === "string" ? value.trim().replace("+", "") : value));

export const optionalAmount = amount.nullish().transform((value) => value ?? undefined);

/** What something costs: one below zero would slip through any cap. */
export const price = amount.refine((value) => value.gte(0), "is below zero");

export const optionalPrice = price.nullish().transform((value) => value ?? undefined);

/** ISO 4217, as capitals. */
export const currency = z
  .string()
  .regex(/^[a-z]{3}$/i)
  .transform((code) => code.toUpperCase());

/** `undefined` when the service gives no currency, or gives it as "". */
export const optionalCurrency = z
  .union([currency, z.literal("")])
  .nullish()
  .transform((code) => code || undefined);

/** Money, when the reply gives both the amount and the currency. */
export function optionalMoney(value: Decimal | undefined, code: string | undefined): Money | undefined {
  return value && code ? money(value, code) : undefined;
}

const withoutZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** A moment, as ISO 8601 in UTC, which is what the API means also where it leaves the zone out (docs/api.md §1.10). */
export const optionalTimestamp = optionalText.transform((text) => {
  const milliseconds = Date.parse(
    text && withoutZone.test(text) ? `${text.replace(" ", "T")}Z` : (text ?? ""),
  );
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
});
