import { SHORT, SPENDING } from "./order-stage";
import { stateTable } from "./state-table";

stateTable({ type: "OrderKey", inputs: { value: "given-by-the-program" } });

// What is an order's own (it is never gone, and nothing of it is edited in the portal) is in the other files.
stateTable({
  type: "Order",
  inputs: {
    // The first product of an empty sandbox: the same seed gives the same sids.
    rateCardEntrySid: "REZQY92M8WV1JA8K0A2LJW7Z4SBIE6FLMJ",
    amount: 1,
    maxTotalCost: 10,
    currency: "GBP",
    onDelete: "keep",
    idempotencyKey: "given-by-the-program",
  },
  // An order keeps the key that it was bought with.
  mayBeUnknown: ["rateCardEntrySid", "amount", "maxTotalCost", "currency", "onDelete"],
  change: { maxTotalCost: 20 },
  account: { stack: { config: SPENDING, env: SHORT } },
});
