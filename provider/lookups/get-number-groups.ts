import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";

const args = z.strictObject({
  /** Only groups of this country: ISO 3166-1 alpha-2, such as `GB`. Filtered here: the API has no such filter. */
  countryIso: z.string().min(1).optional(),
  /** Only groups of this kind, such as `LOCAL`. Filtered here. */
  numberType: z.string().min(1).optional(),
});

export interface GetNumberGroupsArgs extends z.input<typeof args> {}
export interface GetNumberGroupsOutputArgs extends Inputs<GetNumberGroupsArgs> {}

/** A kind of numbers to choose from, such as the local numbers of one country. */
export interface NumberGroupInfo {
  /** `NG…`: the `numberGroupSid` of an order, a selection or a search. */
  readonly sid: string;
  /** ISO 3166-1 alpha-2, such as `GB`. */
  readonly countryIso: string | undefined;
  /** Such as `LOCAL`. */
  readonly numberType: string | undefined;
}

export interface GetNumberGroupsResult {
  /** In the order of their sids. */
  readonly numberGroups: NumberGroupInfo[];
}

const lookup = defineLookup({
  name: "getNumberGroups",
  args,
  async answer(account, { countryIso, numberType }): Promise<GetNumberGroupsResult> {
    const fitting = (await account.numberGroups()).filter(
      (group) =>
        (countryIso === undefined || group.countryIso === countryIso) &&
        (numberType === undefined || group.numberType === numberType),
    );
    return { numberGroups: fitting.sort((a, b) => (a.sid < b.sid ? -1 : 1)) };
  },
});

/**
 * The groups of numbers that can be chosen from.
 *
 * @operations GET /number-groups
 *
 * @example
 * ```ts
 * const { numberGroups } = cloudnumbering.getNumberGroupsOutput({ countryIso: "GB", numberType: "LOCAL" });
 * ```
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getNumberGroups(
  args?: GetNumberGroupsArgs,
  options?: AccountOptions,
): Promise<GetNumberGroupsResult> {
  return lookup.now(args, options);
}

/** {@link getNumberGroups} for args that may be Outputs; unknown while they are. */
export function getNumberGroupsOutput(
  args?: Input<GetNumberGroupsOutputArgs>,
  options?: LookupOptions,
): Output<GetNumberGroupsResult> {
  return lookup.output(args, options);
}
