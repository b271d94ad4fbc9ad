// The API's operations that the client knows: every object literal with a `method` and a `path`.

import ts from "typescript";
import { commentAbove, guessesIn } from "../jsdoc.mjs";
import { nodesIn, valueIn } from "../program.mjs";

/**
 * @typedef {object} Operation
 * @property {string} name `PUT /endpoints/{sid}`
 * @property {string[]} guesses what the client's comment on it owns up to
 */

/** @param {import("../program.mjs").Sources} sources @returns {Operation[]} */
export function clientOperations({ files, fileOf }) {
  return files
    .filter((file) => fileOf(file).startsWith("provider/client/"))
    .flatMap((file) => [...nodesIn(file)])
    .filter(ts.isObjectLiteralExpression)
    .flatMap((literal) => {
      const [method, path] = [valueIn(literal, "method"), valueIn(literal, "path")];
      if (!method || !path || !ts.isStringLiteral(method)) return [];
      return [{ name: `${method.text} ${pathText(path)}`, guesses: guessesIn(commentOn(literal)) }];
    });
}

/** @param {string} name @returns {string} the same whatever its parameters are called */
export function normal(name) {
  return name.replace(/\{[^}]*\}/g, "{}");
}

/**
 * The operations that an `@operations` tag names: `GET /numbers (before a delete), DELETE /endpoints/{sid}`.
 *
 * @param {string} tag
 * @returns {{ name: string, note: string | undefined }[]}
 */
export function operationsIn(tag) {
  return [...tag.matchAll(/\b(GET|POST|PUT|PATCH|DELETE) (\/[^\s,]*)(?:\s+\(([^)]*)\))?/g)].map(
    ([, method, path, note]) => ({ name: `${method} ${path}`, note: note?.replace(/\s+/g, " ") }),
  );
}

/** @param {ts.Expression} path @returns {string} with its parameters in braces */
function pathText(path) {
  if (ts.isStringLiteralLike(path)) return path.text;
  const template = ts.isTaggedTemplateExpression(path) ? path.template : path;
  if (ts.isStringLiteralLike(template)) return template.text;
  if (!ts.isTemplateExpression(template)) return `{${path.getText()}}`;
  const spans = template.templateSpans.map(
    ({ expression, literal }) => `{${expression.getText()}}${literal.text}`,
  );
  return template.head.text + spans.join("");
}

/** @param {ts.Node} node @returns {string} the comment above the function that holds it */
function commentOn(node) {
  const holder = ts.findAncestor(
    node,
    (each) => ts.isFunctionDeclaration(each) || ts.isVariableStatement(each),
  );
  return holder ? commentAbove(holder) : "";
}
