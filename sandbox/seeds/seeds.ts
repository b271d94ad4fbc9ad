import type { OrganisationRecord } from "../records";
import type { World } from "../world";
import { seedDemo } from "./demo";
import { seedEmpty } from "./empty";

/** What a world can start from. */
export const seeds = { demo: seedDemo, empty: seedEmpty } as const satisfies Record<
  string,
  (world: World) => void
>;

export type SeedName = keyof typeof seeds;

export function isSeedName(value: unknown): value is SeedName {
  return typeof value === "string" && Object.hasOwn(seeds, value);
}

export function blankOrganisation(sid: string): OrganisationRecord {
  return {
    sid,
    name: "",
    tradingName: "",
    addr1: "",
    addr2: "",
    city: "",
    state: "",
    postcode: "",
    countryIso: "GB",
    registeredCountryIso: "GB",
    vatNumber: "",
    typeOfBusiness: "",
    productUseCase: "",
    website: "",
    productDescription: "",
    balance: 0,
    currency: "GBP",
  };
}
