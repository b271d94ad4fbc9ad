/**
 * How safe it is to send a request twice.
 * - `safe`: repeating changes nothing more (reads; PUT and DELETE of one thing).
 * - `keyed`: the service recognises the repetition by a key that was stored before the first attempt.
 * - `never`: a repetition could make a second thing.
 */
export type Repeat = "safe" | "keyed" | "never";

/**
 * How one attempt ended: with a reply; with a broken connection, where `sent` is false only when the request surely
 * never left this machine; or in a way that another attempt cannot better.
 */
export type Outcome =
  | { readonly kind: "reply"; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly kind: "broken"; readonly sent: boolean }
  | { readonly kind: "final" };

export const MAX_ATTEMPTS = 5;
const BASE_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

/** Statuses by which a service says "not now"; any other 4xx is the caller's mistake and stays one. */
const PASSING = new Set([408, 425, 500, 502, 503, 504]);

/** Whether an attempt that ended so should be followed by another. */
export function shouldRetry(outcome: Outcome, repeat: Repeat, attempt: number): boolean {
  if (outcome.kind === "final" || attempt >= MAX_ATTEMPTS) return false;
  if (outcome.kind === "broken") return repeat !== "never" || !outcome.sent;
  // GUESS: a 429 is answered before the request is carried out (docs/api.md §1.7 knows of no rate limits at all).
  if (outcome.status === 429) return true;
  return PASSING.has(outcome.status) && repeat !== "never";
}

/** How long to wait before the next attempt, in milliseconds: what the server asks, else full jitter. */
export function retryDelay(outcome: Outcome, attempt: number, random: () => number): number {
  if (outcome.kind === "reply" && outcome.retryAfterMs !== undefined) return outcome.retryAfterMs;
  return Math.round(random() * Math.min(LONGEST_DELAY_MS, BASE_DELAY_MS * 2 ** attempt));
}
