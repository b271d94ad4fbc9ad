import { setTimeout as pause } from "node:timers/promises";
import pLimit from "p-limit";
import type { Account } from "../client/account";
import { CloudNumberingError } from "../client/errors";
import { compareMoney, formatMoney, type Money } from "../client/money";
import type { NewOrder, OrderRequest, PlacedOrder } from "../client/order-purchase";
import type { OrderRecord } from "../client/orders";
import type { Context } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import { wasMadeHere } from "./order-key";
import { claimKey } from "./order-key-claims";
import { type Caps, tooDear } from "./order-quote";
import { otherTaker } from "./order-takers";
import { doubtful, inOtherHands, keyRefused } from "./order-ways-forward";

/** One purchase: what, for how much at the most, and the key that was stored before it. */
export interface Purchase {
  readonly request: OrderRequest;
  readonly caps: Caps;
  readonly key: string;
  /** When the key was made, by the service's clock (ISO 8601). */
  readonly keyCreatedAt: string | undefined;
}

/** An order that is there now: just placed, or found to have been placed by an earlier attempt. */
export interface Bought {
  readonly sid: string;
  /** What the service named at once; an order that was found has none here. */
  readonly placed: PlacedOrder | undefined;
  /** The price that it was placed at; an order of an earlier run has none here. */
  readonly quoted: Money | undefined;
}

/** Purchases go one after the other, so that each sees the balance and the orders that the last one left. */
const oneAtATime = pLimit(1);

/** The keys with which this process has sent a purchase. */
const sent = new Set<string>();

/** Which resource has which order, by its URN: the next purchase begins before the engine hears of the last one. */
const boughtFor = new Map<string, string>();

/**
 * Buys once, whatever happened before. A key that this process made and has not used cannot have bought anything. With
 * any other (a retry after a kill, a forced replacement) an order may exist or be on its way: it is looked for first.
 */
export async function buyOnce(account: Account, purchase: Purchase, context: Context): Promise<Bought> {
  const { key, request } = purchase;
  const taken = claimKey(key, context.urn);
  if (taken) throw new Refusal(`not bought: ${taken}`);
  if (!wasMadeHere(key) || sent.has(key)) {
    // Side by side, so that orders of one shape find out together which is whose.
    const over = await whenAllIsOver(account, context);
    const earlier = await findEarlier(account, purchase, context, {
      until: over,
      body: request,
      // The program may have been changed since.
      isOfShape: () => true,
    });
    if (earlier) return nowHeld(earlier, context);
  }
  return oneAtATime(async () => nowHeld(await pay(account, purchase, context), context));
}

function nowHeld(bought: Bought, { urn = "" }: Context): Bought {
  boughtFor.set(bought.sid, urn);
  return bought;
}

/** An earlier process may have sent a purchase a moment before this one began. */
async function whenAllIsOver(account: Account, context: Context): Promise<number> {
  const over = account.requestDeadlineMs;
  const left = over - performance.now();
  if (left > 1000) {
    await context.tell(
      `an earlier run may have begun to buy this; looking for its order for up to ${Math.ceil(left / 1000)} s before buying`,
    );
  }
  return over;
}

async function pay(account: Account, purchase: Purchase, context: Context): Promise<Bought> {
  const { request, caps, key } = purchase;
  const quote = await account.orders.preview(request);
  const reasons = tooDear(quote, caps, context);
  if (reasons.length > 0) throw new Refusal(`not bought: ${reasons.join("; ")}`);
  await requireBalance(account, quote);
  const body = { ...request, quoteToken: quote.quoteToken };
  await requireEngine(context);
  const deadline = performance.now() + account.requestDeadlineMs;
  sent.add(key);
  try {
    const placed = await account.orders.place(body, key);
    requireUntaken(placed.sid, context);
    return { ...boughtBy(placed), quoted: quote.totalCost };
  } catch (error) {
    if (isOfTheKey(error) && !wasMadeHere(key)) throw keyRefused(error, context);
    if (!mayHaveHappened(error)) throw error;
    const bought = await resolveLost(account, purchase, context, { body, deadline, lost: error });
    return { ...bought, quoted: quote.totalCost };
  }
}

async function requireBalance(
  account: Account,
  { totalCost }: { totalCost: Parameters<typeof formatMoney>[0] },
): Promise<void> {
  const { balance } = await account.organisationNow();
  if (!balance || balance.currency !== totalCost.currency || compareMoney(balance, totalCost) >= 0) return;
  throw new Refusal(
    `not bought: it costs ${formatMoney(totalCost)} and the balance is ${formatMoney(balance)}; top it up and run pulumi up again`,
  );
}

/** `kill -9` of the CLI leaves this process running: what it buys then nobody would ever write down. */
async function requireEngine(context: Context): Promise<void> {
  if (await context.engineIsThere()) return;
  throw new Refusal("not bought: the pulumi command that asked for it has ended; run pulumi up again");
}

interface Lost {
  readonly body: NewOrder;
  /** Until when the request may still be carried out, on this process's clock. */
  readonly deadline: number;
  readonly lost: Error;
}

/** The answer is lost: the order is looked for until it can no longer come, and only then asked for again. */
async function resolveLost(
  account: Account,
  purchase: Purchase,
  context: Context,
  { body, deadline, lost }: Lost,
): Promise<Bought> {
  await context.tell(
    `the answer to the purchase was lost (${lost.message}); looking for the order before going on`,
  );
  const isOfShape = (order: OrderRecord) => isLike(order, purchase.request);
  const found = await findEarlier(account, purchase, context, { until: deadline, body, isOfShape });
  if (found) return found;
  await requireEngine(context);
  return boughtBy(await account.orders.place(body, purchase.key));
}

