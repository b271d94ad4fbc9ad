// Is dist/ what the sources say? Tests and demo run the built package, and must not run yesterday's.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./repository.mjs";

/** @returns {string[]} every source file of the package, from the repository's root */
export function sources() {
  return ["provider", "sandbox"].flatMap((folder) =>
    filesIn(join(root, folder)).filter((file) => file.endsWith(".ts")),
  );
}

/** @param {string} source @returns {string} what it is built to */
export function outputOf(source) {
  return join("dist", source.replace(/\.ts$/, ".js"));
}

/** @returns {string | undefined} a file that shows that dist/ is not up to date */
export function firstStale() {
  const settings = ["tsconfig.json", "tsconfig.build.json", "scripts/lib/bundle.mjs"].map((file) =>
    time(file),
  );
  return sources().find((source) => time(outputOf(source)) < Math.max(time(source), ...settings));
}

/** @param {string} folder @returns {string[]} */
export function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** @param {string} file @returns {number} when it was written last, 0 when it is not there */
function time(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
