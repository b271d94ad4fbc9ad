import { formatMoney } from "../client/money";
import type { OrderRecord } from "../client/orders";
import type { Context } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import { otherTaker } from "./order-takers";
import { resourceName } from "./resource-name";

/** An earlier attempt may have placed one of these orders, and the service does not say whether it has. */
export function doubtful(candidates: readonly OrderRecord[], context: Context): Refusal {
  const list = candidates.map((order) => described(order, context)).join("; ");
  const free = candidates.filter(({ sid }) => otherTaker(sid, context.urn) === undefined);
  const sids = free.map(({ sid }) => `"${sid}"`).join(" or ");
  const way = free.length > 0 ? `declare adopt: ${sids} instead of what to buy` : "take one of the two out";
  return new Refusal(
    `not bought: an earlier attempt may have bought it already, and the service does not say (${list}). If it is this ` +
      `order, ${way}; if it is somebody else's and you do want another, ${another(context)}`,
  );
}

function described({ sid, createdAt, total }: OrderRecord, { urn }: Context): string {
  const taker = otherTaker(sid, urn);
  const taken = taker && `adopted by ${resourceName(taker)}`;
  return [sid, createdAt, total && formatMoney(total), taken].filter(Boolean).join(", ");
}

/** What an earlier attempt bought is another resource's: it was adopted there. */
export function inOtherHands(sid: string, holder: string, context: Context): Refusal {
  return new Refusal(
    `not bought: an earlier attempt has bought order ${sid} already, and ${resourceName(holder)} takes it over; take one ` +
      `of the two out, or, if you do want another, ${another(context)}`,
  );
}

/** The service refuses, and may do so because of a key that has bought something before. */
export function keyRefused(refusal: Error, context: Context): Refusal {
  return new Refusal(
    `${refusal.message}. If that is said of the key: what it has bought is another resource's by now; if you do want ` +
      `another, ${another(context)}`,
  );
}

/** Key and order, where both are there: a forced replacement keeps the order that it could not replace. */
function another({ urn }: Context): string {
  const keyAndOrder = urn?.replace(/:Order::/, ":Order*::") ?? "URNs of the OrderKey and the Order";
  return `run pulumi up --replace '${keyAndOrder}'`;
}
