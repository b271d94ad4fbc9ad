import { z } from "zod";
import { anyReply, type Caller } from "./call";
import { optionalAmount, optionalCurrency, optionalMoney } from "./fields";
import type { Money } from "./money";

/**
 * What the organisation says of itself. An empty field stays "", as a program may declare it; one of another type than
 * text is an error and not "not set": written back, it would be lost.
 */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const profile = z.object({
  /** The registered name. */
  name: text,
  /** The name it trades under. */
  tradingName: text,
  /** The first line of its address. */
  addr1: text,
  /** The second line of its address. */
  addr2: text,
  /** The town. */
  city: text,
  /** The county or state. */
  state: text,
  /** The postcode. */
  postcode: text,
  /** The country of its address: ISO 3166-1 alpha-2, such as `GB`. */
  countryIso: text,
  /** The country it is registered in: ISO 3166-1 alpha-2. */
  registeredCountryIso: text,
  /** Its VAT number. */
  vatNumber: text,
  /** What kind of business it is, in the service's words. */
  typeOfBusiness: text,
  /** What the numbers are for. */
  productUseCase: text,
  /** Its website. */
  website: text,
  /** What it offers. */
  productDescription: text,
});

export type OrganisationProfile = Readonly<z.infer<typeof profile>>;

/** The organisation that the credentials belong to (docs/api.md §5). */
export interface Organisation extends OrganisationProfile {
  /** OR… */
  readonly sid: string;
  /** What is left to buy with. */
  readonly balance: Money | undefined;
  /** Of its balance, its prices and its numbers' rental. */
  readonly currency: string | undefined;
}

const organisation = profile
  .extend({ sid: z.string().min(1), balance: optionalAmount, currency: optionalCurrency })
  .transform((entry): Organisation => ({ ...entry, balance: optionalMoney(entry.balance, entry.currency) }));

/** `GET /organisation`. */
export async function getOrganisation(call: Caller): Promise<Organisation> {
  const reply = await call(
    { operation: "read organisation", method: "GET", path: "/organisation", repeat: "safe" },
    z.looseObject({ result: organisation }),
  );
  return reply.result;
}

/** What an update sends: everything that can change, because a PUT may clear what it leaves out. */
export type OrganisationUpdate = {
  readonly [Field in keyof OrganisationProfile]?: OrganisationProfile[Field];
};

const updateBody = profile.partial();

/** `PUT /organisation`. GUESS: its body, the fields of the profile; whoever calls this reads back what became of them. */
export async function updateOrganisation(call: Caller, body: OrganisationUpdate): Promise<void> {
  await call(
    {
      operation: "update organisation",
      method: "PUT",
      path: "/organisation",
      // The profile alone: a record that was read has a sid and a balance too.
      body: updateBody.parse(body),
      repeat: "safe",
    },
    anyReply,
  );
}
