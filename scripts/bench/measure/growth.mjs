// How time and calls grow with the number of endpoints, on one chart. One run each: the shape is what counts. The engine
// alone is shown as far as it takes less than a minute.

import { seconds } from "../figures.mjs";
import { measureOurs, measurePair } from "../pairs.mjs";
import { total } from "../sandbox.mjs";

/** @typedef {import("../statistics.mjs").Pair} Pair */
/** @typedef {Pick<Pair, "ours"> & Partial<Pair>} Took */
/** @typedef {{ size: number, up: Took, refresh: Took, calls: { up: number, refresh: number } }} Point */

/** @type {import("../measurement.mjs").Measurement} */
export const growth = {
  name: "growth",
  what: "up and refresh of 50, 500 and 2,000 endpoints; the service answers at once",
  usually: "7 min",
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
  const floor = size > (stage.quick ? 30 : 500) ? undefined : await stage.stack("floor", size);
  const measure = (/** @type {"up" | "refresh"} */ command) => {
    const what = `${size} endpoints  ${command}`;
    if (!floor) return measureOurs(what, ours[command]);
    return measurePair(what, { ours: ours[command], base: floor[command] });
  };
  const up = await measure("up");
  const upCalls = total(await sandbox.takeCalls());
  const refresh = await measure("refresh");
  return { size, up, refresh, calls: { up: upCalls, refresh: total(await sandbox.takeCalls()) } };
}

/** @param {readonly Point[]} points @returns {import("../table.mjs").Rows} */
function tableOf(points) {
  const number = (/** @type {number} */ value) => value.toLocaleString("en");
  const time = (/** @type {number | undefined} */ ms) => (ms === undefined ? "–" : seconds(ms));
  return [
    ["endpoints", "`up`", "floor", "API calls", "`refresh`", "floor", "API calls"],
    ...points.map(({ size, up, refresh, calls }) => [
      number(size),
      seconds(up.ours),
      time(up.base),
      number(calls.up),
      seconds(refresh.ours),
      time(refresh.base),
      number(calls.refresh),
    ]),
  ];
}

/** @param {readonly Point[]} points @returns {import("../chart.mjs").Panel[]} */
function panelsOf(points) {
  const line = (
    /** @type {string} */ label,
    /** @type {import("../chart.mjs").Colour} */ colour,
    /** @type {(point: Point) => number | undefined} */ valueAt,
  ) => ({
    label,
    colour,
    points: points.flatMap((point) => {
      const value = valueAt(point);
      return value === undefined ? [] : [{ x: point.size, y: value }];
    }),
  });
  const inSeconds = (/** @type {number | undefined} */ ms) => (ms === undefined ? undefined : ms / 1000);
  return [
    {
      title: "pulumi up, seconds",
      lines: [
        line("engine alone", "grey", ({ up }) => inSeconds(up.base)),
        line("this package", "blue", ({ up }) => inSeconds(up.ours)),
      ],
    },
    {
      title: "pulumi refresh, seconds",
      lines: [
        line("engine alone", "grey", ({ refresh }) => inSeconds(refresh.base)),
        line("this package", "blue", ({ refresh }) => inSeconds(refresh.ours)),
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
