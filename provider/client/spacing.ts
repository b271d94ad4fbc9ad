/** Even a short list is a request. */
const LEAST_MS = 20;
/** And whoever needs a long one is waiting. */
const MOST_MS = 100;
const MS_PER_ENTRY = 0.2;

/**
 * So many milliseconds lie at least between two readings of a list of that length: fifty a second of a short one, ten of one
 * of five hundred entries and of any longer one. Everybody who needs it meanwhile shares the next.
 */
export function spacingOfLength(entries: number): number {
  return Math.min(Math.max(entries * MS_PER_ENTRY, LEAST_MS), MOST_MS);
}
