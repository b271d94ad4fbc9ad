import { z } from "zod";
import type { Account } from "../client/account";
import type { Moment } from "../client/snapshots";

/** One number of an order, as the state keeps it. */
export const orderNumber = z.object({
  /** The assigned number: `AN…`. */
  sid: z.string(),
  /** E.164. */
  number: z.string(),
  /** `IN_SERVICE`, `PORT_IN`, `PORT_OUT`, `DISCONNECTED`; `UNLISTED` when the account no longer shows it. */
  status: z.string(),
});

export type OrderNumber = z.output<typeof orderNumber>;

/** GUESS: numbers are in service as soon as the order is answered (a client in production uses them at once). */
export const FRESH = "IN_SERVICE";

const boughtHere = new Set<string>();

/** Remembers which numbers this process has bought. */
export function rememberBought(numbers: readonly Pick<OrderNumber, "sid" | "number">[]): void {
  for (const { sid, number } of numbers) boughtHere.add(sid).add(number);
}

/** Whether this process has bought the number (`AN…` or E.164): nobody can have given it a route yet. */
export function wasBoughtHere(number: string): boolean {
  return boughtHere.has(number);
}

/**
 * The same numbers, in the same order, as they are now: an index of an order's numbers always means the same number.
 * One that a shared reading lacks is looked for in a second one before it is called unlisted.
 */
export async function asTheyAre<N extends Pick<OrderNumber, "sid" | "number">>(
  { numbers }: Account,
  wanted: readonly N[],
  since: Moment,
): Promise<OrderNumber[]> {
  let listed = await numbers.byName.read(since);
  if (wanted.some(({ sid }) => !listed.has(sid))) listed = await numbers.byName.read(numbers.byName.now());
  return wanted.map(({ sid, number }) => {
    const record = listed.get(sid);
    return { sid, number, status: record ? (record.status ?? FRESH) : UNLISTED };
  });
}

const UNLISTED = "UNLISTED";

/** The account has it no longer: nothing brings it back. */
export function isUnlisted({ status }: OrderNumber): boolean {
  return status === UNLISTED;
}

export function isDisconnected({ status }: OrderNumber): boolean {
  return status === "DISCONNECTED";
}

/** It does not ring, whether or not something could bring it back. */
export function isOutOfService(number: OrderNumber): boolean {
  return isDisconnected(number) || isUnlisted(number);
}
