// What is done with the findings: shown to the person who waited, kept as JSON, written as a page with a chart.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { root } from "../lib/repository.mjs";
import { say, title } from "../lib/screen.mjs";
import { chart } from "./chart.mjs";
import { performanceDocument } from "./document.mjs";
import { figureRows } from "./figures.mjs";
import { plainTable } from "./table.mjs";

/** @typedef {Record<string, import("./measurement.mjs").Outcome>} Outcomes by the measurement's name */
/** @typedef {import("./machine.mjs").Machine} Machine */

/** @param {Outcomes} outcomes */
export function showFindings(outcomes) {
  const { figures, tables } = gather(outcomes);
  if (figures.length > 0) {
    title("Figures with a budget");
    say(plainTable(figureRows(figures)));
  }
  for (const table of tables) {
    title(table.title);
    say(plainTable(table.rows));
  }
  title("Done");
}

/** @param {string} file @param {{ machine: Machine, quick: boolean, outcomes: Outcomes }} findings */
export function saveRuns(file, { machine, quick, outcomes }) {
  const { figures } = gather(outcomes);
  const runs = Object.fromEntries(Object.entries(outcomes).map(([name, { raw }]) => [name, raw]));
  write(file, `${JSON.stringify({ machine, quick, figures, runs }, undefined, 2)}\n`);
}

/** @param {{ machine: Machine, outcomes: Outcomes }} findings */
export function writeDocuments({ machine, outcomes }) {
  const { figures, tables, panels } = gather(outcomes);
  write("docs/performance.md", performanceDocument({ machine, figures, tables }));
  const words = {
    title: "Time and API calls of up and refresh, by number of endpoints",
    xTitle: "endpoints",
  };
  write("docs/performance.svg", chart(panels, words));
}

/** @param {Outcomes} outcomes */
function gather(outcomes) {
  const all = Object.values(outcomes);
  return {
    figures: all.flatMap(({ figures }) => figures),
    tables: all.flatMap(({ table }) => table ?? []),
    panels: all.flatMap(({ panels }) => panels ?? []),
  };
}

/** @param {string} file from the repository's root @param {string} text */
function write(file, text) {
  const path = resolve(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  say(`written: ${relative(root, path)}`);
}
