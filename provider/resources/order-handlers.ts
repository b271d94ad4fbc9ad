import type { Account } from "../client/account";
import { addMoney, compareMoney, formatMoney, type Money } from "../client/money";
import type { OrderWithNumbers } from "../client/orders";
import type { Context } from "../engine/define-resource";
import { Refusal, Unfinished } from "../engine/failures";
import type { InputsOf, LiveOf, PlanOf } from "../engine/properties";
import type { OrderProperties } from "./order";
import { disconnectAll, sayWhatRemains } from "./order-disconnect";
import { capIn, digits } from "./order-money";
import { asTheyAre, FRESH, isDisconnected, type OrderNumber, rememberBought } from "./order-numbers";
import { type Bought, buyOnce } from "./order-purchase";
import type { Caps } from "./order-quote";
import { follow, type Reconnected, reconnectAll } from "./order-reconnect";
import { contested, requestOf } from "./order-request";

type Inputs = InputsOf<OrderProperties> & PlanOf<OrderProperties>;
type Live = LiveOf<OrderProperties>;
type OrderContext = Context<OrderProperties>;

/** Buys, once whatever happens, and says what was charged. */
export async function placeOrder(account: Account, inputs: Inputs, context: OrderContext): Promise<Live> {
  const { rateCardEntrySid, maxTotalCost, currency, idempotencyKey, keyCreatedAt, quote } = inputs;
  const request = requestOf(inputs);
  if (!idempotencyKey || !rateCardEntrySid || !request || !maxTotalCost || !currency) {
    throw new Refusal(
      "not bought: the order's key, a resource of its own with the same name, is not there; run pulumi up without the " +
        "--target or --exclude that leaves it out",
    );
  }
  const caps = { maxTotalCost, currency };
  const bought = await buyOnce(account, { request, caps, key: idempotencyKey, keyCreatedAt }, context);
  const { live, charged, isComplete } = await afterPurchase(account, bought, quote?.totalCost);
  await sayReceipt(account, bought, live, charged, context);
  if (charged) await warnOfOvercharge(charged, caps, context);
  if (isComplete && live.numbers.length === request.amount) return live;
  throw new Unfinished(
    live,
    isComplete
      ? `order ${live.sid}: the service delivered ${live.numbers.length} of ${request.amount} numbers; nothing more is bought by itself. ` +
          "Run pulumi up again to accept that, and declare another order for the rest"
      : `order ${live.sid}: it is bought, but its numbers could not be read yet; run pulumi up again`,
  );
}

interface AfterPurchase {
  readonly live: Live;
  readonly charged: Money | undefined;
  readonly isComplete: boolean;
}

/** From here on the order is paid for: whatever cannot be read, its sid and what is known must reach the state. */
async function afterPurchase(
  account: Account,
  { sid, placed, quoted }: Bought,
  planned: string | undefined,
): Promise<AfterPurchase> {
  const order = await account.orders.get(sid).catch(() => undefined);
  const numbers = order?.numbers ?? placed?.numbers ?? [];
  if (placed) rememberBought(numbers);
  const createdAt = order?.createdAt ?? new Date((await account.serverTime()).ms).toISOString();
  const price = order?.total ?? quoted;
  const totalCost = price ? digits(price) : (planned ?? "");
  return {
    live: {
      sid,
      createdAt,
      totalCost,
      numbers: numbers.map(({ sid: an, number }) => ({ sid: an, number, status: FRESH })),
      reconnections: 0,
      reconnectRequestSid: "",
    },
    charged: order?.total,
    isComplete: numbers.length > 0,
  };
}

/** What this run has charged, by currency. */
const chargedSoFar = new Map<string, { readonly total: Money; readonly orders: number }>();

