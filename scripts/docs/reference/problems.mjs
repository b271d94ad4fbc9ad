// What a page cannot say because the code does not: each is a line for whoever wrote the code.

/** @param {readonly import("./pages.mjs").Page[]} pages @returns {string[]} */
export function problemsOf(pages) {
  return pages.flatMap((page) => missingFrom(page).map((what) => `${page.name} (${page.file}) ${what}`));
}

/** @param {import("./pages.mjs").Page} page @returns {string[]} */
function missingFrom(page) {
  if (!page.kind)
    return ["is public, but is no resource, component or lookup with an Output form: it has no page"];
  const hasState = page.kind !== "lookup";
  const isDerived = page.kind === "resource" || page.kind === "lookup";
  return [
    page.text ? [] : ["does not say what it is for: write JSDoc above it"],
    page.text.includes("```") ? ["has code in its text: put it below @example"] : [],
    page.example?.includes("```ts\n") ? [] : ["has no example: add @example with a ```ts fence"],
    page.operationsTag
      ? []
      : ["does not say which API operations it uses: add @operations GET /x, POST /x (or none)"],
    page.kind === "resource" && !page.isDefined
      ? ["has no definition of its name in provider/resources"]
      : [],
    hasState && !page.delete ? ["does not say what delete does to money and calls: add @delete"] : [],
    !isDerived && !page.change ? ["does not say what a change does: add @change"] : [],
    page.operations
      .filter(({ known }) => !known)
      .map(({ name }) => `names ${name}, which the client does not have`),
    [...page.inputs, ...page.outputs]
      .flatMap(({ name, type, text }) => [
        text ? [] : [`has ${name} without JSDoc above it`],
        type === "any" ? [`has ${name} of a type that TypeScript does not know`] : [],
      ])
      .flat(),
  ].flat();
}
