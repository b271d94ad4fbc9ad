// The table of contents of the reference.

import { blocks, code, firstSentence, generated, section, table } from "../markdown.mjs";

const KINDS = /** @type {const} */ ([
  ["resource", "Resources"],
  ["component", "Components"],
  ["lookup", "Lookups"],
  ["provider", "A second account"],
]);

/**
 * @param {readonly import("./pages.mjs").Page[]} pages
 * @param {readonly import("./types.mjs").Field[]} lookupOptions
 * @returns {string}
 */
export function indexText(pages, lookupOptions) {
  const sections = KINDS.map(([kind, title]) => {
    const rows = pages
      .filter((page) => page.kind === kind)
      .map(({ name, text }) => [`[${name}](${name}.md)`, firstSentence(text)]);
    return section(title, table(["", ""], rows));
  });
  const text = blocks([
    "# Reference",
    generated("the JSDoc of what provider/index.ts exports"),
    "What a program can declare and look up. In the tables of inputs, *replaces* means that a change makes a new object " +
      "before the old one is deleted, *fixed* that it can never change, and *not sent* that the input steers this package and never reaches the service.",
    ...sections,
    section(
      "Options of a lookup's Output form",
      table(
        ["option", "what it is"],
        lookupOptions.map(({ name, text }) => [code(name), text]),
      ),
    ),
    "A process signs in once (`POST /oauth/token`) and asks once whose account it is (`GET /organisation`); the pages " +
      "name the operations beyond these. Messages and what to do about them: [errors](../errors.md). What the API is " +
      "known to do, and how surely: [API](../api.md).",
  ]);
  return `${text}\n`;
}
