import { choice, days, fixed, money, seconds } from "./guess-kinds";

/** Guesses about disconnecting numbers and getting them back. */
export const numberLifeGuesses = {
  "disconnect-endpoints": choice(
    "A disconnected number loses its endpoints, or keeps them (and they are in use); the reference stays.",
    "§8 reconnect",
    ["clear", "keep"],
    "clear",
  ),
  "disconnect-again": choice(
    "Disconnecting a disconnected number is a conflict, or succeeds without effect.",
    "§3 DELETE",
    ["conflict", "ok"],
    "conflict",
  ),
  "disconnect-porting": fixed("Disconnecting a number that is being ported is a conflict.", "§3 DELETE"),
  "disconnect-pool": fixed(
    "A disconnected number does not come back to the pool, and nothing is refunded.",
    "§3 DELETE",
  ),
  "reconnect-window-days": days(
    "A number can be reconnected for this long after it was disconnected.",
    "§3 reconnect (7 days M)",
    7,
  ),
  "reconnect-cost": money("What reconnecting one number costs.", "§3 reconnect (may cost)", 2),
  "reconnect-preview-result": fixed(
    "A reconnect preview answers totalCost, currency and numbers of sid, eligible, cost and, when not eligible, reason; the total counts eligible numbers.",
    "§3 reconnect preview",
  ),
  "reconnect-key": fixed(
    "POST /numbers/reconnect takes its UUID as idempotencyKey; the switches of idempotency keys apply to it.",
    "§3 reconnect (name not shown)",
  ),
  "reconnect-refusal": fixed(
    "One number that is not eligible makes the whole reconnection a conflict.",
    "§3 reconnect (all-or-nothing)",
  ),
  "reconnect-path": fixed(
    "A reconnection is read at GET /numbers/reconnect/{requestSid}.",
    "§3 reconnect [inferred]",
  ),
  "reconnect-status": fixed(
    "A reconnection shows requestSid, status PENDING, COMPLETED or FAILED, totalCost, currency and numbers of sid and cost.",
    "§8 reconnect (enum unknown)",
  ),
  "reconnect-speed": seconds(
    "A reconnection takes this long; until then its numbers stay DISCONNECTED.",
    "§3 reconnect (perhaps asynchronous)",
    0,
  ),
  "reconnect-outcome": choice(
    "How a reconnection ends; a failed one gives its charge back.",
    "§3 reconnect",
    ["complete", "fail"],
    "complete",
  ),
} as const;
