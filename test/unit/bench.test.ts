import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as provider from "../../provider";
import { chart, niceStep } from "../../scripts/bench/chart.mjs";
import { performanceDocument } from "../../scripts/bench/document.mjs";
import { bytes, figure, figureRows, ratio, seconds, verdict } from "../../scripts/bench/figures.mjs";
import { measurements } from "../../scripts/bench/measurements.mjs";
import { readOptions, UsageError, usage } from "../../scripts/bench/options.mjs";
import { measurePair } from "../../scripts/bench/pairs.mjs";
import { describeCalls, total } from "../../scripts/bench/sandbox.mjs";
import { stateBytes } from "../../scripts/bench/state-bytes.mjs";
import { leastTime, middleMean, middleMeans, ratioOf } from "../../scripts/bench/statistics.mjs";
import { markdownTable, plainTable } from "../../scripts/bench/table.mjs";

describe("the bench's arithmetic", () => {
  test("the mean of the middle half leaves a quarter out at each end", () => {
    expect(middleMean([90, 1, 5, 7])).toBe(6);
    expect(middleMean([4, 5, 9])).toBe(6);
    expect(middleMean([7, 1, 100, 5, 6, 2, 8, 4])).toBe(5.5);
    expect(() => middleMean([])).toThrow("mean of nothing");
  });

  test("neither a slow run of one side nor a fast one of the other decides on a ratio", () => {
    const pairs = [
      { ours: 11, base: 10 },
      { ours: 300, base: 10 },
      { ours: 11, base: 1 },
      { ours: 11, base: 10 },
    ];
    expect(middleMeans(pairs)).toEqual({ ours: 11, base: 10 });
    expect(ratioOf(middleMeans(pairs))).toBeCloseTo(1.1);
  });

  test("requests take their latency divided by how many are under way at once", () => {
    expect(leastTime({ requests: 800, latencyMs: 50, atOnce: 8 })).toBe(5000);
  });

  test("calls are counted over all operations", () => {
    expect(total({ "endpoints.list": 2, "oauth.token": 1 })).toBe(3);
    expect(describeCalls({ "endpoints.list": 2, "oauth.token": 1 })).toBe(
      "3 (2 endpoints.list, 1 oauth.token)",
    );
    expect(describeCalls({})).toBe("none");
  });

  test("state is counted in bytes, not in characters, as the mean of all resources", () => {
    const resource = (description: string) => ({ type: "t", inputs: { description }, outputs: {} });
    const [short, long] = [resource("ab"), resource("äöüß")];
    const length = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
    expect(stateBytes([short, long])).toEqual({
      whole: (length(short) + length(long)) / 2,
      values: (length([short.inputs, {}]) + length([long.inputs, {}])) / 2,
    });
  });
});

describe("a figure of the bench", () => {
  const given = { name: "`up`", limit: 1.15, show: ratio, basis: "11.4 s, floor 10.0 s" };

  test("is ok up to its limit, the limit included, and over it above", () => {
    expect(verdict(figure({ ...given, measured: 1.15 }))).toBe("ok");
    expect(verdict(figure({ ...given, measured: 1.1501 }))).toBe("over");
  });

  test("that cannot be measured on this machine is neither", () => {
    const unknown = figure({ ...given, measured: undefined });
    expect(verdict(unknown)).toBe("–");
    expect(unknown.value).toBe("not measured");
  });

  test("says its budget and how that came about", () => {
    const { value, budget } = figure({
      ...given,
      measured: 2900,
      limit: 4075,
      show: seconds,
      reason: "652 requests",
    });
    expect(value).toBe("2.90 s");
    expect(budget).toBe("≤ 4.08 s (652 requests)");
  });

  test("is one row with value, budget and verdict", () => {
    expect(figureRows([figure({ ...given, measured: 1.2 })])[1]).toEqual([
      "`up`",
      "1.20",
      "≤ 1.15",
      "over",
      "11.4 s, floor 10.0 s",
    ]);
  });

  test("shows a long time with less precision, and bytes in thousands", () => {
    expect(seconds(9_999)).toBe("10.00 s");
    expect(seconds(12_340)).toBe("12.3 s");
    expect(bytes(1965.4)).toBe("1,965 B");
  });
});

