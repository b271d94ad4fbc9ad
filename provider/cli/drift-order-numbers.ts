import type { Values } from "../engine/values";
import { isOutOfService, type OrderNumber } from "../resources/order-numbers";
import type { Difference } from "./drift-report";

/** What the program never says of an order and means all the same. */
const MEANT = "IN_SERVICE";

/** The numbers of an order that are no longer what was bought. */
export function disconnectedNumbers({ numbers = [] }: Values): Difference[] {
  return (numbers as readonly OrderNumber[]).filter(isOutOfService).map(({ number, status }) => ({
    property: `status of ${number}`,
    declared: MEANT,
    live: status,
    replaces: false,
  }));
}
