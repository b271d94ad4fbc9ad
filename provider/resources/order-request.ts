import type { OrderRequest } from "../client/order-purchase";
import type { Standing } from "../engine/define-resource";
import type { InputsOf, KnownOf } from "../engine/properties";
import type { OrderProperties } from "./order";
import { isDisconnected, isOutOfService } from "./order-numbers";
import { resourceName } from "./resource-name";

type Inputs = Partial<InputsOf<OrderProperties>>;

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

/** Whether numbers of the order were disconnected or lost elsewhere, and what is declared for that. */
export function standingOf(known: KnownOf<OrderProperties>, { onDisconnected = "report" }: Inputs): Standing {
  const isOpen = known.reconnectRequestSid !== undefined && known.reconnectRequestSid !== "";
  if (onDisconnected === "reconnect" && isOpen) return "mended";
  const { numbers = [] } = known;
  if (onDisconnected === "accept") return "settled";
  if (onDisconnected === "reconnect" && numbers.some(isDisconnected)) return "mended";
  return numbers.some(isOutOfService) ? "reported" : "settled";
}

/** Two resources with one order: what is done to one of them would be done to the other. */
export function contested(sid: string, claimant: string): string {
  return `order ${sid} is held by ${resourceName(claimant)} of this stack already; take one of the two out`;
}
