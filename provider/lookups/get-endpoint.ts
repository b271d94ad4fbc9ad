import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { EndpointRecord } from "../client/endpoints";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { mayHoldCredential } from "../resources/endpoint-uri";
import { defineLookup, type Inputs } from "./define-lookup";
import type { EndpointInfo } from "./endpoint-info";

const text = z.string().min(1, "must not be empty").optional();

const args = z
  .strictObject({
    /** Its sid: `EP…`. Give this alone, or what describes it. */
    sid: text,
    /** What people call it: the label in the portal, to the letter. */
    description: text,
    /** Where the traffic goes, to the letter. */
    uri: text,
    /** Which traffic it takes, where the other args fit endpoints of both types. */
    endpointType: z.enum(["voice", "sms"]).optional(),
  })
  .refine(({ sid, description, uri, endpointType }) => {
    const isDescribed = description !== undefined || uri !== undefined;
    return sid === undefined ? isDescribed : !isDescribed && endpointType === undefined;
  }, "give its sid alone, or its description, its uri or both");

export interface GetEndpointArgs extends z.input<typeof args> {}
export interface GetEndpointOutputArgs extends Inputs<GetEndpointArgs> {}

export interface GetEndpointResult extends EndpointInfo {}

const lookup = defineLookup({
  name: "getEndpoint",
  args,
  async answer({ endpoints }, { sid, ...wanted }): Promise<GetEndpointResult> {
    if (sid !== undefined) {
      const found = await endpoints.find(sid, endpoints.now());
      if (found) return found;
      throw new Error(`there is no endpoint ${sid} on this account; getEndpoints lists those that are`);
    }
    const fitting = (await endpoints.all()).filter((each) => fits(each, wanted));
    const [first, ...others] = fitting;
    if (first && others.length === 0) return first;
    throw new Error(
      first
        ? `${fitting.length} endpoints fit (${fitting.map((each) => each.sid).join(", ")}); say more, or give the sid`
        : "no endpoint fits; getEndpoints lists those that are there",
    );
  },
  isSecret: ({ uri }) => mayHoldCredential(uri),
});

function fits(
  endpoint: EndpointRecord,
  { description, uri, endpointType }: Omit<GetEndpointArgs, "sid">,
): boolean {
  return (
    (description === undefined || description === endpoint.description) &&
    (uri === undefined || uri === endpoint.uri) &&
    (endpointType === undefined || endpointType === endpoint.endpointType)
  );
}

/**
 * One active endpoint of the account, by its sid or by what describes exactly one.
 *
 * @operations GET /endpoints
 *
 * @example
 * ```ts
 * const { sid } = cloudnumbering.getEndpointOutput({ description: "Head office PBX" });
 * ```
 *
 * @throws one line that says what is wrong: none fits, several fit, no credentials, credentials refused, service
 * unreachable
 */
export function getEndpoint(args: GetEndpointArgs, options?: AccountOptions): Promise<GetEndpointResult> {
  return lookup.now(args, options);
}

/**
 * {@link getEndpoint} for args that may be Outputs; unknown while they are. The result is secret when its uri may carry a
 * token.
 */
export function getEndpointOutput(
  args: Input<GetEndpointOutputArgs>,
  options?: LookupOptions,
): Output<GetEndpointResult> {
  return lookup.output(args, options);
}
