import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { EndpointRecord } from "../client/endpoints";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { mayHoldCredential } from "../resources/endpoint-uri";
import { defineLookup, type Inputs } from "./define-lookup";
import type { EndpointInfo } from "./endpoint-info";

const args = z.strictObject({
  /** Only endpoints for this traffic. Filtered here: the API has no such filter. */
  endpointType: z.enum(["voice", "sms"]).optional(),
});

export interface GetEndpointsArgs extends z.input<typeof args> {}
export interface GetEndpointsOutputArgs extends Inputs<GetEndpointsArgs> {}

export interface GetEndpointsResult {
  /** In the order of their sids. */
  readonly endpoints: EndpointInfo[];
}

const lookup = defineLookup({
  name: "getEndpoints",
  args,
  async answer(account, { endpointType }): Promise<GetEndpointsResult> {
    const all = await account.endpoints.all();
    return {
      endpoints: all.filter((each) => !endpointType || each.endpointType === endpointType).sort(bySid),
    };
  },
  isSecret: ({ endpoints }) => endpoints.some(({ uri }) => mayHoldCredential(uri)),
});

/** The service promises no order; outputs made from the list must not change by themselves. */
function bySid(a: EndpointRecord, b: EndpointRecord): number {
  return a.sid < b.sid ? -1 : 1;
}

/**
 * The account's active endpoints.
 *
 * @operations GET /endpoints
 *
 * @example
 * ```ts
 * const { endpoints } = cloudnumbering.getEndpointsOutput({ endpointType: "voice" });
 * export const defaultVoice = endpoints.apply((all) => all.find((each) => each.isDefault)?.sid);
 * ```
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getEndpoints(args?: GetEndpointsArgs, options?: AccountOptions): Promise<GetEndpointsResult> {
  return lookup.now(args, options);
}

/**
 * {@link getEndpoints} for args that may be Outputs; unknown while they are. The result is secret when one of the uris
 * may carry a token.
 */
export function getEndpointsOutput(
  args?: Input<GetEndpointsOutputArgs>,
  options?: LookupOptions,
): Output<GetEndpointsResult> {
  return lookup.output(args, options);
}
