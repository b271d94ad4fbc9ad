// What every file in `measure` gives.

/**
 * @typedef {object} Measurement
 * @property {string} name for `--only`
 * @property {string} what it measures, for the person who waits
 * @property {string} usually how long it takes on two quiet cores
 * @property {(stage: import("./stage.mjs").Stage) => Promise<Outcome>} run
 */

/**
 * @typedef {object} Outcome
 * @property {import("./figures.mjs").Figure[]} figures those with a budget
 * @property {Table} [table] what has none
 * @property {readonly import("./chart.mjs").Panel[]} [panels] of the chart
 * @property {unknown} raw every single run
 */

/** @typedef {{ title: string, rows: import("./table.mjs").Rows }} Table */

export {};
