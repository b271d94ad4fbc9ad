// What the schemas say of an input that is no good.

import ts from "typescript";
import { nodesIn } from "../program.mjs";
import { textsIn } from "./texts.mjs";

/**
 * @param {readonly import("../reference/pages.mjs").Page[]} pages
 * @param {import("../program.mjs").Sources} sources
 * @returns {import("./messages.mjs").Message[]}
 */
export function inputReasons(pages, sources) {
  const texts = textsIn(sources);
  return pages.flatMap(({ file, inputs }) =>
    inputs.flatMap(({ name, declaration }) =>
      schemaTexts(declaration).map((text) => ({ manner: "reason", file, text: `${name}: ${text}` })),
    ),
  );

  /** The words among the arguments of a schema's calls: `z.string("must be a text")`. @param {ts.Node} node @returns {string[]} */
  function schemaTexts(node) {
    if (!ts.isPropertyAssignment(node) && !ts.isVariableDeclaration(node)) return [];
    if (!node.initializer || !ts.isExpression(node.initializer)) return [];
    return [...nodesIn(node.initializer)].flatMap((part) => {
      if (ts.isIdentifier(part)) return ofConstant(part);
      return ts.isExpression(part) && isSaid(part) ? texts.of(part).filter((text) => text.includes(" ")) : [];
    });
  }

  /** A schema may be made of another. @param {ts.Identifier} name @returns {string[]} */
  function ofConstant(name) {
    const declaration = texts.symbolAt(name)?.valueDeclaration;
    const isOurs = declaration && sources.files.includes(declaration.getSourceFile());
    return isOurs && !ts.isFunctionLike(declaration) ? schemaTexts(declaration) : [];
  }
}

/** @param {ts.Expression} part */
function isSaid(part) {
  if (!ts.isStringLiteralLike(part) && !ts.isTemplateExpression(part)) return false;
  const { parent } = part;
  if (ts.isPropertyAssignment(parent)) return ["message", "error"].includes(parent.name.getText());
  return ts.isCallExpression(parent);
}
