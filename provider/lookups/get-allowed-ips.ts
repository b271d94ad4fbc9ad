import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";

const args = z.strictObject({
  /** Which traffic's list: `voice` unless said otherwise. GUESS: that `sms` has one (the docs speak of voice only). */
  endpointType: z.enum(["voice", "sms"]).optional(),
});

export interface GetAllowedIpsArgs extends z.input<typeof args> {}
export interface GetAllowedIpsOutputArgs extends Inputs<GetAllowedIpsArgs> {}

export interface GetAllowedIpsResult {
  /** Which traffic's list it is. */
  readonly endpointType: "voice" | "sms";
  /** The addresses, sorted. */
  readonly ips: string[];
}

const lookup = defineLookup({
  name: "getAllowedIps",
  args,
  async answer(account, { endpointType = "voice" }): Promise<GetAllowedIpsResult> {
    const ips = await account.allowedIps.list(endpointType);
    return { endpointType, ips: [...ips].sort() };
  },
});

/**
 * The addresses from which your own platform may send outbound traffic.
 *
 * @operations GET /endpoints/{endpointType}/ips
 *
 * @example
 * ```ts
 * const { ips } = cloudnumbering.getAllowedIpsOutput({ endpointType: "voice" });
 * ```
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getAllowedIps(
  args?: GetAllowedIpsArgs,
  options?: AccountOptions,
): Promise<GetAllowedIpsResult> {
  return lookup.now(args, options);
}

/** {@link getAllowedIps} for args that may be Outputs; unknown while they are. */
export function getAllowedIpsOutput(
  args?: Input<GetAllowedIpsOutputArgs>,
  options?: LookupOptions,
): Output<GetAllowedIpsResult> {
  return lookup.output(args, options);
}
