import { z } from "zod";
import { type Caller, path } from "./call";
import {
  currency,
  optionalAmount,
  optionalCurrency,
  optionalMoney,
  optionalPrice,
  optionalText,
  price,
} from "./fields";
import { type Money, money } from "./money";

/** What reconnecting would cost, and which of the numbers it is open to. GUESS: all names (docs/api.md §3). */
export interface ReconnectQuote {
  /** An estimate: the charge is fixed by the reconnection itself. */
  readonly totalCost: Money;
  readonly numbers: readonly ReconnectableNumber[];
}

export interface ReconnectableNumber {
  /** AN… */
  readonly sid: string;
  /** `undefined` when the service does not say. */
  readonly eligible: boolean | undefined;
  readonly cost: Money | undefined;
  /** Why not. */
  readonly reason: string | undefined;
}

const quoteReply = z.looseObject({
  result: z
    .looseObject({
      totalCost: price,
      currency,
      numbers: z
        .array(
          z.looseObject({
            sid: z.string().min(1),
            eligible: z.boolean().nullish(),
            cost: optionalPrice,
            reason: optionalText,
          }),
        )
        .nullish(),
    })
    .transform(
      (quote): ReconnectQuote => ({
        totalCost: money(quote.totalCost, quote.currency),
        numbers: (quote.numbers ?? []).map(({ sid, eligible, cost, reason }) => ({
          sid,
          eligible: eligible ?? undefined,
          cost: optionalMoney(cost, quote.currency),
          reason,
        })),
      }),
    ),
});

/** `POST /numbers/reconnect/preview`: prices a reconnection and does nothing. 1 to 100 disconnected numbers (AN…). */
export async function previewReconnect(call: Caller, numberSids: readonly string[]): Promise<ReconnectQuote> {
  const reply = await call(
    {
      operation: "preview reconnection",
      method: "POST",
      path: "/numbers/reconnect/preview",
      body: { numberSids },
      repeat: "safe",
    },
    quoteReply,
  );
  return reply.result;
}

const requestReply = z.looseObject({ result: z.looseObject({ requestSid: z.string().min(1) }) });

/**
 * `POST /numbers/reconnect`: all of the numbers, or none; **may cost**. 1 to 100 disconnected numbers (AN…).
 *
 * @param idempotencyKey a UUID stored before the first attempt; one is documented, its name `idempotencyKey` is a GUESS
 * @returns the request to ask about: NR…
 */
export async function reconnect(
  call: Caller,
  numberSids: readonly string[],
  idempotencyKey: string,
): Promise<string> {
  const reply = await call(
    {
      operation: "reconnect numbers",
      method: "POST",
      path: "/numbers/reconnect",
      body: { numberSids, idempotencyKey },
      repeat: "keyed",
    },
    requestReply,
  );
  return reply.result.requestSid;
}

export interface Reconnection {
  readonly requestSid: string;
  /** GUESS: these words; others are kept as they come. */
  readonly status: "PENDING" | "COMPLETED" | "FAILED" | (string & {});
  readonly totalCost: Money | undefined;
}

const statusReply = z.looseObject({
  result: z.looseObject({
    status: z.string().min(1),
    totalCost: optionalAmount,
    currency: optionalCurrency,
  }),
});

/** `GET /numbers/reconnect/{requestSid}`: how far a reconnection has come. GUESS: the path (docs/api.md §3). */
export async function reconnectStatus(call: Caller, requestSid: string): Promise<Reconnection> {
  const reply = await call(
    {
      operation: `read reconnection ${requestSid}`,
      method: "GET",
      path: path`/numbers/reconnect/${requestSid}`,
      repeat: "safe",
    },
    statusReply,
  );
  const { status, totalCost, currency: code } = reply.result;
  return { requestSid, status, totalCost: optionalMoney(totalCost, code) };
}
