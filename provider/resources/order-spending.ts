import { addMoney, compareMoney, formatMoney, type Money, parseMoney } from "../client/money";

/** The stack's limit for all orders that are not bought yet together: "20 GBP". */
export const MAX_SPEND = "cloudnumbering:maxSpend";

interface Line {
  readonly name: string;
  readonly cost: Money;
}

/** An order that is not bought yet, by the URN of its resource. */
export interface Unbought extends Line {
  readonly urn: string;
}

const lines = new Map<string, Line>();

/**
 * Enters what an order would cost, and says why it must not be spent: spending is off, or all orders of this run that
 * are or were to be bought come to more than the stack allows. An order asked about twice counts once, at its last price.
 */
export function overTheLimit(
  order: Unbought,
  config: (key: string) => string | undefined,
): string | undefined {
  lines.set(order.urn, order);
  const text = config(MAX_SPEND);
  const total = totalIn(order.cost.currency);
  if (!text)
    return `spending is off for this stack: ${order.name} costs ${formatMoney(order.cost)}; ${allow(total)}`;
  const limit = parseMoney(text);
  if (!limit)
    return `${MAX_SPEND} is ${JSON.stringify(text)}, which is no amount with a currency; ${allow(total)}`;
  if (limit.currency !== order.cost.currency) {
    return `${MAX_SPEND} is in ${limit.currency}, but ${order.name} costs ${formatMoney(order.cost)}; ${allow(total)}`;
  }
  if (compareMoney(total, limit) <= 0) return undefined;
  const list = [...lines.values()].map(({ name, cost }) => `${name} ${formatMoney(cost)}`).join(", ");
  return (
    `the orders that are not bought yet come to ${formatMoney(total)} (${list}), over this stack's limit of ` +
    `${formatMoney(limit)}; ${allow(total)}`
  );
}

/** What all orders of this run cost together. */
export function totalIn(currency: string): Money {
  const costs = [...lines.values()].map(({ cost }) => cost).filter((cost) => cost.currency === currency);
  return costs.reduce(addMoney, parseMoney(`0 ${currency}`) as Money);
}

function allow(total: Money): string {
  return `to allow it: pulumi config set ${MAX_SPEND} "${formatMoney(total)}"`;
}
