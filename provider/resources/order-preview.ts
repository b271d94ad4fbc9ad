import type { Account } from "../client/account";
import { formatMoney } from "../client/money";
import type { OrderRequest, Quote } from "../client/orders";
import { ANY_TIME } from "../client/snapshots";
import type { Change, Context, Foreseen, Prepared, Standing } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import type { InputsOf, KnownOf } from "../engine/properties";
import type { OrderProperties } from "./order";
import { shown } from "./order-money";
import { isDisconnected } from "./order-numbers";
import { sharedQuote, tooDear, warnOfBalance } from "./order-quote";
import { reconnectQuote } from "./order-reconnect";
import { isOutOfReach } from "./out-of-reach";

type Inputs = Partial<InputsOf<OrderProperties>>;
type OrderContext = Context<OrderProperties>;

/** What the inputs ask to buy, once all of it is known. */
export function requestOf({
  rateCardEntrySid,
  amount,
  numberSids,
  numberGroupSid,
}: Inputs): OrderRequest | undefined {
  const count = numberSids?.length ?? amount;
  if (rateCardEntrySid === undefined || count === undefined) return undefined;
  return { rateCardEntrySid, amount: count, numberSids, numberGroupSid };
}

const BOUGHT = ["rateCardEntrySid", "amount", "numberSids", "numberGroupSid", "currency"] as const;

/** Prices what is to be bought, and holds what was bought to what it is. */
export async function prepareOrder(
  account: () => Account,
  change: Change<OrderProperties>,
  context: OrderContext,
): Promise<Prepared<OrderProperties>> {
  const { inputs, before, isUnknown } = change;
  if (before) return asBought(change, before);
  if (inputs.adopt !== undefined || isUnknown("adopt")) return {};
  const request = BOUGHT.some(isUnknown) ? undefined : requestOf(inputs);
  const { maxTotalCost, currency } = inputs;
  if (!request || maxTotalCost === undefined || currency === undefined) return { unknown: ["quote"] };

  const priced = await quoteOrWarn(account, request, context);
  if (!priced) return { unknown: ["quote"] };
  const reasons = tooDear(priced.quote, { maxTotalCost, currency }, context);
  if (reasons.length === 0) {
    await warnOfBalance(priced.account, currency, context);
    await sayWhatCouldBeAdopted(priced.account, request, context);
  }
  return { inputs: { quote: shown(priced.quote) }, reasons };
}

/** The price; a fork's pull request has no credentials, and its preview must work all the same. */
async function quoteOrWarn(
  account: () => Account,
  request: OrderRequest,
  context: OrderContext,
): Promise<{ readonly account: Account; readonly quote: Quote } | undefined> {
  try {
    const connected = account();
    return { account: connected, quote: await sharedQuote(connected, request) };
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
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
  const all = await account.orders.list.read(ANY_TIME);
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

/** Whether numbers of the order were disconnected elsewhere, and what is declared for that. */
export function standingOf(known: KnownOf<OrderProperties>, { onDisconnected = "report" }: Inputs): Standing {
  const isOpen = known.reconnectRequestSid !== undefined && known.reconnectRequestSid !== "";
  if (onDisconnected === "reconnect" && isOpen) return "mended";
  if (!known.numbers?.some(isDisconnected) || onDisconnected === "accept") return "settled";
  return onDisconnected === "reconnect" ? "mended" : "reported";
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
  const lost = context.known.numbers?.filter(isDisconnected) ?? [];
  if (lost.length === 0 || inputs.onDisconnected === "accept") return;
  const list = lost.map(({ number }) => number).join(", ");
  if (inputs.onDisconnected !== "reconnect" || inputs.maxReconnectCost === undefined) {
    await context.warn(
      `${list} of order ${sid} ${lost.length === 1 ? "is" : "are"} disconnected; declare onDisconnected: "reconnect" with ` +
        'maxReconnectCost to have that undone for a price, or "accept" to take it as it is',
    );
    return;
  }
  const { totalCost } = await reconnectQuote(account(), {
    numbers: lost,
    maxReconnectCost: inputs.maxReconnectCost,
  });
  await context.tell(
    `reconnecting ${list} costs ${formatMoney(totalCost)}${changed.length > 0 ? "" : ", and nothing else changes"}`,
  );
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
