import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { Account } from "../client/account";
import type { Organisation as OrganisationRecord } from "../client/organisation";
import { converge } from "../engine/converge";
import { declared, sidIsId } from "../engine/declared";
import { declareOnce } from "../engine/declared-once";
import { type Change, type Context, defineResource, type Prepared } from "../engine/define-resource";
import { type ArgsOf, computed, type InputsOf, type LiveOf, type OutputsOf } from "../engine/properties";
import { equal } from "../engine/values";
import { countryProblem } from "./country-code";
import { isOutOfReach } from "./out-of-reach";
import { vatProblem } from "./vat-number";

const text = () => z.string("must be a text").optional();

/** A text that is empty or about which `problemOf` has nothing to say. */
const checked = (problemOf: (value: string) => string | undefined) =>
  z
    .string("must be a text")
    .superRefine((value, context) => {
      const problem = value === "" ? undefined : problemOf(value);
      if (problem) context.addIssue({ code: "custom", message: problem });
    })
    .optional();

// Which of them can be written is a GUESS: the API's page of the update could not be read (docs/api.md §5).
const properties = {
  /** The registered name. */
  name: text(),
  /** The name that it trades under. */
  tradingName: text(),
  /** The first line of the address. */
  addr1: text(),
  /** The second line of the address. */
  addr2: text(),
  /** The town or city. */
  city: text(),
  /** The county, state or region. */
  state: text(),
  /** The postal code. */
  postcode: text(),
  /** The country of the address: ISO 3166-1 alpha-2, such as `GB`. */
  countryIso: checked(countryProblem),
  /** The country that it is registered in: ISO 3166-1 alpha-2, such as `GB`. */
  registeredCountryIso: checked(countryProblem),
  /** The VAT number with its country's letters: `GB333289454`. Its form is checked, for the UK and the EU. */
  vatNumber: checked(vatProblem),
  /** What kind of business it is, in the portal's words. */
  typeOfBusiness: text(),
  /** What the numbers are used for. */
  productUseCase: text(),
  /** Its site on the web. */
  website: text(),
  /** What it makes or does. */
  productDescription: text(),

  /** The organisation's identifier: `OR…`. */
  sid: computed(z.string()),

  /** The currency of its balance and its prices: `GBP`. The balance itself is no output: it changes by itself. */
  currency: computed(z.string()),
};

type P = typeof properties;
type Live = LiveOf<P>;
type Profile = Omit<Live, "sid" | "currency">;

const FIELDS = Object.keys(properties).filter(
  (key) => key !== "sid" && key !== "currency",
) as (keyof Profile)[];

/** Arguments of {@link Organisation}: what is left out is not managed. */
export interface OrganisationArgs extends ArgsOf<P> {}

/** @internal */
export const organisation = defineResource({
  kind: "Organisation",
  properties,

  /** Before the account's organisation is taken over: says what that changes of it. */
  async prepare(
    account: () => Account,
    { inputs, before }: Change<P>,
    context: Context<P>,
  ): Promise<Prepared<P>> {
    const declared = FIELDS.filter((key) => inputs[key] !== undefined);
    if (before !== undefined || declared.length === 0) return {};
    const live = await liveIfInReach(account);
    const differing = declared.filter((key) => live && !equal(inputs[key], live[key]));
    if (live && differing.length > 0) {
      await context.tell(
        `organisation ${live.sid} exists and is taken over: this changes ${differing.join(", ")}`,
      );
    }
    return {};
  },

  async create(account: Account, inputs: InputsOf<P>, context: Context<P>): Promise<Live> {
    return bringInLine(account, inputs, context);
  },

  async read(account: Account, sid: string): Promise<Live | undefined> {
    const live = shown(await account.organisation());
    return live.sid === sid ? live : undefined;
  },

  async update(account: Account, _sid: string, inputs: InputsOf<P>, context: Context<P>): Promise<Live> {
    return bringInLine(account, inputs, context);
  },

  /** An organisation is not deleted by taking it out of a program. */
  async delete(): Promise<void> {},

  idOf: ({ sid }) => sid,
});

async function bringInLine(account: Account, inputs: InputsOf<P>, context: Context<P>): Promise<Live> {
  const before = shown(await account.organisationNow());
  return converge<Live>({
    thing: `organisation ${before.sid}`,
    before,
    declared: inputs,
    context,
    send: ({ sid, currency, ...wanted }) => account.updateOrganisation(toSend(wanted, inputs)),
    readBack: async () => shown(await account.organisationNow()),
  });
}

/**
 * What there is to lose, and what is declared: a PUT may clear what it leaves out. An empty field that nobody declares
 * is left out: the service might not take it empty.
 */
function toSend(wanted: Profile, inputs: InputsOf<P>): Partial<Profile> {
  const keys = FIELDS.filter((key) => wanted[key] !== "" || inputs[key] !== undefined);
  return Object.fromEntries(keys.map((key) => [key, wanted[key]]));
}

/** A field that the service does not give counts as empty. */
function shown(record: OrganisationRecord): Live {
  const profile = Object.fromEntries(FIELDS.map((key) => [key, record[key] ?? ""])) as unknown as Profile;
  return { ...profile, sid: record.sid, currency: record.currency ?? "" };
}

/** A preview without credentials must work all the same. */
async function liveIfInReach(account: () => Account): Promise<Live | undefined> {
  try {
    return shown(await account().organisation());
  } catch (error) {
    if (isOutOfReach(error)) return undefined;
    throw error;
  }
}

/**
 * What the account's organisation says of itself. There is one, and it is taken over as it is: only the declared fields
 * are changed, and the others are outputs.
 *
 * @delete Costs nothing and touches nothing: the organisation stays as it is.
 *
 * @operations GET /organisation, PUT /organisation
 *
 * @example
 * ```ts
 * const us = new cloudnumbering.Organisation("us", {
 *   tradingName: "Harbour & Vale",
 *   website: "https://harbour-and-vale.example",
 * });
 * ```
 */
export class Organisation extends CustomResource {
  // One may be declared with nothing but a name.
  constructor(name: string, args: OrganisationArgs = {}, options: CustomResourceOptions = {}) {
    if (options.id === undefined) declareOnce("the organisation", name, options);
    super(...declared(organisation, name, args, options));
    sidIsId(this);
  }

  /** Reads the organisation by its sid, `OR…`. @throws when the credentials are those of another one */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): Organisation {
    return new Organisation(name, {}, { ...options, id });
  }
}

export interface Organisation extends OutputsOf<P> {
  /** The same as `sid`. */
  readonly organisationSid: Output<string>;
}