/** Says what was charged, by this order and by all of this run so far, and what is left. */
async function sayReceipt(
  account: Account,
  { quoted }: Bought,
  { sid, numbers, totalCost }: Live,
  charged: Money | undefined,
  context: OrderContext,
): Promise<void> {
  const balance = await account.organisationNow().then(
    (organisation) => organisation.balance,
    () => undefined,
  );
  const left = balance ? `; the balance is now ${formatMoney(balance)}` : "";
  const what = `order ${sid} of ${numbers.map(({ number }) => number).join(", ")}`;
  const isOfThisRun = quoted !== undefined;
  if (!isOfThisRun)
    return context.tell(`${what} was charged before${charged ? `: ${formatMoney(charged)}` : ""}${left}`);
  if (!charged) {
    return context.warn(
      `${what}, quoted at ${totalCost}, is bought; what was charged could not be read back; pulumi refresh will${left}`,
    );
  }
  const before = chargedSoFar.get(charged.currency);
  const total = before ? addMoney(before.total, charged) : charged;
  const orders = (before?.orders ?? 0) + 1;
  chargedSoFar.set(charged.currency, { total, orders });
  const sum = orders > 1 ? `; ${formatMoney(total)} for the ${orders} orders of this run` : "";
  return context.tell(`charged ${formatMoney(charged)} for ${what}${sum}${left}`);
}

/** The caps hold for the price that is quoted last; what is charged in the end is the service's word. */
async function warnOfOvercharge(
  charged: Money,
  { currency, maxTotalCost }: Caps,
  context: OrderContext,
): Promise<void> {
  const cap = capIn(currency, maxTotalCost);
  if (charged.currency === currency && compareMoney(charged, cap) <= 0) return;
  await context.warn(
    `the service charged ${formatMoney(charged)}, more than it had quoted and over the ${formatMoney(cap)} allowed: ` +
      "ask its support",
  );
}

/** Takes over an order of the account: nothing is bought. */
export async function takeOverOrder(
  account: Account,
  sid: string,
  { onDisconnected }: Inputs,
  context: OrderContext,
): Promise<Live> {
  const claimant = context.otherClaimant(sid);
  if (claimant) throw new Refusal(`adopt: ${contested(sid, claimant)}`);
  const order = await account.orders.get(sid);
  if (!order) {
    throw new Refusal(
      `adopt: there is no order ${sid} on this account; see getOrders or the portal for its sid`,
    );
  }
  const live = await liveOf(account, order);
  const lost = live.numbers.filter(isDisconnected);
  if (lost.length > 0 && onDisconnected !== "accept") {
    await context.warn(
      `order ${sid} is taken over with ${lost.map(({ number }) => number).join(", ")} disconnected; the next pulumi preview ` +
        "says what can be done about that, and for what price",
    );
  }
  return live;
}

async function liveOf(account: Account, order: OrderWithNumbers): Promise<Live> {
  return {
    sid: order.sid,
    createdAt: order.createdAt ?? "",
    totalCost: order.total ? digits(order.total) : "",
    numbers: await asTheyAre(account, order.numbers, account.numbers.lastWrite()),
    reconnections: 0,
    reconnectRequestSid: "",
  };
}

/**
 * The order as it is now. Its numbers are those that it was bought with, whatever became of them; and an order is never
 * "gone", because the next `up` would buy it again.
 */
export async function orderAsItIs(
  account: Account,
  sid: string,
  context: OrderContext,
): Promise<Live | undefined> {
  const { known } = context;
  if (known.numbers === undefined || known.numbers.length === 0) {
    const order = await account.orders.get(sid);
    if (order) return liveOf(account, order);
    if (known.sid === undefined) return undefined;
    throw missing(sid);
  }
  const record = await find(account, sid);
  if (!record) throw missing(sid);
  return {
    sid,
    createdAt: record.createdAt ?? known.createdAt ?? "",
    totalCost: record.total ? digits(record.total) : (known.totalCost ?? ""),
    numbers: await asTheyAre(account, known.numbers, account.numbers.lastWrite()),
    reconnections: known.reconnections ?? 0,
    reconnectRequestSid: known.reconnectRequestSid ?? "",
  };
}

