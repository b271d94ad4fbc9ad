import type { Account } from "../client/account";
import { formatMoney } from "../client/money";
import type { OrderRequest, Quote } from "../client/order-purchase";
import { ANY_TIME } from "../client/snapshots";
import type { Change, Context, Foreseen, Prepared } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import type { InputsOf, KnownOf } from "../engine/properties";
import type { OrderProperties } from "./order";
import { wasMadeHere } from "./order-key";
import { claimKey } from "./order-key-claims";
import { shown } from "./order-money";
import { isDisconnected, isUnlisted, type OrderNumber } from "./order-numbers";
import { sharedQuote, tooDear, warnOfBalance } from "./order-quote";
import { reconnectQuote } from "./order-reconnect";
import { requestOf } from "./order-request";
import { noteTaker } from "./order-takers";
import { isOutOfReach } from "./out-of-reach";

type Inputs = Partial<InputsOf<OrderProperties>>;
type OrderContext = Context<OrderProperties>;

const BOUGHT = ["rateCardEntrySid", "amount", "numberSids", "numberGroupSid", "currency"] as const;

/** Prices what is to be bought, and holds what was bought to what it is. */
export async function prepareOrder(
  account: () => Account,
  change: Change<OrderProperties>,
  context: OrderContext,
): Promise<Prepared<OrderProperties>> {
  const { inputs, before, isUnknown } = change;
  if (inputs.adopt !== undefined) noteTaker(inputs.adopt, context.urn);
  if (inputs.adopt === undefined && !isUnknown("adopt")) {
    const key = before?.idempotencyKey ?? inputs.idempotencyKey;
    const taken = key === undefined ? undefined : claimKey(key, context.urn);
    if (taken) return { reasons: [taken] };
  }
  if (before) return asBought(change, before);
  if (inputs.adopt !== undefined || isUnknown("adopt")) return {};
  const request = BOUGHT.some(isUnknown) ? undefined : requestOf(inputs);
  const { maxTotalCost, currency } = inputs;
  if (!request || maxTotalCost === undefined || currency === undefined) return { unknown: ["quote"] };

  const { idempotencyKey: key } = inputs;
  const isAboutToBuy = key !== undefined && wasMadeHere(key);
  const priced = await quoteOrWarn(account, request, isAboutToBuy ? undefined : context);
  if (!priced) return { unknown: ["quote"] };
  const reasons = tooDear(priced.quote, { maxTotalCost, currency }, context);
  if (reasons.length === 0) {
    await warnOfBalance(priced.account, currency, context);
    // A key that is known and not of this run is that of a retry or a replacement: no other order is wanted.
    if (key === undefined || isAboutToBuy) await sayWhatCouldBeAdopted(priced.account, request, context);
  }
  return { inputs: { quote: shown(priced.quote) }, reasons };
}

/**
 * The price; a fork's pull request has no credentials, and its preview must work all the same. Without a context, for
 * a purchase that is about to be made, it must be there.
 */
async function quoteOrWarn(
  account: () => Account,
  request: OrderRequest,
  context: OrderContext | undefined,
): Promise<{ readonly account: Account; readonly quote: Quote } | undefined> {
  try {
    const connected = account();
    return { account: connected, quote: await sharedQuote(connected, request) };
  } catch (error) {
    if (!context || !isOutOfReach(error)) throw error;
    await context.warn(
      `price not shown (${error.message}); it is asked again, and its caps are enforced, before anything is bought`,
    );
    return undefined;
  }
}

/** After a `destroy` that kept the numbers the same program would buy others: the orders that are there are named. */
async function sayWhatCouldBeAdopted(
  account: Account,
  request: OrderRequest,
  context: OrderContext,
): Promise<void> {
  // Only a hint: an order is not held up because the account's others cannot be read.
  const all = await account.orders.list.read(ANY_TIME).catch(() => []);
  const alike = all.filter(
    ({ sid, rateCardEntrySid, numbersOrdered }) =>
      rateCardEntrySid === request.rateCardEntrySid &&
      numbersOrdered === request.amount &&
      context.otherHolder(sid) === undefined,
  );
  const [first] = alike;
  if (!first) return;
  const others = alike.length > 1 ? ` (and ${alike.length - 1} more like it)` : "";
  await context.tell(
    `the account has order ${first.sid} of the same product and amount${others}: if this is to be that one, adopt: ` +
      `"${first.sid}" takes it over and buys nothing`,
  );
}

