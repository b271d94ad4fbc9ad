// Two things in turn, A B A B: a machine that is slow for a while is slow for both.

import { say } from "../lib/screen.mjs";
import { ratio, seconds } from "./figures.mjs";

/**
 * @template T
 * @typedef {{ ours: () => Promise<T>, base: () => Promise<T> }} Sides
 */

/**
 * Does both once, and shows what came of it.
 *
 * @param {string} what
 * @param {Sides<number>} sides
 * @param {{ show?: (value: number) => string, baseName?: string }} options
 * @returns {Promise<import("./statistics.mjs").Pair>}
 */
export async function measurePair(what, sides, { show = seconds, baseName = "floor" } = {}) {
  const ours = await sides.ours();
  const base = await sides.base();
  const cells = [what.padEnd(26), show(ours).padStart(8), `  ${baseName}`, show(base).padStart(8)];
  say(`${cells.join(" ")}   ${ratio(ours / base)}`);
  return { ours, base };
}

/**
 * @template T
 * @param {number} count
 * @param {(round: string) => Promise<T>} body gets "1 of 3" and so on
 * @returns {Promise<T[]>}
 */
export async function times(count, body) {
  const results = [];
  for (let round = 1; round <= count; round++) results.push(await body(`${round} of ${count}`));
  return results;
}
