// A figure: what was measured, what it may be, and whether it is.

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number | undefined} measured undefined: it cannot be measured on this machine
 * @property {number} limit
 * @property {string} value what was measured, as a person reads it
 * @property {string} budget what it may be, as a person reads it
 * @property {string} basis the two sides behind the value
 */

/**
 * @typedef {object} Given
 * @property {string} name
 * @property {number | undefined} measured
 * @property {number} limit
 * @property {(value: number) => string} show
 * @property {string} basis
 * @property {string} [reason] how the limit came about
 */

/** @param {Given} given @returns {Figure} */
export function figure({ name, measured, limit, show, basis, reason }) {
  const value = measured === undefined ? "not measured" : show(measured);
  const budget = `≤ ${show(limit)}${reason === undefined ? "" : ` (${reason})`}`;
  return { name, measured, limit, value, budget, basis };
}

/** @param {Figure} figure @returns {"ok" | "over" | "–"} */
export function verdict({ measured, limit }) {
  if (measured === undefined) return "–";
  return measured <= limit ? "ok" : "over";
}

/** @param {readonly Figure[]} figures @returns {import("./table.mjs").Rows} */
export function figureRows(figures) {
  return [
    ["figure", "value", "budget", "", "behind it"],
    ...figures.map((one) => [one.name, one.value, one.budget, verdict(one), one.basis]),
  ];
}

export const ratio = (/** @type {number} */ value) => value.toFixed(2);
export const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
export const mebibytes = (/** @type {number} */ kibibytes) => `${Math.round(kibibytes / 1024)} MiB`;
export const bytes = (/** @type {number} */ count) => `${Math.round(count).toLocaleString("en")} B`;