describe("the bench's options", () => {
  const names = ["engine", "growth"];

  test("are all off when nothing is said", () => {
    expect(readOptions([], names)).toEqual({
      check: false,
      quick: false,
      help: false,
      writeDocs: false,
      json: ".tmp/bench.json",
      only: [],
    });
  });

  test("take several measurements, and refuse one that does not exist by naming those that do", () => {
    expect(readOptions(["--only", "engine", "--only", "growth"], names).only).toEqual(["engine", "growth"]);
    expect(() => readOptions(["--only", "speed"], names)).toThrow("engine, growth");
    expect(() => readOptions(["--fast"], names)).toThrow(UsageError);
  });

  test("never write the documents from half a run", () => {
    expect(() => readOptions(["--write-docs", "--quick"], names)).toThrow("whole run");
    expect(() => readOptions(["--write-docs", "--only", "engine"], names)).toThrow("whole run");
  });

  test("name every measurement there is", () => {
    for (const { name } of measurements) expect(usage(measurements.map((one) => one.name))).toContain(name);
  });
});

test("the bench's program that uses everything uses everything that the package exports", () => {
  const program = readFileSync(join(__dirname, "../../scripts/bench/compiled/everything.ts"), "utf8");
  const unused = Object.keys(provider).filter((name) => !program.includes(`.${name}(`));
  expect(unused).toEqual([]);
});

describe("a pair of the bench", () => {
  const { write } = process.stdout;
  let shown = "";

  beforeEach(() => {
    shown = "";
    process.stdout.write = (text) => {
      shown += text;
      return true;
    };
  });

  afterEach(() => {
    process.stdout.write = write;
  });

  test("is measured one side after the other, and shown", async () => {
    const order: string[] = [];
    const side = (name: string, took: number) => async () => {
      order.push(name);
      return took;
    };

    const pair = await measurePair("1 of 3  up", { ours: side("ours", 2200), base: side("base", 2000) });

    expect(order).toEqual(["ours", "base"]);
    expect(pair).toEqual({ ours: 2200, base: 2000 });
    expect(shown).toMatch(/1 of 3 {2}up .*2\.20 s .*floor .*2\.00 s .*1\.10/);
  });
});

describe("the bench's tables", () => {
  const rows = [
    ["what", "value"],
    ["`up`", "a|b"],
  ];

  test("are aligned for a terminal", () => {
    expect(plainTable(rows)).toBe("what  value\n`up`  a|b");
  });

  test("escape what Markdown would take for a column", () => {
    expect(markdownTable(rows)).toBe("| what | value |\n| --- | --- |\n| `up` | a\\|b |");
  });
});

describe("the bench's chart", () => {
  const line = {
    label: "a < b & c",
    colour: "blue" as const,
    points: [
      { x: 50, y: 3 },
      { x: 500, y: 12 },
      { x: 2000, y: 81 },
    ],
  };
  const svg = chart([{ title: "seconds", lines: [line] }], { title: "Growth", xTitle: "endpoints" });

  test("is one SVG whose tags are all closed and whose texts are escaped", () => {
    const open: string[] = [];
    for (const [, closing, name = "", empty] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
    }
    expect(open).toEqual([]);
    expect(svg).toContain("a &lt; b &amp; c");
  });

  test("has a mark for each point and a label for each size, all inside the picture", () => {
    expect(svg.match(/<circle /g)).toHaveLength(3);
    for (const size of ["50", "500", "2,000"]) expect(svg).toContain(`>${size}</text>`);
    for (const [, y] of svg.matchAll(/cy="([\d.-]+)"/g)) expect(Number(y)).toBeGreaterThanOrEqual(40);
    expect(svg).not.toContain("NaN");
  });

  test("is the same for the same numbers", () => {
    expect(chart([{ title: "seconds", lines: [line] }], { title: "Growth", xTitle: "endpoints" })).toBe(svg);
  });

  test("has round steps", () => {
    expect([0.9, 7, 81, 3000].map(niceStep)).toEqual([0.25, 2, 25, 1000]);
  });
});

test("the performance page holds the table, the machine, the chart and how to repeat it", () => {
  const machine = { date: "2026-01-02", cores: 2, node: "20.1.2", engine: "3.256.0", sdk: "3.248.0" };
  const figures = [
    figure({ name: "`up`", measured: 1.08, limit: 1.15, show: ratio, basis: "10.8 s, floor 10.0 s" }),
  ];
  const page = performanceDocument({
    machine,
    figures,
    tables: [{ title: "Growth", rows: [["endpoints"], ["50"]] }],
  });
  for (const words of [
    "2026-01-02",
    "2 cores",
    "| `up` | 1.08 | ≤ 1.15 | ok |",
    "(performance.svg)",
    "npm run bench",
    "## Growth",
  ])
    expect(page).toContain(words);
});