interface Search {
  /** Until when the order may still come, on this process's clock. */
  readonly until: number;
  /** What was sent with the key, as far as this process knows: an earlier one may have had a quote's token in it. */
  readonly body: NewOrder;
  /** Whether an order may be what was asked for. */
  isOfShape(order: OrderRecord): boolean;
}

/** How often the orders are read while one may still come. */
const LOOK_EVERY_MS = 1000;

/**
 * The order that an earlier attempt with this key has placed, looked for until no such attempt can be under way.
 *
 * @throws {Refusal} when there is an order that may be it, and the service does not say whether it is
 */
async function findEarlier(
  account: Account,
  purchase: Purchase,
  context: Context,
  { until, body, isOfShape }: Search,
): Promise<Bought | undefined> {
  const seen = new Map<string, OrderRecord>();
  let before = "";
  let asked = "";
  for (;;) {
    // One that a list leaves out is none the less there.
    for (const order of await ordersSince(account, purchase))
      if (isOfShape(order)) seen.set(order.sid, order);
    const candidates = [...seen.values()].filter(({ sid }) => isFree(sid, context));
    const left = until - performance.now();
    if (candidates.length === 0 && left <= 0) return undefined;
    const list = candidates.map(({ sid }) => sid).join();
    // The engine speaks of the stack's other orders one by one: one that is free now may be held a moment later.
    if (candidates.length > 0 && list === before && (list !== asked || left <= 0)) {
      const own = await recognise(account, { body, key: purchase.key, candidates });
      if (own) return foundOf(own, purchase, context);
      // Asked twice: meanwhile another resource may have found that the order is its own.
      if (left <= 0 && list === asked) throw doubtful(candidates, context);
      asked = list;
    }
    before = list;
    await pause(left > 0 ? Math.min(left, LOOK_EVERY_MS) : LOOK_EVERY_MS);
  }
}

/** The service's clock gives seconds, and its orders may be stamped by another machine. */
const CLOCK_MARGIN_MS = 60_000;

/** The orders that an attempt with this key can have placed: those that are not older than the key. */
async function ordersSince({ orders }: Account, { keyCreatedAt }: Purchase): Promise<OrderRecord[]> {
  const since = keyCreatedAt === undefined ? 0 : Date.parse(keyCreatedAt) - CLOCK_MARGIN_MS;
  const all = await orders.list.read(orders.now());
  return all.filter(({ createdAt }) => createdAt === undefined || Date.parse(createdAt) >= since);
}

function isLike({ rateCardEntrySid, numbersOrdered }: OrderRecord, request: OrderRequest): boolean {
  return (
    (rateCardEntrySid ?? request.rateCardEntrySid) === request.rateCardEntrySid &&
    (numbersOrdered ?? request.amount) <= request.amount
  );
}

/** Whether it may be this one's: no other resource has it, or one that takes over what this one may have bought. */
function isFree(sid: string, context: Context): boolean {
  const buyer = boughtFor.get(sid);
  if (buyer !== undefined) return buyer === context.urn;
  return context.otherHolder(sid) === undefined || otherTaker(sid, context.urn) !== undefined;
}

/** @throws {Refusal} when another resource of the program has the order that this one has bought */
function requireUntaken(sid: string, context: Context): void {
  const holder = otherTaker(sid, context.urn) ?? context.otherClaimant(sid);
  if (holder !== undefined) throw inOtherHands(sid, holder, context);
}

interface Recognition {
  readonly body: NewOrder;
  readonly key: string;
  readonly candidates: readonly OrderRecord[];
}

/** The one of the candidates that was placed with the key, as far as the service lets on; nothing while that is in doubt. */
async function recognise(
  account: Account,
  { body, key, candidates }: Recognition,
): Promise<OrderRecord | undefined> {
  const knowledge = await account.orders.probeKey(key);
  if (knowledge.kind === "unknown") return undefined;
  const [only, ...others] = candidates;
  if (knowledge.kind === "known" && only && others.length === 0) return only;
  try {
    // The service knows the key, so it cannot buy again: it tells which order it was, or refuses.
    const sid =
      knowledge.kind === "replayed" ? knowledge.orderSid : (await account.orders.place(body, key)).sid;
    return candidates.find((order) => order.sid === sid) ?? (await account.orders.get(sid));
  } catch {
    return undefined;
  }
}

/** An earlier attempt's order; it is not taken for what the program asks for by now when that is something else. */
async function foundOf(order: OrderRecord, { request }: Purchase, context: Context): Promise<Bought> {
  const { sid, numbersOrdered, rateCardEntrySid } = order;
  requireUntaken(sid, context);
  if (!isLike(order, request)) {
    throw new Refusal(
      `not bought: an earlier attempt has bought order ${sid} already (amount ${numbersOrdered} of ${rateCardEntrySid}), ` +
        `and what to buy was changed since; set it back, or declare adopt: "${sid}" instead of what to buy`,
    );
  }
  await context.tell(
    `an earlier attempt had bought order ${sid} already: it is used, and nothing is bought again`,
  );
  return { sid, placed: undefined, quoted: undefined };
}

function boughtBy(placed: PlacedOrder): Bought {
  return { sid: placed.sid, placed, quoted: undefined };
}

/** Conflict, or an order that cannot be processed: what services say of a key that was used with another body. */
function isOfTheKey(error: unknown): error is Error {
  return error instanceof CloudNumberingError && (error.status === 409 || error.status === 422);
}

function mayHaveHappened(error: unknown): error is Error {
  return error instanceof Error && "mayHaveHappened" in error && error.mayHaveHappened === true;
}
