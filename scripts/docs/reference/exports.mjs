// What the package shows, sorted into what gets a page.

import ts from "typescript";

/** @typedef {"resource" | "component" | "provider" | "lookup"} Kind */

/**
 * @typedef {object} Shown
 * @property {Kind | undefined} kind none: nobody has said what kind of thing it is
 * @property {string} name
 * @property {ts.Symbol} symbol
 * @property {ts.Declaration} declaration the class or the function
 * @property {string} file where it is declared
 */

/** What Pulumi calls the base classes. */
const KINDS = /** @type {const} */ ({
  CustomResource: "resource",
  ComponentResource: "component",
  ProviderResource: "provider",
});

/** The file whose exports are public. */
const ENTRANCE = "provider/index.ts";

/** @param {import("../program.mjs").Sources} sources @returns {ts.Symbol[]} what the package exports, types too */
export function exportsOf({ checker, files, fileOf }) {
  const file = files.find((each) => fileOf(each) === ENTRANCE);
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new Error(`${ENTRANCE} exports nothing`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

/** @param {import("../program.mjs").Sources} sources @returns {Shown[]} sorted by name */
export function shownBy(sources) {
  const { checker, fileOf } = sources;
  const symbols = exportsOf(sources);
  const names = new Set(symbols.map(({ name }) => name));
  return symbols
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Value && !isOutputForm(symbol.name))
    .map(shown)
    .sort((a, b) => (a.name < b.name ? -1 : 1));

  /** `getX` has a page; its `getXOutput` stands on it. @param {string} name */
  function isOutputForm(name) {
    return name.endsWith("Output") && names.has(name.slice(0, -"Output".length));
  }

  /** @param {ts.Symbol} symbol @returns {Shown} */
  function shown(symbol) {
    const declaration = symbol.valueDeclaration;
    if (!declaration) throw new Error(`${symbol.name} is declared nowhere`);
    const { name } = symbol;
    return { kind: kindOf(symbol, declaration), name, symbol, declaration, file: fileOf(declaration) };
  }

  /** @param {ts.Symbol} symbol @param {ts.Declaration} declaration @returns {Kind | undefined} */
  function kindOf(symbol, declaration) {
    if (ts.isFunctionDeclaration(declaration) && names.has(`${symbol.name}Output`)) return "lookup";
    return ts.isClassDeclaration(declaration)
      ? kindOfClass(checker.getDeclaredTypeOfSymbol(symbol))
      : undefined;
  }

  /** @param {ts.Type} type @returns {Kind | undefined} */
  function kindOfClass(type) {
    for (const base of type.getBaseTypes() ?? []) {
      const { name } = base.symbol;
      // A ProviderResource is a CustomResource too: the nearest counts.
      const kind =
        name in KINDS
          ? KINDS[/** @type {keyof typeof KINDS} */ (name)]
          : kindOfClass(checker.getDeclaredTypeOfSymbol(base.symbol));
      if (kind) return kind;
    }
    return undefined;
  }
}
