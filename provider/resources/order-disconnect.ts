import type { Account } from "../client/account";
import { addMoney, formatMoney, money } from "../client/money";
import type { NumberRecord } from "../client/numbers";
import type { Context } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import { listNumbers } from "./listed-numbers";
import type { OrderNumber } from "./order-numbers";

/** Says what stays behind when the state forgets an order: which numbers, what they cost, how to get it back. */
export async function sayWhatRemains(
  account: Account,
  sid: string,
  numbers: readonly OrderNumber[],
  context: Context,
): Promise<void> {
  const way = `adopt: "${sid}" takes it back`;
  if (numbers.length === 0)
    return context.tell(`order ${sid} is no longer managed; its numbers remain; ${way}`);
  let remaining: readonly NumberRecord[];
  try {
    remaining = await recordsOf(account, numbers);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await context.tell(
      `order ${sid} is no longer managed; its numbers remain (what they cost could not be read: ${why}); ${way}`,
    );
    return;
  }
  const live = remaining.filter(({ status }) => status !== "DISCONNECTED");
  if (live.length === 0) {
    await context.tell(`order ${sid} is no longer managed; none of its numbers is in service; ${way}`);
    return;
  }
  const remain = `${listNumbers(live)} ${live.length === 1 ? "remains" : "remain"}`;
  await context.tell(`order ${sid} is no longer managed; ${remain}${await costing(account, live)}; ${way}`);
}

/**
 * Disconnects each number that is not yet, once. Interrupted, it goes on where it stopped the next time: what is done
 * is seen in the account, not remembered.
 */
export async function disconnectAll(
  account: Account,
  sid: string,
  numbers: readonly OrderNumber[],
  context: Context,
): Promise<void> {
  const open = (await recordsOf(account, numbers)).filter(({ status }) => status !== "DISCONNECTED");
  const porting = open.filter(({ status }) => status === "PORT_OUT" || status === "PORT_IN");
  if (porting.length > 0) {
    throw new Refusal(
      `nothing is disconnected: ${listNumbers(porting)} ${porting.length === 1 ? "is" : "are"} being ported, and a number ` +
        'that is disconnected cannot be; wait until it is done, or declare onDelete: "keep"',
    );
  }
  for (const number of open) await disconnect(account, number.sid);
  const left = (await recordsOf(account, numbers)).filter(({ status }) => status !== "DISCONNECTED");
  if (left.length > 0) {
    throw new Refusal(
      `the service reported success, but ${listNumbers(left)} ${left.length === 1 ? "is" : "are"} still in service; run it again`,
    );
  }
  const done =
    open.length > 0 ? listNumbers(open) : "none of its numbers was in service any more, so nothing is";
  await context.tell(`order ${sid}: ${done} disconnected`);
}

/** A refusal is fine when the number turns out to be disconnected: somebody else, or an earlier attempt, has done it. */
async function disconnect({ numbers }: Account, sid: string): Promise<void> {
  try {
    await numbers.disconnect(sid);
  } catch (error) {
    const now = await numbers.find(sid, numbers.everyStatus.now());
    if (now && now.status !== "DISCONNECTED") throw error;
  }
}

/** Those of the numbers that the account still has, read now. */
async function recordsOf(
  { numbers }: Account,
  wanted: readonly OrderNumber[],
): Promise<readonly NumberRecord[]> {
  const sids = new Set(wanted.map(({ sid }) => sid));
  return (await numbers.everyStatus.read(numbers.everyStatus.now())).filter(({ sid }) => sids.has(sid));
}

/** The numbers' rental together, where the service tells it of each. */
async function costing(account: Account, numbers: readonly NumberRecord[]): Promise<string> {
  const currency = (await account.organisation()).balance?.currency;
  const rentals = numbers.map(({ numberRental }) => numberRental);
  if (currency === undefined || rentals.includes(undefined)) return "";
  const total = rentals.map((rental) => money(rental ?? 0, currency)).reduce(addMoney);
  return `, at ${formatMoney(total)} a period`;
}
