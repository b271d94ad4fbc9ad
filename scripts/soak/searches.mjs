// The searches that `npm run soak` knows. Each is a test that takes its runs and its seed from `test/fixtures/search.ts`;
// a new one needs a line here.

/**
 * @typedef {object} Search
 * @property {string} name for `--only`
 * @property {string} what it looks at, for the person who waits
 * @property {number} runs as many as a night allows
 * @property {string} project the level of the tests
 * @property {string} file
 * @property {string} title how the titles of its tests begin
 */

/** @type {readonly Search[]} */
export const searches = [
  {
    name: "f35",
    what: "500 endpoints with 5 % random faults",
    runs: 50,
    project: "lifecycle",
    file: "test/lifecycle/endpoint-storm.test.ts",
    title: "F35",
  },
  {
    name: "f39",
    what: "malformed responses",
    runs: 200_000,
    project: "contract",
    file: "test/contract/client-chaos.test.ts",
    title: "F39",
  },
  {
    name: "f40",
    what: "random histories of an account",
    runs: 500,
    project: "lifecycle",
    file: "test/lifecycle/endpoint-histories.test.ts",
    title: "F40",
  },
  {
    name: "orders",
    what: "random histories of orders: nothing is paid for twice, no number is lost",
    runs: 2000,
    project: "lifecycle",
    file: "test/lifecycle/order-stories.test.ts",
    title: "random histories",
  },
  {
    name: "orders-engine",
    what: "the same with the real engine",
    runs: 50,
    project: "engine",
    file: "test/engine/order-stories.test.ts",
    title: "random histories",
  },
  {
    name: "accounts",
    what: "random accounts exported, imported, previewed empty, taken over and destroyed by the real engine",
    runs: 500,
    project: "engine",
    file: "test/engine/export-proof.test.ts",
    title: "account",
  },
];
