import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import { formatAmount } from "../amounts";
import type { CatalogueEntry } from "../client/catalogue";
import { type AccountOptions, type LookupOptions, warnOfProgram } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";

const args = z.strictObject({
  /** Only products of this country: ISO 3166-1 alpha-2, such as `GB`. Filtered here: the API has no such filter. */
  countryIso: z.string().min(1).optional(),
  /** Only products of this kind, such as `LOCAL`. Filtered here. */
  numberType: z.string().min(1).optional(),
  /** Only products paid so often, such as `MONTHLY`. Filtered here. */
  terms: z.string().min(1).optional(),
});

export interface GetCatalogueArgs extends z.input<typeof args> {}
export interface GetCatalogueOutputArgs extends Inputs<GetCatalogueArgs> {}

/** Something that the organisation can buy. */
export interface CatalogueEntryInfo {
  /** `RE…`: the `rateCardEntrySid` of an order. */
  readonly sid: string;
  /** What it is, in the service's words. */
  readonly description: string | undefined;
  /** What each period costs: a decimal as text, in major units of `currency`. */
  readonly cost: string | undefined;
  /** What it costs once: a decimal as text, in major units of `currency`. */
  readonly connectionCharge: string | undefined;
  /** ISO 4217, such as `GBP`. */
  readonly currency: string | undefined;
  /** How long a period is: `MONTHLY`, `QUARTERLY`, … */
  readonly terms: string | undefined;
  /** What the service says in its favour. */
  readonly highlights: string[];
  /** ISO 3166-1 alpha-2, such as `GB`. */
  readonly countryIso: string | undefined;
  /** Such as `LOCAL`. */
  readonly numberType: string | undefined;
}

export interface GetCatalogueResult {
  /** In the order of their sids. */
  readonly entries: CatalogueEntryInfo[];
  /**
   * Whether there may be products that the API does not show: it shows ten at most. One that is missing can be ordered all
   * the same, by its sid; cloudNumbering support knows it.
   */
  readonly isCutOff: boolean;
}

/** The most that the API shows (docs: buy-numbers-api). */
const MOST = 10;

const lookup = defineLookup({
  name: "getCatalogue",
  args,
  async answer(account, wanted): Promise<GetCatalogueResult> {
    const all = await account.catalogue();
    const isCutOff = all.length >= MOST;
    if (isCutOff) {
      await warnOfProgram(
        `getCatalogue: the API shows ${MOST} products at most, and it shows ${all.length}: there may be others, whose sids ` +
          "(RE…) cloudNumbering support knows",
      );
    }
    const fitting = all.filter((entry) => fits(entry, wanted));
    return { entries: fitting.map(shown).sort((a, b) => (a.sid < b.sid ? -1 : 1)), isCutOff };
  },
});

function fits(entry: CatalogueEntry, wanted: GetCatalogueArgs): boolean {
  return (["countryIso", "numberType", "terms"] as const).every(
    (key) => wanted[key] === undefined || wanted[key] === entry[key],
  );
}

function shown({ cost, connectionCharge, highlights, ...entry }: CatalogueEntry): CatalogueEntryInfo {
  return {
    ...entry,
    cost: cost && formatAmount(cost.amount),
    connectionCharge: connectionCharge && formatAmount(connectionCharge.amount),
    currency: (cost ?? connectionCharge)?.currency,
    highlights: [...highlights],
  };
}

/**
 * What the organisation can buy now. The API shows ten products at most; at ten the result and a warning say so.
 *
 * @operations GET /catalogue
 *
 * @example
 * ```ts
 * const { entries } = cloudnumbering.getCatalogueOutput({ numberType: "LOCAL", terms: "MONTHLY" });
 * export const price = entries.apply(([cheapest]) => `${cheapest?.cost} ${cheapest?.currency}`);
 * ```
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getCatalogue(args?: GetCatalogueArgs, options?: AccountOptions): Promise<GetCatalogueResult> {
  return lookup.now(args, options);
}

/** {@link getCatalogue} for args that may be Outputs; unknown while they are. */
export function getCatalogueOutput(
  args?: Input<GetCatalogueOutputArgs>,
  options?: LookupOptions,
): Output<GetCatalogueResult> {
  return lookup.output(args, options);
}
