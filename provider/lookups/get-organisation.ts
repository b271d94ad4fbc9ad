import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import { formatAmount } from "../amounts";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";

const args = z.strictObject({});

export interface GetOrganisationArgs extends z.input<typeof args> {}
export interface GetOrganisationOutputArgs extends Inputs<GetOrganisationArgs> {}

/** The organisation that the credentials belong to, with its profile as it is in the portal. */
export interface GetOrganisationResult {
  /** The organisation: `OR…`. */
  readonly sid: string;
  /** What is left to buy with: a decimal as text, in major units of `currency`. It changes by itself. */
  readonly balance: string | undefined;
  /** Of its balance, its prices and its numbers' rental: `GBP`. */
  readonly currency: string | undefined;
  /** The registered name. */
  readonly name: string | undefined;
  /** The name that it trades under. */
  readonly tradingName: string | undefined;
  /** The first line of the address. */
  readonly addr1: string | undefined;
  /** The second line of the address. */
  readonly addr2: string | undefined;
  /** The town or city. */
  readonly city: string | undefined;
  /** The county, state or region. */
  readonly state: string | undefined;
  /** The postal code. */
  readonly postcode: string | undefined;
  /** The country of the address: ISO 3166-1 alpha-2, such as `GB`. */
  readonly countryIso: string | undefined;
  /** The country that it is registered in: ISO 3166-1 alpha-2, such as `GB`. */
  readonly registeredCountryIso: string | undefined;
  /** The VAT number. */
  readonly vatNumber: string | undefined;
  /** What kind of business it is, in the portal's words. */
  readonly typeOfBusiness: string | undefined;
  /** What the numbers are used for. */
  readonly productUseCase: string | undefined;
  /** Its site on the web. */
  readonly website: string | undefined;
  /** What it makes or does. */
  readonly productDescription: string | undefined;
}

const lookup = defineLookup({
  name: "getOrganisation",
  args,
  async answer(account): Promise<GetOrganisationResult> {
    const { balance, ...organisation } = await account.organisationNow();
    return { ...organisation, balance: balance && formatAmount(balance.amount) };
  },
});

/**
 * The organisation that the credentials belong to, and its balance now.
 *
 * @operations GET /organisation
 *
 * @example
 * ```ts
 * const { balance, currency } = cloudnumbering.getOrganisationOutput();
 * ```
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getOrganisation(
  args?: GetOrganisationArgs,
  options?: AccountOptions,
): Promise<GetOrganisationResult> {
  return lookup.now(args, options);
}

/** {@link getOrganisation} as an Output; with `dependsOn`, once those resources exist. */
export function getOrganisationOutput(
  args?: Input<GetOrganisationOutputArgs>,
  options?: LookupOptions,
): Output<GetOrganisationResult> {
  return lookup.output(args, options);
}
