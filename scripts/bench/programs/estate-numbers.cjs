// What an estate is made of. Its account must have the numbers before: it buys none.

/**
 * @typedef {object} Estate
 * @property {number} part which of several stacks has it: no two endpoints of an account are alike
 * @property {string[]} numbers
 * @property {number} endpointCount
 * @property {string[]} addresses
 */

/**
 * @param {number} resources how many the estate has in all: ten numbers, one endpoint and one address make twelve
 * @returns {Estate}
 */
exports.estate = (resources) => {
  const shared = Math.round(resources / 12);
  const numbers = Array.from({ length: shared * 10 }, (_, at) => `+441134960${String(at).padStart(3, "0")}`);
  const addresses = Array.from({ length: shared }, (_, at) => `81.2.69.${at + 1}`);
  return { part: 0, numbers, endpointCount: shared, addresses };
};

/**
 * One of ten stacks' share of an estate.
 *
 * @param {number} size how many numbers the ten have in all
 * @param {string} stack named `part-0` to `part-9`
 * @returns {Estate}
 */
exports.estatePart = (size, stack) => {
  const part = Number(stack.split("-")[1]);
  const share = size / 10;
  const numberAt = (/** @type {number} */ at) => `+44113496${String(part * share + at).padStart(4, "0")}`;
  const numbers = Array.from({ length: share }, (_, at) => numberAt(at));
  const addresses = Array.from({ length: share / 40 }, (_, at) => `81.2.${part}.${at + 1}`);
  return { part, numbers, endpointCount: share / 10, addresses };
};
