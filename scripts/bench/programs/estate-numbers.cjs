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
