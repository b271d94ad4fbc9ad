import { randomUUID } from "node:crypto";
import { CloudNumberingError } from "../http/errors";
import type { NewOrder, PlacedOrder } from "./order-purchase";

/** What the service shows of knowing an idempotency key. */
export type KeyKnowledge =
  /** It answers with the order that was placed with it. */
  | { readonly kind: "replayed"; readonly orderSid: string }
  /** It treats the key otherwise than one it has never seen: an order was placed with it. */
  | { readonly kind: "known" }
  /** It makes no difference: the key is not known, or the service does not look at keys. */
  | { readonly kind: "unknown" };

/** An order that cannot be filled: no rate card has such an entry. */
const IMPOSSIBLE: NewOrder = { rateCardEntrySid: `RE${"0".repeat(32)}`, amount: 1 };

/**
 * Asks whether the service knows a key, without any risk of buying: an order that cannot be filled is sent with keys
 * that nobody has used, then with this one. That the service honours keys at all is a GUESS (docs/api.md §1.7), so it is
 * found out where it matters, after an answer was lost.
 */
export async function probeKey(
  place: (body: NewOrder, key: string) => Promise<PlacedOrder>,
  key: string,
): Promise<KeyKnowledge> {
  const attempt = (with_: string) => answerTo(place(IMPOSSIBLE, with_));
  const [first, second] = [await attempt(randomUUID()), await attempt(randomUUID())];
  if (typeof first !== "string" || typeof second !== "string") throw absurd();
  const ours = await attempt(key);
  if (typeof ours !== "string") return { kind: "replayed", orderSid: ours.sid };
  // Refusals that differ by themselves (a timestamp in them) tell nothing.
  const isTelling = first === second && first !== ours;
  return { kind: isTelling ? "known" : "unknown" };
}

/** The order that a key is answered with, or what the service said. @throws what is no answer to the question */
async function answerTo(placing: Promise<PlacedOrder>): Promise<PlacedOrder | string> {
  try {
    return await placing;
  } catch (error) {
    if (error instanceof CloudNumberingError && error.kind === "api" && !error.mayHaveHappened) {
      return `${error.status} ${error.said ?? ""}`;
    }
    throw error;
  }
}

function absurd(): CloudNumberingError {
  return new CloudNumberingError({
    kind: "protocol",
    operation: "ask about an idempotency key",
    problem: "the service accepted an order of a product that does not exist",
    advice: "look at the orders in the portal, and report this to cloudNumbering support",
  });
}
