// The numbers of the estate, which its account must have before: it buys none.

/**
 * @param {number} resources how many the estate has in all: ten numbers, one endpoint and one address make twelve
 * @returns {{ numbers: string[], shared: number }} the numbers, and how many endpoints and addresses there are, each
 */
exports.estate = (resources) => {
  const shared = Math.round(resources / 12);
  const numbers = Array.from({ length: shared * 10 }, (_, at) => `+441134960${String(at).padStart(3, "0")}`);
  return { numbers, shared };
};

/**
 * One of ten stacks' share of an estate.
 *
 * @param {number} size how many numbers the ten have in all
 * @param {string} stack named `part-0` to `part-9`
 */
exports.estatePart = (size, stack) => {
  const part = Number(stack.split("-")[1]);
  const share = size / 10;
  const numberAt = (/** @type {number} */ at) => `+44113496${String(part * share + at).padStart(4, "0")}`;
  const numbers = Array.from({ length: share }, (_, at) => numberAt(at));
  const addresses = Array.from({ length: share / 40 }, (_, at) => `81.2.${part}.${at + 1}`);
  return { part, numbers, endpointCount: share / 10, addresses };
};
