import { checkAmount } from "./money";
import type { SidSource } from "./sids";

/** How many months each `terms` lasts. */
export const TERM_MONTHS = { MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6, YEARLY: 12 } as const;
export type Terms = keyof typeof TERM_MONTHS;

/** A product (docs/api.md §4). Amounts are for one number, in major units. */
export interface CatalogueEntry {
  /** `RE…`, what an order calls rateCardEntrySid. */
  readonly sid: string;
  readonly description: string;
  /** For each term. */
  readonly cost: number;
  /** Once. */
  readonly connectionCharge: number;
  readonly currency: string;
  readonly terms: Terms;
  readonly highlights: readonly string[];
  readonly countryIso: string;
  readonly numberType: string;
  readonly rateCardSid: string;
}

export type CataloguePatch = Partial<Omit<CatalogueEntry, "sid">>;

/** The products that an organisation can buy, in the order in which they are shown. */
export class Catalogue {
  readonly #sids: SidSource;
  readonly #rateCardSid: string;
  readonly #entries = new Map<string, CatalogueEntry>();

  constructor(sids: SidSource) {
    this.#sids = sids;
    this.#rateCardSid = sids.next("RC");
  }

  get entries(): ReadonlyMap<string, CatalogueEntry> {
    return this.#entries;
  }

  /** The product of this RE SID. Throws an Error when there is none. */
  entry(sid: string): CatalogueEntry {
    const entry = this.#entries.get(sid);
    if (entry === undefined) throw new Error(`there is no catalogue entry ${sid}`);
    return entry;
  }

  add(partial: CataloguePatch = {}): CatalogueEntry {
    return this.#store({
      sid: this.#sids.next("RE"),
      description: "Number",
      cost: 1.2,
      connectionCharge: 0,
      currency: "GBP",
      terms: "MONTHLY",
      highlights: [],
      countryIso: "GB",
      numberType: "LOCAL",
      rateCardSid: this.#rateCardSid,
      ...partial,
    });
  }

  /** Changes a product, for example its cost. What is sold keeps its rental. */
  edit(sid: string, patch: CataloguePatch): CatalogueEntry {
    return this.#store({ ...this.entry(sid), ...patch, sid });
  }

  remove(sid: string): void {
    this.entry(sid);
    this.#entries.delete(sid);
  }

  #store(entry: CatalogueEntry): CatalogueEntry {
    checkAmount("cost", entry.cost);
    checkAmount("connectionCharge", entry.connectionCharge);
    if (!Object.hasOwn(TERM_MONTHS, entry.terms)) {
      throw new Error(`terms is one of ${Object.keys(TERM_MONTHS).join(", ")}`);
    }
    this.#entries.set(entry.sid, entry);
    return entry;
  }
}
