import type { Input, Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { AccountOptions, LookupOptions } from "../engine/lookup";
import { defineLookup, type Inputs } from "./define-lookup";

const args = z.strictObject({
  /** What they look like: E.164 with `*` for any digits, such as `*1234*`, 1 to 20 characters. */
  pattern: z
    .string()
    .regex(/^[+\d*]{1,20}$/, "must be digits, + and * only, 20 at most, such as *1234*")
    .optional(),
  /** From which group: `NG…` (`getNumberGroups`). GUESS: that the search takes it. */
  numberGroupSid: z.string().min(1, "must not be empty").optional(),
  /** At most so many: 1 to 100; 20 when left out. */
  limit: z
    .int("must be a whole number")
    .min(1, "must be 1 at least")
    .max(100, "must be 100 at most")
    .optional(),
});

export interface GetAvailableNumbersArgs extends z.input<typeof args> {}
export interface GetAvailableNumbersOutputArgs extends Inputs<GetAvailableNumbersArgs> {}

/** A number that can be bought now. */
export interface AvailableNumberInfo {
  /** The pool number: `NB…`, one of an order's `numberSids`. */
  readonly sid: string;
  /** E.164. */
  readonly number: string;
  /** Its group: `NG…`. GUESS: that replies carry it, as the two below. */
  readonly numberGroupSid: string | undefined;
  /** ISO 3166-1 alpha-2, such as `GB`. */
  readonly countryIso: string | undefined;
  /** Such as `LOCAL`. */
  readonly numberType: string | undefined;
}

export interface GetAvailableNumbersResult {
  /** In the order of the numbers. */
  readonly availableNumbers: AvailableNumberInfo[];
}

const lookup = defineLookup({
  name: "getAvailableNumbers",
  args,
  async answer(account, filter): Promise<GetAvailableNumbersResult> {
    const found = await account.availableNumbers(filter);
    return { availableNumbers: [...found].sort((a, b) => (a.number < b.number ? -1 : 1)) };
  },
});

/**
 * Some of the numbers that can be bought now. Nothing reserves them and the next run may find others: to buy what is found,
 * declare a `NumberSelection`, which chooses once and keeps what it chose.
 *
 * @operations GET /numbers/available
 *
 * @example
 * ```ts
 * const { availableNumbers } = cloudnumbering.getAvailableNumbersOutput({ pattern: "*77*", limit: 5 });
 * ```
 *
 * @throws one line that says what is wrong: no credentials, credentials refused, service unreachable
 */
export function getAvailableNumbers(
  args?: GetAvailableNumbersArgs,
  options?: AccountOptions,
): Promise<GetAvailableNumbersResult> {
  return lookup.now(args, options);
}

/** {@link getAvailableNumbers} for args that may be Outputs; unknown while they are. */
export function getAvailableNumbersOutput(
  args?: Input<GetAvailableNumbersOutputArgs>,
  options?: LookupOptions,
): Output<GetAvailableNumbersResult> {
  return lookup.output(args, options);
}
