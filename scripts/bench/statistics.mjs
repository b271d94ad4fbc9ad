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

/**
 * The median of each pair's ratio: a machine that is slow for a while slows both sides of a pair.
 *
 * @param {readonly Pair[]} pairs
 */
export function medianRatio(pairs) {
  return median(pairs.map(({ ours, base }) => ours / base));
}

/** @param {readonly Pair[]} pairs @returns {number} the median of each pair's difference */
export function medianExcess(pairs) {
  return median(pairs.map(({ ours, base }) => ours - base));
}

/** @param {readonly Pair[]} pairs @returns {Pair} the median of each side */
export function sides(pairs) {
  return { ours: median(pairs.map(({ ours }) => ours)), base: median(pairs.map(({ base }) => base)) };
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
