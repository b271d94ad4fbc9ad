// Whose message it is: the pages whose code reaches the file that says it.

import ts from "typescript";

/**
 * @param {readonly import("../reference/pages.mjs").Page[]} pages
 * @param {import("../program.mjs").Sources} sources
 * @returns {(file: string) => string} the title of the section for what a file says
 */
export function areasOf(pages, sources) {
  const kinds = new Map(pages.map(({ file, kind }) => [file, kind]));
  const reached = pages.map((page) => ({ page, files: reachedFrom(page.file) }));
  return (file) => {
    if (file.startsWith("provider/engine/")) return "Every resource";
    const owners = reached.filter(({ files }) => files.has(file)).map(({ page }) => page);
    const lookups = pages.filter(({ kind }) => kind === "lookup");
    if (
      owners.length > 1 &&
      owners.length === lookups.length &&
      owners.every(({ kind }) => kind === "lookup")
    ) {
      return "Every lookup";
    }
    return owners.length > 0 ? owners.map(({ name }) => name).join(", ") : "Elsewhere";
  };

  /** What a page's file imports, but not what other pages are made of. @param {string} start @returns {Set<string>} */
  function reachedFrom(start) {
    const found = new Set([start]);
    for (const file of found) {
      for (const imported of importsOf(file)) if (!kinds.has(imported)) found.add(imported);
    }
    return found;
  }

  /** @param {string} name @returns {string[]} */
  function importsOf(name) {
    const file = sources.files.find((each) => sources.fileOf(each) === name);
    const imports = file ? file.statements.filter(ts.isImportDeclaration) : [];
    return imports.flatMap(({ importClause, moduleSpecifier }) => {
      if (importClause?.isTypeOnly) return [];
      const module = sources.checker.getSymbolAtLocation(moduleSpecifier)?.valueDeclaration;
      return module && sources.files.includes(module.getSourceFile()) ? [sources.fileOf(module)] : [];
    });
  }
}
