import type { Guesses } from "./guesses";
import { sum } from "./money";
import type { ReconnectRequest } from "./reconnect-store";
import type { NumberRecord } from "./records";
import type { Trade } from "./trade";
import type { World } from "./world";

const DAY_MS = 86_400_000;

/** Takes a number out of service at once. Throws an Error unless it is in service. */
export function disconnect(world: World, sid: string, guesses: Guesses): NumberRecord {
  const { status } = world.numberOf(sid);
  if (status !== "IN_SERVICE") throw new Error(`number ${sid} is ${status}`);
  const routes =
    guesses["disconnect-endpoints"] === "clear" ? { voiceEndpointSid: null, smsEndpointSid: null } : {};
  return world.editNumber(sid, { status: "DISCONNECTED", ...routes });
}

/** Whether a number can come back, and for what. */
export interface Eligibility {
  readonly sid: string;
  readonly eligible: boolean;
  /** In major units; 0 when not eligible. */
  readonly cost: number;
  readonly reason?: string;
}

export function eligibilityOf(world: World, number: NumberRecord, guesses: Guesses): Eligibility {
  const { sid } = number;
  const reason = reasonAgainst(world, number, guesses);
  if (reason !== undefined) return { sid, eligible: false, cost: 0, reason };
  return { sid, eligible: true, cost: guesses["reconnect-cost"] };
}

function reasonAgainst(world: World, number: NumberRecord, guesses: Guesses): string | undefined {
  if (number.status !== "DISCONNECTED") return "The number is not disconnected.";
  if (world.trade.reconnects.awaits(number.sid)) return "The number is being reconnected already.";
  const since = Date.parse(number.disconnectedAt ?? "");
  if (world.now() - since <= guesses["reconnect-window-days"] * DAY_MS) return undefined;
  return "The number was disconnected too long ago.";
}

/** Charges for these numbers and sets them on their way. Throws an Error, and changes nothing, when one cannot be. */
export function reconnect(world: World, sids: readonly string[], guesses: Guesses): ReconnectRequest {
  const { ledger, reconnects } = world.trade;
  const numbers = sids.map((sid) => eligibilityOf(world, world.numberOf(sid), guesses));
  const stuck = numbers.find((number) => !number.eligible);
  if (stuck !== undefined) throw new Error(`number ${stuck.sid}: ${stuck.reason}`);
  const totalCost = sum(...numbers.map((number) => number.cost));
  if (!ledger.covers(totalCost)) throw new Error(`the balance does not cover ${totalCost}`);
  const now = world.now();
  const request = reconnects.add({
    createdAt: new Date(now).toISOString(),
    dueAt: new Date(now + guesses["reconnect-speed"] * 1000).toISOString(),
    totalCost,
    currency: world.organisation.currency,
    numbers: numbers.map(({ sid, cost }) => ({ sid, cost })),
  });
  ledger.charge(totalCost, "reconnect", request.requestSid);
  return request;
}

/** Ends a reconnection whose time has come; returns the numbers (AN SIDs) that are back. */
export function endReconnect(trade: Trade, request: ReconnectRequest, guesses: Guesses): readonly string[] {
  if (guesses["reconnect-outcome"] === "fail") {
    trade.reconnects.end(request, "FAILED");
    trade.ledger.refund(request.totalCost, "reconnect refund", request.requestSid);
    return [];
  }
  trade.reconnects.end(request, "COMPLETED");
  return request.numbers.map((number) => number.sid);
}
