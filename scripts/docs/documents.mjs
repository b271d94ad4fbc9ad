// All generated documents, and what is missing for them.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesIn } from "../lib/built.mjs";
import { root } from "../lib/repository.mjs";
import { driftPicture } from "./drift/picture.mjs";
import { driftSchema } from "./drift/schema.mjs";
import { errorsPage } from "./errors/page.mjs";
import { packageSources } from "./program.mjs";
import { builtBehaviours } from "./reference/definitions.mjs";
import { exportsOf } from "./reference/exports.mjs";
import { indexText } from "./reference/index-page.mjs";
import { pageText } from "./reference/page.mjs";
import { pagesOf } from "./reference/pages.mjs";
import { problemsOf } from "./reference/problems.mjs";
import { fieldsOf } from "./reference/types.mjs";

const FOLDER = "docs/reference";

/**
 * @typedef {object} Documents
 * @property {ReadonlyMap<string, string>} texts what each file is to hold
 * @property {readonly string[]} problems what the code does not say: a line each
 * @property {readonly import("./reference/pages.mjs").Page[]} pages
 */

/** @returns {Documents} from the sources and the built package, which must be up to date */
export function documents() {
  const sources = packageSources();
  const all = pagesOf(sources, builtBehaviours());
  const pages = all.filter(({ kind }) => kind !== undefined);
  const errors = errorsPage(pages, sources);
  const texts = new Map([
    [`${FOLDER}/README.md`, indexText(pages, lookupOptions(sources))],
    ...pages.map((page) => {
      const text = pageText(page, errors.areas.includes(page.name));
      return /** @type {const} */ ([`${FOLDER}/${page.name}.md`, text]);
    }),
    ["docs/errors.md", errors.text],
    ["docs/drift.schema.json", driftSchema()],
    ["docs/drift.svg", driftPicture()],
  ]);
  return { texts, problems: problemsOf(all), pages };
}

/** @param {import("./program.mjs").Sources} sources */
function lookupOptions(sources) {
  const options = exportsOf(sources).find(({ name }) => name === "LookupOptions");
  return options ? fieldsOf(sources.checker.getDeclaredTypeOfSymbol(options), sources) : [];
}

/** @param {ReadonlyMap<string, string>} texts @returns {string[]} the files that are not as they should be */
export function staleFiles(texts) {
  const changed = [...texts].filter(([file, text]) => read(file) !== text).map(([file]) => file);
  return [...changed, ...filesIn(join(root, FOLDER)).filter((file) => !texts.has(file))];
}

/** @param {ReadonlyMap<string, string>} texts @returns {string[]} the files that were written or removed */
export function writeDocuments(texts) {
  const stale = staleFiles(texts);
  for (const file of stale) {
    const text = texts.get(file);
    if (text === undefined) rmSync(join(root, file));
    else write(join(root, file), text);
  }
  return stale;
}

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** @param {string} file */
function read(file) {
  return existsSync(join(root, file))
    ? readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n")
    : undefined;
}
