import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { Account } from "../client/account";
import type { NumberRecord, NumberStatus } from "../client/numbers";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";
import { type NumberAssignmentInfo, shownNumber } from "./number-assignment-info";

const args = z
  .strictObject({
    /** The number in E.164: `+441134960101`. Give this or `sid`. */
    number: z.e164("must be a number in E.164, such as +441134960101").optional(),
    /** The assigned number's sid: `AN…`. Give this or `number`. */
    sid: z.string().min(1, "must not be empty").optional(),
  })
  .refine(
    ({ number, sid }) => (number === undefined) !== (sid === undefined),
    "give the number or its sid, and not both",
  );

export interface GetNumberAssignmentArgs extends z.input<typeof args> {}
export interface GetNumberAssignmentOutputArgs extends Inputs<GetNumberAssignmentArgs> {}

export interface GetNumberAssignmentResult extends NumberAssignmentInfo {}

const lookup = defineLookup({
  name: "getNumberAssignment",
  args,
  async answer(account, { number, sid = "" }): Promise<GetNumberAssignmentResult> {
    const found =
      number === undefined
        ? await account.numbers.find(sid, account.numbers.everyStatus.now())
        : await byNumber(account, number);
    if (found) return shownNumber(found);
    throw new Error(
      `there is no number ${number ?? sid} on this account; getNumberAssignments lists those that are`,
    );
  },
});

const EVERY_STATUS: NumberStatus[] = ["IN_SERVICE", "PORT_IN", "PORT_OUT", "DISCONNECTED"];

/** One call, however many numbers the account has. */
async function byNumber({ numbers }: Account, e164: string): Promise<NumberRecord | undefined> {
  const found = await numbers.list({ e164, status: EVERY_STATUS });
  return found.find(({ status }) => status !== "DISCONNECTED") ?? found[0];
}

/**
 * One number of the account and where it rings, whatever its status.
 *
 * @operations GET /numbers
 *
 * @example
 * ```ts
 * const { voiceEndpointSid } = cloudnumbering.getNumberAssignmentOutput({ number: "+441134960100" });
 * ```
 *
 * @throws one line that says what is wrong: no such number, no credentials, credentials refused, service unreachable
 */
export function getNumberAssignment(
  args: GetNumberAssignmentArgs,
  options?: AccountOptions,
): Promise<GetNumberAssignmentResult> {
  return lookup.now(args, options);
}

/** {@link getNumberAssignment} for args that may be Outputs; unknown while they are. */
export function getNumberAssignmentOutput(
  args: Input<GetNumberAssignmentOutputArgs>,
  options?: LookupOptions,
): Output<GetNumberAssignmentResult> {
  return lookup.output(args, options);
}
