import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { NumberRecord } from "../client/numbers";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";
import { type NumberAssignmentInfo, shownNumber } from "./number-assignment-info";

const args = z.strictObject({
  /** Only numbers with one of these statuses. Without it the service gives those in service. */
  status: z.array(z.enum(["IN_SERVICE", "PORT_IN", "PORT_OUT", "DISCONNECTED"])).optional(),
  /** Only this number, in E.164: `+441134960101`. */
  e164: z.e164("must be a number in E.164, such as +441134960101").optional(),
  /** Only numbers whose reference contains this text. */
  alias: z.string().min(1).optional(),
  /** Only numbers whose voice or SMS goes to this endpoint (`EP…`). Filtered here: the API has no such filter. */
  endpoint: z.string().min(1).optional(),
});

export interface GetNumberAssignmentsArgs extends z.input<typeof args> {}
export interface GetNumberAssignmentsOutputArgs extends Inputs<GetNumberAssignmentsArgs> {}

export interface GetNumberAssignmentsResult {
  /** In the order of the numbers. */
  readonly numberAssignments: NumberAssignmentInfo[];
}

const lookup = defineLookup({
  name: "getNumberAssignments",
  args,
  async answer(account, { endpoint, ...filter }): Promise<GetNumberAssignmentsResult> {
    const numbers = await account.numbers.list(filter);
    const chosen = numbers.filter((number) => !endpoint || goesTo(number, endpoint));
    return { numberAssignments: chosen.sort(byNumber).map(shownNumber) };
  },
});

function goesTo({ voiceEndpointSid, smsEndpointSid }: NumberRecord, endpoint: string): boolean {
  return voiceEndpointSid === endpoint || smsEndpointSid === endpoint;
}

/** The service promises no order; outputs made from the list must not change by themselves. */
function byNumber(a: NumberRecord, b: NumberRecord): number {
  return a.number < b.number ? -1 : 1;
}

/**
 * The account's numbers and where each rings, all of them however many pages there are.
 *
 * @operations GET /numbers (all pages)
 *
 * @example
 * ```ts
 * const { numberAssignments } = cloudnumbering.getNumberAssignmentsOutput();
 * export const unrouted = numberAssignments.apply((all) => all.filter((each) => !each.voiceEndpointSid));
 * ```
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getNumberAssignments(
  args?: GetNumberAssignmentsArgs,
  options?: AccountOptions,
): Promise<GetNumberAssignmentsResult> {
  return lookup.now(args, options);
}

/** {@link getNumberAssignments} for args that may be Outputs; unknown while they are. */
export function getNumberAssignmentsOutput(
  args?: Input<GetNumberAssignmentsOutputArgs>,
  options?: LookupOptions,
): Output<GetNumberAssignmentsResult> {
  return lookup.output(args, options);
}
