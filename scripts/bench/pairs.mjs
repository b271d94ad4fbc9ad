// Two things in turn, A B B A: a machine that is slow for a while is slow for both, and what the one leaves behind for the
// next weighs on both.

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
 * @param {{ show?: (value: number) => string, baseName?: string, first?: keyof Sides<number> }} options
 * @returns {Promise<import("./statistics.mjs").Pair>}
 */
export async function measurePair(what, sides, { show = seconds, baseName = "floor", first = "ours" } = {}) {
  const earlier = await sides[first]();
  const later = await sides[first === "ours" ? "base" : "ours"]();
  const [ours, base] = first === "ours" ? [earlier, later] : [later, earlier];
  const cells = [what.padEnd(26), show(ours).padStart(8), `  ${baseName}`, show(base).padStart(8)];
  say(`${cells.join(" ")}   ${ratio(ours / base)}`);
  return { ours, base };
}

/**
 * @template T
 * @param {number} count
 * @param {(round: string, first: "ours" | "base") => Promise<T>} body gets "1 of 3" and so on, and whose turn is first
 * @returns {Promise<T[]>}
 */
export async function times(count, body) {
  const results = [];
  for (let round = 1; round <= count; round++) {
    results.push(await body(`${round} of ${count}`, round % 2 === 1 ? "ours" : "base"));
  }
  return results;
}
