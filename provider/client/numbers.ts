import { z } from "zod";
import { anyReply, type Caller, path } from "./call";
import { type Entries, listReply } from "./entries";
import { optionalAmount, optionalText } from "./fields";
import type { Decimal } from "./money";
import { pageQuery, pagination, readAllPages } from "./pages";

/** The states that a number can be asked for by (docs: manage-assigned-numbers). */
export const numberStatuses = ["IN_SERVICE", "PORT_IN", "PORT_OUT", "DISCONNECTED"] as const;
export type NumberStatus = (typeof numberStatuses)[number];

/** One number of the account as the service lists it (docs/api.md §3). */
export interface NumberRecord {
  /** The assigned number: AN… */
  readonly sid: string;
  /** E.164. */
  readonly number: string;
  /** The pool number that it was bought as: NB… */
  readonly numberSid: string | undefined;
  /** NG… */
  readonly numberGroupSid: string | undefined;
  readonly countryIso: string | undefined;
  readonly voiceEndpointSid: string | undefined;
  readonly smsEndpointSid: string | undefined;
  /** The customer reference, which the `alias` filter searches. GUESS: named `reference` or `alias` in replies. */
  readonly reference: string | undefined;
  /** GUESS: named `status` in replies. */
  readonly status: string | undefined;
  /** Rental a period, in the organisation's currency. */
  readonly numberRental: Decimal | undefined;
  readonly nextBillingDate: string | undefined;
}

/** Which numbers to list; without a status the service gives those in service only. */
export interface NumberFilter {
  readonly status?: readonly NumberStatus[] | undefined;
  readonly e164?: string | undefined;
  readonly alias?: string | undefined;
}

const numberEntry = z
  .looseObject({
    sid: z.string().min(1),
    number: z.string().min(1),
    numberSid: optionalText,
    numberGroupSid: optionalText,
    countryIso: optionalText,
    voiceEndpointSid: optionalText,
    smsEndpointSid: optionalText,
    reference: optionalText,
    alias: optionalText,
    status: optionalText,
    numberRental: optionalAmount,
    nextBillingDate: optionalText,
  })
  .transform(
    (entry): NumberRecord => ({
      sid: entry.sid,
      number: entry.number,
      numberSid: entry.numberSid,
      numberGroupSid: entry.numberGroupSid,
      countryIso: entry.countryIso,
      voiceEndpointSid: entry.voiceEndpointSid,
      smsEndpointSid: entry.smsEndpointSid,
      reference: entry.reference ?? entry.alias,
      status: entry.status,
      numberRental: entry.numberRental,
      nextBillingDate: entry.nextBillingDate,
    }),
  );

const numberList = listReply(numberEntry);
const numberPage = numberList.extend({ meta: z.looseObject({ pagination }) });

/** `GET /numbers`, all pages; with `e164` the service gives one number at most, and need not count pages. */
export async function listNumbers(call: Caller, filter: NumberFilter): Promise<Entries<NumberRecord>> {
  const operation = "list numbers";
  const request = { operation, method: "GET", path: "/numbers", repeat: "safe" } as const;
  if (filter.e164) {
    const reply = await call({ ...request, query: numberQuery(filter, new URLSearchParams()) }, numberList);
    return reply.result.entries;
  }
  return readAllPages(operation, async (page, perPage) => {
    const query = numberQuery(filter, pageQuery(page, perPage));
    const reply = await call({ ...request, query }, numberPage);
    return { entries: reply.result.entries, ...reply.meta.pagination };
  });
}

function numberQuery({ status = [], e164, alias }: NumberFilter, query: URLSearchParams): URLSearchParams {
  for (const each of status) query.append("status", each);
  if (e164) query.set("e164", e164);
  if (alias) query.set("alias", alias);
  return query;
}

/**
 * All numbers of the account, also those out of service, which the service hides unless asked for by status. Where its
 * replies do not name the status (that they do is a GUESS), those out of service are asked for by themselves.
 */
export async function listEveryNumber(call: Caller): Promise<Entries<NumberRecord>> {
  const { readable, unreadable } = await listNumbers(call, { status: numberStatuses });
  if (readable.every(({ status }) => status !== undefined)) return { readable, unreadable };
  const disconnected = await listNumbers(call, { status: ["DISCONNECTED"] });
  const out = new Set(disconnected.readable.map(({ sid }) => sid));
  return {
    readable: readable.map((number) =>
      out.has(number.sid) ? { ...number, status: number.status ?? "DISCONNECTED" } : number,
    ),
    unreadable,
  };
}

/** What an assignment sets; what it leaves out is not to change (GUESS). GUESS: that "" or null takes an endpoint off. */
export interface Assignment {
  readonly voiceEndpointSid?: string | null | undefined;
  readonly smsEndpointSid?: string | null | undefined;
  /** The customer reference. */
  readonly reference?: string | undefined;
}

/** `POST /numbers/{sid}/endpoints`: where a number (AN…) in service rings. Setting the same again changes nothing. */
export async function assignEndpoints(call: Caller, sid: string, body: Assignment): Promise<void> {
  const { voiceEndpointSid, smsEndpointSid, reference } = body;
  await call(
    {
      operation: `assign endpoints to number ${sid}`,
      method: "POST",
      path: path`/numbers/${sid}/endpoints`,
      body: { voiceEndpointSid, smsEndpointSid, reference },
      repeat: "safe",
    },
    anyReply,
  );
}

/**
 * `DELETE /numbers/{sid}`: takes a number (AN…) out of service at once. Its answer is a GUESS (an envelope or a 204). An
 * attempt whose answer was lost is made again and may then be refused (404, or "already disconnected" in words and a
 * status nobody documents), so whoever calls this looks at the number's status before calling that a failure.
 */
export async function disconnectNumber(call: Caller, sid: string): Promise<void> {
  await call(
    {
      operation: `disconnect number ${sid}`,
      method: "DELETE",
      path: path`/numbers/${sid}`,
      repeat: "safe",
    },
    anyReply,
  );
}
