// The package's sources as TypeScript sees them: where everything in the documents comes from.

import { join, relative, sep } from "node:path";
import ts from "typescript";
import { root } from "../lib/repository.mjs";

/**
 * @typedef {object} Sources
 * @property {ts.TypeChecker} checker
 * @property {readonly ts.SourceFile[]} files those of the package, in the order of their names
 * @property {(node: ts.Node) => string} fileOf the file that holds a node, from the package's root: `provider/index.ts`
 */

/** @returns {Sources} everything in provider/ but the command */
export function packageSources() {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.build.json"), {}, parseHost);
  if (!config) throw new Error("tsconfig.build.json cannot be read");
  const names = config.fileNames.filter((name) => /^provider.(?!cli\b)/.test(relative(root, name)));
  return sourcesOf(ts.createProgram(names, config.options), root);
}

/** @type {ts.ParseConfigFileHost} */
const parseHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic({ messageText }) {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
  },
};

/**
 * @param {ts.Program} program
 * @param {string} folder what counts as the package
 * @returns {Sources}
 */
export function sourcesOf(program, folder) {
  const fileOf = (/** @type {ts.Node} */ node) =>
    relative(folder, node.getSourceFile().fileName).replaceAll(sep, "/");
  const files = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && file.fileName.startsWith(folder))
    .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  return { checker: program.getTypeChecker(), files, fileOf };
}

/**
 * Every node below one, that one first.
 *
 * @param {ts.Node} node
 * @returns {Generator<ts.Node>}
 */
export function* nodesIn(node) {
  yield node;
  for (const child of childrenOf(node)) yield* nodesIn(child);
}

/** @param {ts.Node} node @returns {ts.Node[]} */
function childrenOf(node) {
  /** @type {ts.Node[]} */
  const children = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  return children;
}

/** @param {ts.ObjectLiteralExpression} literal @param {string} key @returns {ts.Expression | undefined} */
export function valueIn(literal, key) {
  const property = literal.properties.find((each) => each.name?.getText() === key);
  if (property && ts.isPropertyAssignment(property)) return property.initializer;
  return property && ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}
