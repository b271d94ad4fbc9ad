import { z } from "zod";
import type { Caller } from "./call";
import { listReply, wholeList } from "./entries";
import { optionalAmount, optionalCurrency, optionalMoney, optionalText } from "./fields";
import type { Money } from "./money";

/** Something the organisation can buy (docs/api.md §4). */
export interface CatalogueEntry {
  /** The rate card entry: RE…, an order's `rateCardEntrySid`. */
  readonly sid: string;
  readonly description: string | undefined;
  /** What each period costs. */
  readonly cost: Money | undefined;
  /** What it costs once. */
  readonly connectionCharge: Money | undefined;
  /** How long a period is: `MONTHLY`, `QUARTERLY`, … */
  readonly terms: string | undefined;
  readonly highlights: readonly string[];
  readonly countryIso: string | undefined;
  readonly numberType: string | undefined;
}

const catalogueEntry = z
  .looseObject({
    sid: z.string().min(1),
    description: optionalText,
    cost: optionalAmount,
    connectionCharge: optionalAmount,
    currency: optionalCurrency,
    terms: optionalText,
    highlights: z
      .array(z.string())
      .nullish()
      .transform((texts) => texts ?? []),
    countryIso: optionalText,
    numberType: optionalText,
  })
  .transform(
    (entry): CatalogueEntry => ({
      sid: entry.sid,
      description: entry.description,
      cost: optionalMoney(entry.cost, entry.currency),
      connectionCharge: optionalMoney(entry.connectionCharge, entry.currency),
      terms: entry.terms,
      highlights: entry.highlights,
      countryIso: entry.countryIso,
      numberType: entry.numberType,
    }),
  );

const catalogueList = listReply(catalogueEntry);

/**
 * `GET /catalogue`: what the organisation can buy now. The API shows at most 10 entries and has no pages, so an entry
 * that is missing here may be for sale all the same (docs: buy-numbers-api).
 */
export async function listCatalogue(call: Caller): Promise<readonly CatalogueEntry[]> {
  const operation = "list catalogue";
  const reply = await call({ operation, method: "GET", path: "/catalogue", repeat: "safe" }, catalogueList);
  return wholeList(operation, reply.result.entries);
}
