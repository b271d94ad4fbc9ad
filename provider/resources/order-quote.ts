import type { Account } from "../client/account";
import { compareMoney, formatMoney } from "../client/money";
import type { OrderRequest, Quote } from "../client/order-purchase";
import type { Context } from "../engine/define-resource";
import { capIn } from "./order-money";
import { overTheLimit, totalIn } from "./order-spending";
import { resourceName } from "./resource-name";

/** What a program is ready to pay for an order. */
export interface Caps {
  readonly maxTotalCost: number | string;
  readonly currency: string;
}

/** Everything that speaks against buying at this price: its currency, the order's own cap, the stack's limit. */
export function tooDear(
  { totalCost }: Quote,
  caps: Caps,
  context: Pick<Context, "urn" | "config">,
): string[] {
  const price = formatMoney(totalCost);
  if (totalCost.currency !== caps.currency) {
    return [`currency: it costs ${price}; declare currency: "${totalCost.currency}" if that is meant`];
  }
  const cap = capIn(caps.currency, caps.maxTotalCost);
  const overCap =
    compareMoney(totalCost, cap) > 0
      ? [
          `maxTotalCost: it costs ${price}, over the ${formatMoney(cap)} allowed; declare maxTotalCost: ${price.split(" ")[0]} to allow it`,
        ]
      : [];
  const name = resourceName(context.urn);
  const over = overTheLimit({ urn: context.urn ?? name, name, cost: totalCost }, context.config);
  return over ? [...overCap, over] : overCap;
}

const quotes = new WeakMap<Account, Map<string, Promise<Quote>>>();

/** The price of an order; equal ones are asked about once a process. */
export function sharedQuote(account: Account, request: OrderRequest): Promise<Quote> {
  const known = quotes.get(account) ?? new Map<string, Promise<Quote>>();
  quotes.set(account, known);
  const key = JSON.stringify([
    request.rateCardEntrySid,
    request.amount,
    request.numberSids,
    request.numberGroupSid,
  ]);
  const quote = known.get(key) ?? account.orders.preview(request);
  known.set(key, quote);
  return quote;
}

const balances = new WeakMap<Account, ReturnType<Account["organisationNow"]>>();

/** Warns when the balance is less than what all orders of this run cost together. */
export async function warnOfBalance(account: Account, currency: string, context: Context): Promise<void> {
  const asked = balances.get(account) ?? account.organisationNow();
  balances.set(account, asked);
  const { balance } = await asked;
  const total = totalIn(currency);
  if (!balance || balance.currency !== currency || compareMoney(balance, total) >= 0) return;
  await context.warn(
    `the balance is ${formatMoney(balance)}, and the orders that are not bought yet come to ${formatMoney(total)}: ` +
      "top it up before pulumi up",
  );
}
