// docs/drift.svg: what `cloudnumbering drift` compares with what. Its colours have enough contrast on white and on black, and
// it has no background.

import { element, escaped } from "../../lib/svg.mjs";

const colours = { line: "#7d8590", text: "#7d8590", found: "#cc6a1c", fine: "#2f7fe0" };

const WIDTH = 760;
const ROW = 40;
const TOP = 78;
const COLUMNS = { first: 20, second: 190, account: 360, found: 560 };
const BOX = { width: 140, height: 26 };

/** What the two stacks declare, what the account has, and what comes of it. */
const rows = [
  { first: "Endpoint Sales", second: "", account: "Endpoint Sales", found: "as declared" },
  { first: "uri sip:…@pbx", second: "", account: "uri sip:…@other", found: "changed" },
  { first: "address 198.18.0.10", second: "", account: "", found: "gone" },
  { first: "Endpoint Night", second: "Endpoint Night", account: "Endpoint Night", found: "contested" },
  { first: "", second: "", account: "Order, by hand", found: "undeclared" },
  { first: "", second: "Order of 2", account: "number, no route", found: "idle" },
];

/** @returns {string} */
export function driftPicture() {
  const height = TOP + rows.length * ROW + 12;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    role: "img",
    "font-family": "system-ui, sans-serif",
    "font-size": 12,
    fill: colours.text,
  };
  return `${element("svg", attributes, [
    element("title", {}, [
      "What the stacks declare beside what the account has, and what comes of each pair",
    ]),
    ...heads(),
    ...rows.flatMap((row, index) => drawRow(row, TOP + index * ROW)),
  ])}\n`;
}

function heads() {
  return [
    ...head(COLUMNS.first, "stack dev", "its state, exported"),
    ...head(COLUMNS.second, "stack live", "its state, exported"),
    ...head(COLUMNS.account, "the account", "each list, read once"),
    ...head(COLUMNS.found, "found", "by the resources' read and diff"),
  ];
}

/** @param {number} x @param {string} title @param {string} under */
function head(x, title, under) {
  return [
    words(x, 26, title, { "font-weight": 600, "font-size": 14 }),
    words(x, 46, under, { "font-size": 11 }),
  ];
}

/** @param {typeof rows[number]} row @param {number} y */
function drawRow({ first, second, account, found }, y) {
  const colour = found === "as declared" ? colours.fine : colours.found;
  const middle = y + BOX.height / 2;
  const things = /** @type {const} */ ([
    [COLUMNS.first, first],
    [COLUMNS.second, second],
    [COLUMNS.account, account || "nothing"],
  ]).filter(([, thing]) => thing !== "");
  const starts = [...things.map(([x]) => x), COLUMNS.found];
  const lines = starts.slice(1).map((to, at) => {
    const from = (starts[at] ?? 0) + BOX.width;
    return { x1: from + 4, x2: to - 6, y1: middle, y2: middle, stroke: colour, "stroke-dasharray": "2 4" };
  });
  return [
    ...lines.map((line) => element("line", line)),
    ...things.flatMap(([x, thing]) => box(x, y, thing)),
    words(COLUMNS.found, middle + 4, found, { fill: colour, "font-weight": 600 }),
  ];
}

/** @param {number} x @param {number} y @param {string} thing */
function box(x, y, thing) {
  const frame = { x, y, ...BOX, rx: 5, fill: "none", stroke: colours.line };
  const dashes = thing === "nothing" ? { stroke: colours.found, "stroke-dasharray": "4 3" } : {};
  return [element("rect", { ...frame, ...dashes }), words(x + 10, y + 17, thing)];
}

/** @param {number} x @param {number} y @param {string} text @param {Record<string, string | number>} [style] */
function words(x, y, text, style = {}) {
  return element("text", { x, y, ...style }, [escaped(text)]);
}
