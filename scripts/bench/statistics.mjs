// The little arithmetic that the figures need.

/**
 * One thing measured for this package and for what it is compared with, one right after the other.
 *
 * @typedef {{ ours: number, base: number }} Pair
 */

/** @param {readonly number[]} values @returns {number} the middle one; of an even number, the mean of the two */
export function median(values) {
  if (values.length === 0) throw new Error("there is no median of nothing");
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (low + high) / 2;
}

/** @param {Pair} pair */
export function ratioOf({ ours, base }) {
  return ours / base;
}

/** @param {readonly Pair[]} pairs @returns {Pair} the median of each side */
export function medians(pairs) {
  return { ours: median(pairs.map(({ ours }) => ours)), base: median(pairs.map(({ base }) => base)) };
}

/**
 * The fastest run of each side: whatever else a machine does makes a run slower and never faster, so of several runs the
 * fastest tells most of what the program itself costs.
 *
 * @param {readonly Pair[]} pairs
 * @returns {Pair}
 */
export function fastest(pairs) {
  return {
    ours: Math.min(...pairs.map(({ ours }) => ours)),
    base: Math.min(...pairs.map(({ base }) => base)),
  };
}

/**
 * What a number of requests takes at least, when so many may be under way at once.
 *
 * @param {{ requests: number, latencyMs: number, atOnce: number }} load
 * @returns {number} milliseconds
 */
export function leastTime({ requests, latencyMs, atOnce }) {
  return (requests * latencyMs) / atOnce;
}
