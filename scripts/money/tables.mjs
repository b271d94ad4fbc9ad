// What the tests of the kill table found: read from Vitest's JSON report, shown to a person or written as Markdown.

import { markdownTable } from "../bench/table.mjs";

/** @typedef {import("../../test/engine/purchase-stage").PurchaseRow} PurchaseRow */
/** @typedef {import("../../test/engine/example-run").Transcript} Transcript */
/** @typedef {{ purchases?: PurchaseRow[], transcript?: Transcript }} Meta what a test has left behind for this */
/** @typedef {{ testResults: { assertionResults: { meta?: Meta }[] }[] }} Report */

/** @param {Report} report @returns {Meta[]} */
export function metaIn({ testResults }) {
  return testResults.flatMap(({ assertionResults }) => assertionResults.map(({ meta }) => meta ?? {}));
}

/** How a cell is to be read. */
export const legend =
  "purchases / what left the balance / exit code of the `up` after the trouble; where that refused and named the order: " +
  "A when it was adopted then, K when the key was replaced instead";

/** @param {PurchaseRow[]} rows @returns {string} every row with how it was reached */
export function forTerminal(rows) {
  const width = Math.max(...rows.map(({ service }) => service.length));
  return points(rows)
    .map(({ point, reached, orders }) => {
      const lines = [["reached by", reached], ...orders.map((row) => [row.service, cell(row)])];
      return [point, ...lines.map(([name = "", text]) => `   ${name.padEnd(width)}  ${text}`)].join("\n");
    })
    .join("\n");
}

/** @param {PurchaseRow[]} rows @returns {string} points against services */
export function killTable(rows) {
  const ours = rows.filter(({ isNaive }) => !isNaive);
  const services = [...new Set(ours.map(({ service }) => service))];
  return markdownTable([
    ["point", "reached by", ...services.map((service) => `service ${service}`)],
    ...points(ours).map(({ point, reached, orders }) => [point, reached, ...orders.map(cell)]),
  ]);
}

/** @param {PurchaseRow[]} rows @returns {string} */
export function naiveTable(rows) {
  const naive = rows.filter(({ isNaive }) => isNaive);
  return markdownTable([["point", "a naive order"], ...naive.map((row) => [row.point, cell(row)])]);
}

/** @param {PurchaseRow[]} rows */
function points(rows) {
  const names = [...new Set(rows.map(({ point }) => point))];
  return names.map((point) => {
    const orders = rows.filter((row) => row.point === point);
    return { point, reached: orders[0]?.reached ?? "", orders };
  });
}

/** @param {PurchaseRow} row */
function cell({ end, ways }) {
  if (ways === undefined) return ended(end);
  const { adopted, insisted } = ways;
  return `${ended(end)}; A ${ended(adopted)}; K ${ended(insisted)}`;
}

/** @param {PurchaseRow["end"]} end */
function ended({ purchases, charges, exit }) {
  const amount = charges.length === 0 ? "0" : `−${charges.map((each) => each.toFixed(2)).join(" −")}`;
  return `${purchases} / ${amount} / ${exit}`;
}