/** What was bought cannot change; the key, and the price it was bought at, stay what they were. */
function asBought(
  { inputs, isUnknown }: Change<OrderProperties>,
  before: KnownOf<OrderProperties>,
): Prepared<OrderProperties> {
  const { quote, idempotencyKey, keyCreatedAt } = before;
  const kept = {
    ...(quote !== undefined && { quote }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(keyCreatedAt !== undefined && { keyCreatedAt }),
  };
  if (before.rateCardEntrySid === undefined || inputs.adopt !== undefined || isUnknown("adopt"))
    return { inputs: kept };
  const was = { ...before, amount: before.numberSids?.length ?? before.amount };
  const now = { ...inputs, amount: inputs.numberSids?.length ?? inputs.amount };
  const reasons = BOUGHT.filter((key) => !isUnknown(key) && differ(was[key], now[key])).map(
    (key) =>
      `${key}: what was bought cannot change (it was ${said(was[key])}); set it back, declare another Order for other ` +
      "numbers, or take this one out of the program, which keeps its numbers unless onDelete says otherwise",
  );
  return { inputs: kept, reasons };
}

/** What is left out says nothing else than what was bought. */
function differ(was: unknown, now: unknown): boolean {
  return now !== undefined && JSON.stringify(was) !== JSON.stringify(now);
}

function said(value: unknown): string {
  return value === undefined ? "not given" : JSON.stringify(value);
}

/** Says what a change to an order that exists comes to, and refuses what cannot be done. */
export async function foreseeOrder(
  account: () => Account,
  sid: string,
  { inputs, changed }: Foreseen<OrderProperties>,
  context: OrderContext,
): Promise<void> {
  if (inputs.adopt !== undefined && inputs.adopt !== sid) {
    throw new Refusal(
      `adopt: this resource holds order ${sid}; to take ${inputs.adopt} over, declare it under another name`,
    );
  }
  if (inputs.adopt === undefined && context.known.adopt !== undefined) {
    await requireSame(account(), sid, inputs);
  }
  const { numbers = [], reconnectRequestSid = "" } = context.known;
  if (inputs.onDisconnected === "reconnect" && reconnectRequestSid !== "") {
    await context.tell(
      `order ${sid} is being reconnected (request ${reconnectRequestSid}); it is waited for`,
    );
    return;
  }
  if (inputs.onDisconnected === "accept") return;
  const unlisted = numbers.filter(isUnlisted);
  if (unlisted.length > 0) {
    await context.warn(
      `${which(unlisted, sid)} no longer on the account; declare onDisconnected: "accept" to take that as it is`,
    );
  }
  const lost = numbers.filter(isDisconnected);
  if (lost.length === 0) return;
  if (inputs.onDisconnected !== "reconnect" || inputs.maxReconnectCost === undefined) {
    await context.warn(
      `${which(lost, sid)} disconnected; declare onDisconnected: "reconnect" with ` +
        'maxReconnectCost to have that undone for a price, or "accept" to take it as it is',
    );
    return;
  }
  const { totalCost } = await reconnectQuote(account(), {
    numbers: lost,
    maxReconnectCost: inputs.maxReconnectCost,
  });
  await context.tell(
    `reconnecting ${listed(lost)} costs ${formatMoney(totalCost)}${changed.length > 0 ? "" : ", and nothing else changes"}`,
  );
}

function which(numbers: readonly OrderNumber[], sid: string): string {
  return `${listed(numbers)} of order ${sid} ${numbers.length === 1 ? "is" : "are"}`;
}

function listed(numbers: readonly OrderNumber[]): string {
  return numbers.map(({ number }) => number).join(", ");
}

/** An order that was taken over is described as bought from now on: it must be the one that it is. */
async function requireSame(account: Account, sid: string, inputs: Inputs): Promise<void> {
  const order = await account.orders.get(sid);
  const request = requestOf(inputs);
  if (!order || !request) return;
  const same =
    (order.rateCardEntrySid ?? request.rateCardEntrySid) === request.rateCardEntrySid &&
    order.numbers.length === request.amount;
  if (same) return;
  throw new Refusal(
    `order ${sid} was taken over and has ${order.numbers.length} numbers of ${order.rateCardEntrySid ?? "another product"}; ` +
      `declare that, or put adopt: "${sid}" back`,
  );
}
