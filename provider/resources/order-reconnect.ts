import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "../client/account";
import { compareMoney, formatMoney, type Money } from "../client/money";
import type { ReconnectQuote } from "../client/reconnect";
import { Refusal } from "../engine/failures";
import { capIn } from "./order-money";
import { isDisconnected, type OrderNumber } from "./order-numbers";

/** What reconnecting needs to know of an order. */
export interface Reconnecting {
  readonly orderSid: string;
  readonly numbers: readonly OrderNumber[];
  readonly maxReconnectCost: number | string;
  /** How many reconnections of this order the state knows of: it makes each one's key another. */
  readonly earlier: number;
}

/** Where a reconnection ended, or has got to when the patience was over. */
export type Reconnected =
  | { readonly kind: "done"; readonly charged: Money | undefined }
  | { readonly kind: "failed"; readonly requestSid: string }
  | { readonly kind: "pending"; readonly requestSid: string };

/** The price of reconnecting what is disconnected. @throws {Refusal} when it is over the cap, or not possible */
export async function reconnectQuote(
  account: Account,
  { numbers, maxReconnectCost }: Pick<Reconnecting, "numbers" | "maxReconnectCost">,
): Promise<ReconnectQuote> {
  const lost = numbers.filter(isDisconnected);
  const quote = await account.numbers.reconnectPreview(lost.map(({ sid }) => sid));
  const closed = quote.numbers.filter(({ eligible }) => eligible === false);
  if (closed.length > 0) {
    const list = closed
      .map(({ sid, reason }) => `${numberOf(lost, sid)}${reason ? ` (${reason})` : ""}`)
      .join(", ");
    throw new Refusal(
      `onDisconnected: ${list} cannot be reconnected; if that is under way already, run it again later, or declare ` +
        'onDisconnected: "accept", and buy other numbers if you need them',
    );
  }
  const cap = capIn(quote.totalCost.currency, maxReconnectCost);
  if (compareMoney(quote.totalCost, cap) > 0) {
    throw new Refusal(
      `maxReconnectCost: reconnecting costs ${formatMoney(quote.totalCost)}, over the ${formatMoney(cap)} allowed; ` +
        'raise it, or declare onDisconnected: "accept"',
    );
  }
  return quote;
}

/** Asks for the reconnection of what is disconnected, and follows it to its end. */
export async function reconnectAll(account: Account, wanted: Reconnecting): Promise<Reconnected> {
  await reconnectQuote(account, wanted);
  const sids = wanted.numbers.filter(isDisconnected).map(({ sid }) => sid);
  return follow(account, await account.numbers.reconnect(sids, keyOf(wanted, sids)));
}

/** How long a request is followed, and how often it is asked about. */
const PATIENCE_MS = 120_000;
const ASK_EVERY_MS = 1000;

/** Follows a request until the service says how it ended. */
export async function follow(account: Account, requestSid: string): Promise<Reconnected> {
  const end = performance.now() + Math.min(PATIENCE_MS, 2 * account.requestDeadlineMs);
  for (;;) {
    const { status, totalCost } = await account.numbers.reconnectStatus(requestSid);
    if (status === "COMPLETED") return { kind: "done", charged: totalCost };
    if (status === "FAILED") return { kind: "failed", requestSid };
    if (performance.now() > end) return { kind: "pending", requestSid };
    await pause(ASK_EVERY_MS);
  }
}

/**
 * The same for a retry of the same reconnection, whatever was killed; another for the next one. A UUID in form, as the
 * API documents.
 */
function keyOf({ orderSid, earlier }: Reconnecting, sids: readonly string[]): string {
  const hex = createHash("sha256")
    .update([orderSid, earlier, ...sids].join(" "))
    .digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

function numberOf(numbers: readonly OrderNumber[], sid: string): string {
  return numbers.find((each) => each.sid === sid)?.number ?? sid;
}
