// How a type is written for a reader: what may be passed or is there in the end, without the Inputs and Outputs around it.

import ts from "typescript";
import { docOf } from "../jsdoc.mjs";

/**
 * @typedef {object} Field one property of args or of a result
 * @property {string} name with its path when it lies deeper: `endpoints[].sid`
 * @property {string} type
 * @property {boolean} required
 * @property {boolean} missing whether there may be none
 * @property {string} text its JSDoc
 * @property {ts.Declaration} declaration
 */

const DEEPEST = 3;

/**
 * The properties of a type and of the objects in it.
 *
 * @param {ts.Type} type
 * @param {import("../program.mjs").Sources} sources
 * @param {(property: ts.Symbol) => boolean} wanted
 * @returns {Field[]}
 */
export function fieldsOf(type, { checker, files }, wanted = () => true) {
  const ours = new Set(files);
  return below(type, "", 1);

  /** @param {ts.Type} parent @param {string} path @param {number} depth @returns {Field[]} */
  function below(parent, path, depth) {
    return checker
      .getPropertiesOfType(parent)
      .filter((property) => depth > 1 || wanted(property))
      .flatMap((property) => {
        const [declaration] = property.declarations ?? [];
        if (!declaration) return [];
        const own = checker.getTypeOfSymbol(property);
        const parts = plainParts(own, checker);
        const name = path + property.name;
        const field = {
          name,
          type: textOf(parts, declaration),
          required: !(property.flags & ts.SymbolFlags.Optional),
          missing: mayBeMissing(own),
          text: docOf(property, checker).text,
          declaration,
        };
        const inner = objectIn(parts);
        const brackets = inner && !parts.includes(inner) ? "[]" : "";
        return [field, ...(inner && depth < DEEPEST ? below(inner, `${name}${brackets}.`, depth + 1) : [])];
      });
  }

  /** @param {readonly ts.Type[]} parts @param {ts.Node} declaration @returns {string} */
  function textOf(parts, declaration) {
    const texts = parts.map((part) => partText(part, declaration));
    const source = declaration.getText();
    const place = (/** @type {string} */ text) =>
      source.includes(text) ? source.indexOf(text) : source.length;
    // In the order in which they were written: the checker's depends on what it saw first.
    return [...new Set(texts)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1)).join(" | ");
  }

  /** @param {ts.Type} part @param {ts.Node} declaration @returns {string} */
  function partText(part, declaration) {
    if (part.flags & ts.TypeFlags.BooleanLike) return "boolean";
    if (part.isStringLiteral()) return JSON.stringify(part.value);
    const element = elementOf(part);
    if (element) {
      const parts = plainParts(element, checker);
      const text = textOf(parts, declaration);
      return parts.length > 1 && text.includes(" | ") ? `(${text})[]` : `${text}[]`;
    }
    if (objectIn([part])) return isNamed(part) ? (part.symbol.name ?? "object") : "object";
    return checker.typeToString(part, undefined, ts.TypeFormatFlags.NoTruncation);
  }

  /** @param {readonly ts.Type[]} parts @returns {ts.Type | undefined} the object of ours that is there, or a list of */
  function objectIn(parts) {
    for (const part of parts) {
      const element = elementOf(part);
      const found = element ? objectIn(plainParts(element, checker)) : isOurs(part) ? part : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** @param {ts.Type} part */
  function isOurs(part) {
    if (!(part.flags & ts.TypeFlags.Object) || part.isClass()) return false;
    const [first] = checker.getPropertiesOfType(part);
    const declaration = first?.declarations?.[0];
    return declaration !== undefined && ours.has(declaration.getSourceFile());
  }

  /** @param {ts.Type} part */
  function elementOf(part) {
    return checker.isArrayType(part)
      ? checker.getTypeArguments(/** @type {ts.TypeReference} */ (part))[0]
      : undefined;
  }
}

/** @param {ts.Type} type */
function isNamed(type) {
  return type.symbol !== undefined && !type.symbol.name.startsWith("__");
}

/**
 * What is left of a type without `undefined` and without Pulumi's wrappers around it.
 *
 * @param {ts.Type} type
 * @param {ts.TypeChecker} checker
 * @returns {ts.Type[]}
 */
export function plainParts(type, checker) {
  const inOutput = heldBy(type, checker);
  if (inOutput) return plainParts(inOutput, checker);
  if (type.isUnion())
    return type.types.filter((part) => !isWrapper(part)).flatMap((part) => plainParts(part, checker));
  return type.flags & ts.TypeFlags.Undefined ? [] : [type];
}

/** What an `Output` holds; of a number or a boolean TypeScript keeps only half of its name. @param {ts.Type} type @param {ts.TypeChecker} checker */
function heldBy(type, checker) {
  if (type.aliasSymbol?.name === "Output") return type.aliasTypeArguments?.[0];
  if (type.symbol?.name !== "OutputInstance") return undefined;
  return checker.getTypeArguments(/** @type {ts.TypeReference} */ (type))[0];
}

/** @param {ts.Type} type @returns {boolean} */
function mayBeMissing(type) {
  if (type.isUnion()) return type.types.some(mayBeMissing);
  const inOutput = type.aliasSymbol?.name === "Output" ? type.aliasTypeArguments?.[0] : undefined;
  return inOutput ? mayBeMissing(inOutput) : Boolean(type.flags & ts.TypeFlags.Undefined);
}

/** An `Input<T>` is `T | Promise<T> | OutputInstance<T>`. @param {ts.Type} part */
function isWrapper(part) {
  return ["Promise", "OutputInstance"].includes(part.symbol?.name ?? "");
}
