// How many bytes of a state a resource takes: as JSON without blanks, the mean of all.

/** @typedef {import("./stack.mjs").Resource} Resource */

/**
 * @param {readonly Resource[]} resources
 * @returns {{ whole: number, values: number }} the whole resource, and its inputs and outputs alone
 */
export function stateBytes(resources) {
  const mean = (/** @type {(resource: Resource) => unknown} */ part) =>
    resources.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(part(one))), 0) / resources.length;
  return { whole: mean((one) => one), values: mean(({ inputs, outputs }) => [inputs, outputs]) };
}
