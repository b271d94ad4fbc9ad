// A row of small line charts as one SVG, made by hand: no dependency, the same bytes for the same numbers. Its colours have
// enough contrast on white and on black, and it has no background.

import { element, escaped, round } from "../lib/svg.mjs";

/** @typedef {keyof typeof colours} Colour */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ label: string, colour: Colour, points: readonly Point[] }} Line */
/** @typedef {{ title: string, lines: readonly Line[] }} Panel */

const colours = { blue: "#2f7fe0", orange: "#cc6a1c", grey: "#7d8590" };
const text = "#7d8590";

const PANEL = { width: 300, height: 240 };
/** Around the area where the lines are. */
const MARGIN = { top: 40, right: 14, bottom: 54, left: 48 };
const AREA = {
  width: PANEL.width - MARGIN.left - MARGIN.right,
  height: PANEL.height - MARGIN.top - MARGIN.bottom,
};

/** @param {readonly Panel[]} panels @param {{ title: string, xTitle: string }} words @returns {string} */
export function chart(panels, { title, xTitle }) {
  const width = PANEL.width * panels.length;
  const drawn = panels.map((panel, index) =>
    element("g", { transform: `translate(${index * PANEL.width} 0)` }, drawPanel(panel, xTitle)),
  );
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${PANEL.height}`,
    width,
    height: PANEL.height,
    role: "img",
    "font-family": "system-ui, sans-serif",
    "font-size": 11,
    fill: text,
  };
  return `${element("svg", attributes, [element("title", {}, [escaped(title)]), ...drawn])}\n`;
}

/** @param {Panel} panel @param {string} xTitle @returns {string[]} */
function drawPanel({ title, lines }, xTitle) {
  const points = lines.flatMap((line) => line.points);
  const sizes = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const step = niceStep(Math.max(...points.map(({ y }) => y)));
  const steps = Math.max(1, Math.ceil(Math.max(...points.map(({ y }) => y)) / step));
  const xAt = scale(Math.max(...sizes), AREA.width, MARGIN.left);
  const yAt = scale(step * steps, -AREA.height, MARGIN.top + AREA.height);
  return [
    element("text", { x: MARGIN.left, y: 16, "font-weight": 600, "font-size": 12 }, [escaped(title)]),
    ...Array.from({ length: steps + 1 }, (_, index) => drawGrid(index * step, yAt(index * step))),
    ...sizes.map((size) => drawSize(size, xAt(size))),
    label(MARGIN.left + AREA.width / 2, PANEL.height - 22, "middle", xTitle),
    ...lines.flatMap((line) => drawLine(line, xAt, yAt)),
    ...drawLegend(lines),
  ];
}

/** @param {number} value @param {number} y */
function drawGrid(value, y) {
  const line = { x1: MARGIN.left, x2: MARGIN.left + AREA.width, y1: y, y2: y, stroke: text };
  return (
    element("line", { ...line, "stroke-opacity": value === 0 ? 0.8 : 0.25 }) +
    label(MARGIN.left - 6, y + 4, "end", value.toLocaleString("en"))
  );
}

/** @param {number} size @param {number} x */
function drawSize(size, x) {
  const bottom = MARGIN.top + AREA.height;
  const mark = { x1: x, x2: x, y1: bottom, y2: bottom + 4, stroke: text };
  return element("line", mark) + label(x, bottom + 16, "middle", size.toLocaleString("en"));
}

/** @param {Line} line @param {(x: number) => number} xAt @param {(y: number) => number} yAt @returns {string[]} */
function drawLine({ colour, points }, xAt, yAt) {
  const places = points.map(({ x, y }) => ({ x: xAt(x), y: yAt(y) }));
  const path = places.map(({ x, y }) => `${round(x)},${round(y)}`).join(" ");
  const stroke = colours[colour];
  return [
    element("polyline", { points: path, fill: "none", stroke, "stroke-width": 2 }),
    ...places.map(({ x, y }) => element("circle", { cx: x, cy: y, r: 3, fill: stroke })),
  ];
}

/** @param {readonly Line[]} lines @returns {string[]} */
function drawLegend(lines) {
  return lines.flatMap(({ label: name, colour }, index) => {
    const x = MARGIN.left + (index * AREA.width) / lines.length;
    const y = PANEL.height - 6;
    const stroke = { x1: x, x2: x + 14, y1: y - 4, y2: y - 4, stroke: colours[colour], "stroke-width": 2 };
    return [element("line", stroke), label(x + 19, y, "start", name)];
  });
}

/** @param {number} most @returns {number} a round number that goes into the range about four times */
export function niceStep(most) {
  const rough = Math.max(most, Number.MIN_VALUE) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= rough) ?? 10;
  return factor * power;
}

/** @param {number} most @param {number} length @param {number} from @returns {(value: number) => number} */
const scale = (most, length, from) => (value) => from + (value / most) * length;

/** @param {number} x @param {number} y @param {"start" | "middle" | "end"} anchor @param {string} words */
const label = (x, y, anchor, words) => element("text", { x, y, "text-anchor": anchor }, [escaped(words)]);
