import { createHash } from "node:crypto";
import { CustomResource, type CustomResourceOptions, type Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { Account } from "../client/account";
import { declared, sidIsId } from "../engine/declared";
import { type Change, type Context, defineResource, type Prepared } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import {
  type ArgsOf,
  computed,
  type InputsOf,
  type KnownOf,
  type LiveOf,
  type OutputsOf,
  type PlanOf,
  planned,
  replaces,
} from "../engine/properties";

const properties = {
  /** How many numbers to choose: 1 to 100. A change chooses anew. */
  amount: replaces(
    z.int("must be a whole number").min(1, "must be 1 at least").max(100, "must be 100 at most"),
  ),

  /** What they look like: E.164 with `*` for any digits, such as `*1234*`, 1 to 20 characters. A change chooses anew. */
  pattern: replaces(
    z
      .string("must be a text")
      .regex(/^[+\d*]{1,20}$/, "must be digits, + and * only, 20 at most, such as *1234*")
      .optional(),
  ),

  /** From which group: `NG…` (`getNumberGroups`). A change chooses anew. */
  numberGroupSid: replaces(z.string("must be a text").min(1, "must not be empty").optional()),

  /** What was chosen, in the service's order: pool sids (`NB…`) and E.164. Nothing reserves them until an order is placed. */
  numbers: planned(
    z.array(
      z.object({
        /** Of the pool: `NB…`. */
        sid: z.string(),
        /** E.164. */
        number: z.string(),
      }),
    ),
  ),

  /** Names this selection. */
  sid: computed(z.string()),
};

type P = typeof properties;
type Live = LiveOf<P>;
type Inputs = InputsOf<P> & PlanOf<P>;

/** Arguments of {@link NumberSelection}. */
export interface NumberSelectionArgs extends ArgsOf<P> {}

/** @internal */
export const numberSelection = defineResource({
  kind: "NumberSelection",
  properties,

  /** Looks in the pool when there is something to choose, so that the preview shows what and an order can be priced. */
  async prepare(
    account: () => Account,
    { inputs, before, isUnknown }: Change<P>,
    { urn }: Context<P>,
  ): Promise<Prepared<P>> {
    if (WISH.some(isUnknown)) return { unknown: ["numbers"] };
    if (before?.numbers && isSameWish(inputs, before)) return chosen(before.numbers, urn);
    const { amount = 0, pattern, numberGroupSid } = inputs;
    const others = takenByOthers(urn);
    const limit = Math.min(amount + others.size, MOST);
    const available = await account().availableNumbers({ pattern, numberGroupSid, limit });
    const found = available.filter(({ sid }) => !others.has(sid));
    if (found.length >= amount) return chosen(found.slice(0, amount), urn);
    const way =
      pattern === undefined ? "choose fewer, or from another group" : "widen the pattern, or choose fewer";
    return { reasons: [`amount: ${amount} numbers are wanted and ${found.length} are to be had; ${way}`] };
  },

  async create(_account: Account, inputs: Inputs, context: Context<P>): Promise<Live> {
    if (inputs.numbers) return { ...wishOf(inputs), sid: sidOf(inputs.numbers, context.urn) };
    throw new Refusal("nothing was chosen from the pool; run pulumi up again");
  },

  /** What was chosen stays chosen: the pool moves on, and the order that bought them is what counts. */
  async read(_account: Account, sid, { known }): Promise<Live | undefined> {
    if (known.amount !== undefined) return { ...wishOf(known as Inputs), sid };
    throw new Refusal(
      `selection ${sid} is not in the state, and the account knows nothing of it: it cannot be imported, only made`,
    );
  },

  async update(_account: Account, sid, inputs): Promise<Live> {
    return { ...wishOf(inputs), sid };
  },

  async delete(): Promise<void> {},

  idOf: ({ sid }) => sid,
});

/** As many as the service shows at once (docs/api.md §3). */
const MOST = 100;

/** Which selection has chosen a number, by its URN, as far as this process has seen: two orders cannot buy it. */
const takers = new Map<string, string>();

function chosen(numbers: readonly { sid: string; number: string }[], urn = ""): Prepared<P> {
  for (const { sid } of numbers) takers.set(sid, urn);
  return { inputs: { numbers: numbers.map(({ sid, number }) => ({ sid, number })) } };
}

function takenByOthers(urn = ""): ReadonlySet<string> {
  return new Set([...takers].filter(([, taker]) => taker !== urn).map(([sid]) => sid));
}

const WISH = ["amount", "pattern", "numberGroupSid"] as const;

/** A wish that is taken out of the program asks for nothing else than what was chosen. */
function isSameWish(inputs: Partial<InputsOf<P>>, before: KnownOf<P>): boolean {
  return WISH.every((key) => inputs[key] === undefined || inputs[key] === before[key]);
}

function wishOf({ amount, pattern, numberGroupSid }: Inputs): Live {
  return { amount, ...(pattern && { pattern }), ...(numberGroupSid && { numberGroupSid }) } as Live;
}

function sidOf(numbers: NonNullable<Inputs["numbers"]>, urn = ""): string {
  const hash = createHash("sha256").update([urn, ...numbers.map(({ sid }) => sid)].join(" "));
  return `selection-${hash.digest("hex").slice(0, 32)}`;
}

/**
 * Numbers chosen from what can be bought, once, and kept: a program that searched by itself would find others at every
 * run. Give their sids to an {@link Order}.
 *
 * @delete Costs nothing and touches nothing on the account.
 * @operations GET /numbers/available
 * @example
 * ```ts
 * const chosen = new cloudnumbering.NumberSelection("easy-to-remember", { amount: 2, pattern: "*77*" });
 * const order = new cloudnumbering.Order("leeds", {
 *   rateCardEntrySid: "RE4ZQ1M0C5B8Z2X7N9V3K6L0P4T8W1Y5",
 *   numberSids: chosen.numberSids,
 *   maxTotalCost: 20,
 *   currency: "GBP",
 * });
 * ```
 */
export class NumberSelection extends CustomResource {
  constructor(name: string, args: NumberSelectionArgs, options: CustomResourceOptions = {}) {
    super(...declared(numberSelection, name, args, options));
    sidIsId(this);
  }

  /** The pool sids (`NB…`) of what was chosen, for `Order`. */
  get numberSids(): Output<string[]> {
    return this.numbers.apply((numbers) => (numbers ?? []).map(({ sid }) => sid));
  }
}

export interface NumberSelection extends OutputsOf<P> {
  /** The organisation that it belongs to: `OR…`. */
  readonly organisationSid: Output<string>;
}
