// How time and calls grow with the number of endpoints, on one chart. One run each: the shape is what counts.

import { seconds } from "../figures.mjs";
import { measurePair } from "../pairs.mjs";
import { total } from "../sandbox.mjs";

/** @typedef {import("../statistics.mjs").Pair} Pair */
/** @typedef {{ size: number, up: Pair, refresh: Pair, calls: { up: number, refresh: number } }} Point */

/** @type {import("../measurement.mjs").Measurement} */
export const growth = {
  name: "growth",
  what: "up and refresh of 50, 500 and 2,000 endpoints; the service answers at once",
  usually: "6 min",
  async run(stage) {
    /** @type {Point[]} */
    const points = [];
    for (const size of stage.quick ? [10, 30, 60] : [50, 500, 2000]) points.push(await pointAt(stage, size));
    return {
      figures: [],
      table: { title: "Growth, the service answers at once", rows: tableOf(points) },
      panels: panelsOf(points),
      raw: { unit: "ms", points },
    };
  },
};

/** @param {import("../stage.mjs").Stage} stage @param {number} size @returns {Promise<Point>} */
async function pointAt(stage, size) {
  const sandbox = await stage.sandbox(0);
  const ours = await stage.stack("ours", size, sandbox.env);
  const floor = await stage.stack("floor", size);
  const up = await measurePair(`${size} endpoints  up`, { ours: ours.up, base: floor.up });
  const upCalls = total(await sandbox.takeCalls());
  const refresh = await measurePair(`${size} endpoints  refresh`, {
    ours: ours.refresh,
    base: floor.refresh,
  });
  return { size, up, refresh, calls: { up: upCalls, refresh: total(await sandbox.takeCalls()) } };
}

/** @param {readonly Point[]} points @returns {import("../table.mjs").Rows} */
function tableOf(points) {
  const number = (/** @type {number} */ value) => value.toLocaleString("en");
  return [
    ["endpoints", "`up`", "floor", "API calls", "`refresh`", "floor", "API calls"],
    ...points.map(({ size, up, refresh, calls }) => [
      number(size),
      seconds(up.ours),
      seconds(up.base),
      number(calls.up),
      seconds(refresh.ours),
      seconds(refresh.base),
      number(calls.refresh),
    ]),
  ];
}

/** @param {readonly Point[]} points @returns {import("../chart.mjs").Panel[]} */
function panelsOf(points) {
  const line = (
    /** @type {string} */ label,
    /** @type {import("../chart.mjs").Colour} */ colour,
    /** @type {(point: Point) => number} */ y,
  ) => ({ label, colour, points: points.map((point) => ({ x: point.size, y: y(point) })) });
  return [
    {
      title: "pulumi up, seconds",
      lines: [
        line("engine alone", "grey", ({ up }) => up.base / 1000),
        line("this package", "blue", ({ up }) => up.ours / 1000),
      ],
    },
    {
      title: "pulumi refresh, seconds",
      lines: [
        line("engine alone", "grey", ({ refresh }) => refresh.base / 1000),
        line("this package", "blue", ({ refresh }) => refresh.ours / 1000),
      ],
    },
    {
      title: "API calls",
      lines: [
        line("up", "blue", ({ calls }) => calls.up),
        line("refresh", "orange", ({ calls }) => calls.refresh),
      ],
    },
  ];
}
