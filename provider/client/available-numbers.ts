import { z } from "zod";
import type { Caller } from "./call";
import { listReply, wholeList } from "./entries";
import { optionalText } from "./fields";

/** A number that can be bought now; looking at it does not reserve it (docs/api.md §3). */
export interface AvailableNumber {
  /** The pool number: NB…, one of an order's `numberSids`. */
  readonly sid: string;
  /** E.164. */
  readonly number: string;
  readonly numberGroupSid: string | undefined;
  readonly countryIso: string | undefined;
  readonly numberType: string | undefined;
}

export interface AvailableFilter {
  /** E.164 with `*` for any digits, at most 20 characters: `*1234`. */
  readonly pattern?: string | undefined;
  /** At most so many; the service gives 20 unless asked, and never more than 100. */
  readonly limit?: number | undefined;
  readonly numberGroupSid?: string | undefined;
}

/** GUESS: only `sid` is documented; the other names are those of the account's numbers. */
const availableEntry = z
  .looseObject({
    sid: z.string().min(1),
    number: z.string().min(1),
    numberGroupSid: optionalText,
    countryIso: optionalText,
    numberType: optionalText,
  })
  .transform(
    ({ sid, number, numberGroupSid, countryIso, numberType }): AvailableNumber => ({
      sid,
      number,
      numberGroupSid,
      countryIso,
      numberType,
    }),
  );

const availableList = listReply(availableEntry);

/**
 * `GET /numbers/available`. GUESS: that the parameters are named `limit` and `numberGroupSid`; the page names `pattern`
 * alone.
 */
export async function listAvailableNumbers(
  call: Caller,
  { pattern, limit, numberGroupSid }: AvailableFilter,
): Promise<readonly AvailableNumber[]> {
  const operation = "list available numbers";
  const query = new URLSearchParams();
  if (pattern) query.set("pattern", pattern);
  if (limit !== undefined) query.set("limit", String(limit));
  if (numberGroupSid) query.set("numberGroupSid", numberGroupSid);
  const reply = await call(
    { operation, method: "GET", path: "/numbers/available", query, repeat: "safe" },
    availableList,
  );
  return wholeList(operation, reply.result.entries);
}
