import { z } from "zod";
import { type Caller, listReply, wholeList } from "./call";
import { type Page, readAllPages } from "./pages";

/** The states that a number can be asked for by (docs: manage-assigned-numbers). */
export const numberStatuses = ["IN_SERVICE", "PORT_IN", "PORT_OUT", "DISCONNECTED"] as const;
export type NumberStatus = (typeof numberStatuses)[number];

/** One number of the account as the service lists it (docs/api.md §3). */
export interface NumberRecord {
  /** The assigned number: AN… */
  readonly sid: string;
  /** E.164. */
  readonly number: string;
  readonly countryIso: string | undefined;
  readonly voiceEndpointSid: string | undefined;
  readonly smsEndpointSid: string | undefined;
  /** The customer reference, which the `alias` filter searches. GUESS: named `reference` or `alias` in replies. */
  readonly reference: string | undefined;
  /** GUESS: named `status` in replies. */
  readonly status: string | undefined;
  /** Rental a period, in the organisation's currency. */
  readonly numberRental: number | undefined;
  readonly nextBillingDate: string | undefined;
}

/** Which numbers to list; without a status the service gives those in service only. */
export interface NumberFilter {
  readonly status?: readonly NumberStatus[] | undefined;
  readonly e164?: string | undefined;
  readonly alias?: string | undefined;
}

/** An endpoint that is not set comes as "" or null (docs/api.md §3: unknown which). */
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

const numberEntry = z
  .looseObject({
    sid: z.string().min(1),
    number: z.string().min(1),
    countryIso: optionalText,
    voiceEndpointSid: optionalText,
    smsEndpointSid: optionalText,
    reference: optionalText,
    alias: optionalText,
    status: optionalText,
    numberRental: z.number().nullish(),
    nextBillingDate: optionalText,
  })
  .transform(
    (entry): NumberRecord => ({
      sid: entry.sid,
      number: entry.number,
      countryIso: entry.countryIso,
      voiceEndpointSid: entry.voiceEndpointSid,
      smsEndpointSid: entry.smsEndpointSid,
      reference: entry.reference ?? entry.alias,
      status: entry.status,
      numberRental: entry.numberRental ?? undefined,
      nextBillingDate: entry.nextBillingDate,
    }),
  );

const pagination = z.looseObject({
  pageCount: z.int().nonnegative(),
  total: z.int().nonnegative(),
});

const numberPage = listReply(numberEntry).extend({ meta: z.looseObject({ pagination }) });

/** `GET /numbers`, all pages. */
export function listNumbers(call: Caller, filter: NumberFilter): Promise<readonly NumberRecord[]> {
  return readAllPages("list numbers", (page, perPage) => numberPageOf(call, filter, page, perPage));
}

async function numberPageOf(
  call: Caller,
  { status = [], e164, alias }: NumberFilter,
  page: number,
  perPage: number,
): Promise<Page<NumberRecord>> {
  const query = new URLSearchParams({ page: String(page), perPage: String(perPage) });
  for (const each of status) query.append("status", each);
  if (e164) query.set("e164", e164);
  if (alias) query.set("alias", alias);
  const reply = await call(
    { operation: "list numbers", method: "GET", path: "/numbers", query, repeat: "safe" },
    numberPage,
  );
  return { entries: wholeList("list numbers", reply.result.entries), ...reply.meta.pagination };
}