/** In a shared list, then in a fresh one, then by its sid. */
async function find({ orders }: Account, sid: string) {
  // The moment of the second list is asked for after the first one, or the first would do for both.
  for (const since of [orders.lastWrite, orders.now]) {
    const found = (await orders.list.read(since())).find((each) => each.sid === sid);
    if (found) return found;
  }
  return orders.get(sid);
}

function missing(sid: string): Refusal {
  return new Refusal(
    `order ${sid}: the service does not show it now. An order does not go away, so nothing is concluded from that and ` +
      "nothing is bought; try again later, and ask the service's support if it stays so",
  );
}

/** Guards change in the state alone; what was disconnected elsewhere is reconnected where that is declared. */
export async function updateOrder(
  account: Account,
  sid: string,
  inputs: Inputs,
  context: OrderContext,
): Promise<Live> {
  const live = await orderAsItIs(account, sid, context);
  if (!live) throw missing(sid);
  if (inputs.onDisconnected !== "reconnect" || inputs.maxReconnectCost === undefined) return live;
  if (live.reconnectRequestSid === "" && !live.numbers.some(isDisconnected)) return live;
  return afterReconnection(account, live, await reconnect(account, live, inputs.maxReconnectCost), context);
}

function reconnect(account: Account, live: Live, maxReconnectCost: number | string): Promise<Reconnected> {
  if (live.reconnectRequestSid !== "") return follow(account, live.reconnectRequestSid);
  return reconnectAll(account, {
    orderSid: live.sid,
    numbers: live.numbers,
    maxReconnectCost,
    earlier: live.reconnections,
  });
}

async function afterReconnection(
  account: Account,
  before: Live,
  outcome: Reconnected,
  context: OrderContext,
): Promise<Live> {
  if (outcome.kind === "pending") {
    throw new Unfinished(
      { ...before, reconnectRequestSid: outcome.requestSid },
      `order ${before.sid}: the service has not finished reconnecting (request ${outcome.requestSid}); run pulumi up again to go on waiting`,
    );
  }
  if (outcome.kind === "failed") {
    // Over and done with, so that the next one is another request with another key.
    throw new Unfinished(
      { ...before, reconnections: before.reconnections + 1, reconnectRequestSid: "" },
      `order ${before.sid}: the service could not reconnect (request ${outcome.requestSid}); ask its support, declare ` +
        'onDisconnected: "accept", or run pulumi up again to have it tried, and paid for, once more',
    );
  }
  const numbers = await asTheyAre(account, before.numbers, account.numbers.everyStatus.now());
  const live = { ...before, numbers, reconnections: before.reconnections + 1, reconnectRequestSid: "" };
  // One that was asked for by an earlier run may be back before this one looks.
  const known = context.known.numbers ?? [];
  await context.tell(
    `${back(numbers, [...known, ...before.numbers])} reconnected${outcome.charged ? ` for ${formatMoney(outcome.charged)}` : ""}`,
  );
  if (!numbers.some(isDisconnected)) return live;
  throw new Unfinished(
    live,
    `order ${live.sid}: the service reported success, but numbers are still disconnected; run pulumi up again`,
  );
}

function back(now: readonly OrderNumber[], before: readonly OrderNumber[]): string {
  const lost = new Set(before.filter(isDisconnected).map(({ sid }) => sid));
  const list = now.filter((each) => !isDisconnected(each) && lost.has(each.sid));
  return list.map(({ number }) => number).join(", ") || "nothing";
}

/** Lets go of the order, or disconnects its numbers where the state says so. */
export async function forgetOrder(account: Account, sid: string, context: OrderContext): Promise<void> {
  const { numbers = [], onDelete } = context.known;
  if (onDelete !== "disconnect") return sayWhatRemains(account, sid, numbers, context);
  // One whose numbers could not be read when it was bought: they are to go all the same.
  const all = numbers.length > 0 ? numbers : (await orderAsItIs(account, sid, context))?.numbers;
  await disconnectAll(account, sid, all ?? [], context);
}
