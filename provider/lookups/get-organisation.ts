import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import { formatAmount } from "../amounts";
import type { OrganisationProfile } from "../client/organisation";
import type { LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";

const args = z.strictObject({});

export interface GetOrganisationArgs extends z.input<typeof args> {}
export interface GetOrganisationOutputArgs extends Inputs<GetOrganisationArgs> {}

/** The organisation that the credentials belong to, with its profile as it is in the portal. */
export interface GetOrganisationResult extends OrganisationProfile {
  /** `OR…` */
  readonly sid: string;
  /** What is left to buy with: a decimal as text, in major units of `currency`. It changes by itself. */
  readonly balance: string | undefined;
  /** Of its balance, its prices and its numbers' rental: `GBP`. */
  readonly currency: string | undefined;
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
 * The organisation that the credentials belong to, and its balance now: `GET /organisation`.
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getOrganisation(args?: GetOrganisationArgs): Promise<GetOrganisationResult> {
  return lookup.now(args);
}

/** {@link getOrganisation} as an Output; with `dependsOn`, once those resources exist. */
export function getOrganisationOutput(
  args?: Input<GetOrganisationOutputArgs>,
  options?: LookupOptions,
): Output<GetOrganisationResult> {
  return lookup.output(args, options);
}
