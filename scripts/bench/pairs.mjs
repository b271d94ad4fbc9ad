// Two things in turn, A B B A: a machine that is slow for a while is slow for both, and what the one leaves behind for the
// next weighs on both.

import { say } from "../lib/screen.mjs";
import { ratio, seconds } from "./figures.mjs";

/**
 * @template T
 * @typedef {{ ours: () => Promise<T>, base: () => Promise<T> }} Sides
 */

/** @typedef {keyof Sides<unknown>} Side */

/**
 * Does both once, and shows what came of it.
 *
 * @param {string} what
 * @param {Sides<number>} sides
 * @param {{ show?: (value: number) => string, baseName?: string, first?: Side }} options
 * @returns {Promise<import("./statistics.mjs").Pair>}
 */
export async function measurePair(what, sides, { show = seconds, baseName = "floor", first = "ours" } = {}) {
  const early = first === "base" ? await sides.base() : undefined;
  const ours = await sides.ours();
  const base = early ?? (await sides.base());
  sayMeasured(what, show(ours), `  ${baseName}`, show(base).padStart(8), `  ${ratio(ours / base)}`);
  return { ours, base };
}

/**
 * Does our side alone, where the other would tell nothing more.
 *
 * @param {string} what
 * @param {() => Promise<number>} ours
 * @returns {Promise<{ ours: number }>}
 */
export async function measureOurs(what, ours) {
  const took = await ours();
  sayMeasured(what, seconds(took));
  return { ours: took };
}

/** @param {string} what @param {string} ours @param {readonly string[]} rest */
function sayMeasured(what, ours, ...rest) {
  say([what.padEnd(26), ours.padStart(8), ...rest].join(" "));
}

/**
 * @template T
 * @param {number} count
 * @param {(round: string, first: Side) => Promise<T>} body gets "1 of 3" and so on, and whose turn is first
 * @returns {Promise<T[]>}
 */
export async function times(count, body) {
  const results = [];
  for (let round = 1; round <= count; round++) {
    results.push(await body(`${round} of ${count}`, round % 2 === 1 ? "ours" : "base"));
  }
  return results;
}
