// The little arithmetic that the figures need.

/**
 * One thing measured for this package and for what it is compared with, one right after the other.
 *
 * @typedef {{ ours: number, base: number }} Pair
 */

/**
 * The mean of the middle half: neither a run that something else slowed down nor one that the machine was in a hurry for
 * decides by itself, and yet it rests on more than one run.
 *
 * @param {readonly number[]} values
 */
export function middleMean(values) {
  if (values.length === 0) throw new Error("there is no mean of nothing");
  const atEachEnd = Math.floor(values.length / 4);
  const middle = [...values].sort((a, b) => a - b).slice(atEachEnd, values.length - atEachEnd);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** @param {Pair} pair */
export function ratioOf({ ours, base }) {
  return ours / base;
}

/** @param {readonly Pair[]} pairs @returns {Pair} each side's own */
export function middleMeans(pairs) {
  return {
    ours: middleMean(pairs.map(({ ours }) => ours)),
    base: middleMean(pairs.map(({ base }) => base)),
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
