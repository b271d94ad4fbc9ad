import { z } from "zod";
import type { Caller } from "./call";
import { listReply, wholeList } from "./entries";
import { optionalText } from "./fields";

/** A kind of numbers to choose from, such as the local numbers of one country (docs/api.md §3). */
export interface NumberGroup {
  /** NG… */
  readonly sid: string;
  readonly countryIso: string | undefined;
  /** Such as `LOCAL`. */
  readonly numberType: string | undefined;
}

const groupEntry = z
  .looseObject({ sid: z.string().min(1), countryIso: optionalText, numberType: optionalText })
  .transform(({ sid, countryIso, numberType }): NumberGroup => ({ sid, countryIso, numberType }));

const groupList = listReply(groupEntry);

/** `GET /number-groups`: all of them, not paged. */
export async function listNumberGroups(call: Caller): Promise<readonly NumberGroup[]> {
  const operation = "list number groups";
  const reply = await call({ operation, method: "GET", path: "/number-groups", repeat: "safe" }, groupList);
  return wholeList(operation, reply.result.entries);
}
