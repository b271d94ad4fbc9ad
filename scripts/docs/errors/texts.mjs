// What text an expression can give, without running it: every alternative, with placeholders for what is not known.

import ts from "typescript";
import { nodesIn } from "../program.mjs";
import { isBare, placeholder, wordCount } from "./placeholders.mjs";

/** @typedef {ReadonlyMap<ts.Symbol, readonly string[]>} Bound what is known of parameters */
/** @typedef {ts.FunctionLikeDeclaration} Func */

/**
 * @typedef {object} Texts
 * @property {(expression: ts.Expression, bound?: Bound) => string[]} of
 * @property {(func: Func, bound?: Bound) => string[]} returnedBy what a function can return
 * @property {(call: ts.CallExpression) => Func | undefined} calledBy the function of ours that a call calls
 * @property {(node: ts.Node) => ts.Symbol | undefined} symbolAt
 */

/** Beyond so many alternatives a part is left open. */
const MOST = 40;
const DEEPEST = 12;
/** Calls that give what they are called on, as far as words go. */
const SAME = new Set(["filter", "flat", "sort", "slice", "values", "toString", "trim", "catch", "reverse"]);

/** @param {import("../program.mjs").Sources} sources @returns {Texts} */
export function textsIn({ checker, files }) {
  const ours = new Set(files);
  // To ask the checker about every call takes long: most are of names that nothing of ours has.
  const names = new Set(files.flatMap((file) => [...nodesIn(file)].flatMap(functionName)));
  let depth = 0;

  return { of: (expression, bound = new Map()) => of(expression, bound), returnedBy, calledBy, symbolAt };

  /** @param {ts.Expression} expression @param {Bound} bound @returns {string[]} */
  function of(expression, bound) {
    if (depth > DEEPEST) return [placeholder(expression)];
    depth++;
    try {
      return distinct(alternatives(expression, bound));
    } finally {
      depth--;
    }
  }

  /** @param {ts.Expression} node @param {Bound} bound @returns {string[]} */
  function alternatives(node, bound) {
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text];
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.flatMap(({ expression, literal }) => [
        of(expression, bound),
        [literal.text],
      ]);
      return joined([[node.head.text], ...spans]);
    }
    if (ts.isConditionalExpression(node)) return [...of(node.whenTrue, bound), ...of(node.whenFalse, bound)];
    if (ts.isBinaryExpression(node)) return ofBinary(node, bound);
    if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => of(element, bound));
    if (ts.isSpreadElement(node)) return of(node.expression, bound);
    if (ts.isIdentifier(node)) return ofIdentifier(node, bound);
    if (ts.isCallExpression(node)) return ofCall(node, bound);
    if (ts.isElementAccessExpression(node)) return ofElement(node, bound);
    if (ts.isPropertyAccessExpression(node)) return ofProperty(node, bound);
    if (ts.isNewExpression(node) && node.expression.getText() === "Map") return argument(node, 0, bound);
    if (isWrapped(node)) return of(node.expression, bound);
    return [placeholder(node)];
  }

  /** @param {ts.BinaryExpression} node @param {Bound} bound */
  function ofBinary(node, bound) {
    const { left, right, operatorToken } = node;
    switch (operatorToken.kind) {
      case ts.SyntaxKind.PlusToken:
        return joined([of(left, bound), of(right, bound)]);
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
        return [...of(left, bound), ...of(right, bound)];
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return of(right, bound);
      default:
        return [placeholder(node)];
    }
  }

  /** @param {ts.Identifier} node @param {Bound} bound */
  function ofIdentifier(node, bound) {
    if (node.text === "undefined") return [];
    const symbol = symbolAt(node);
    const known = symbol && bound.get(symbol);
    if (known) return [...known];
    const declaration = symbol?.valueDeclaration;
    if (!declaration || !isOurs(declaration) || !ts.isVariableDeclaration(declaration))
      return [placeholder(node)];
    if (!declaration.initializer || !ts.isIdentifier(declaration.name)) return [placeholder(node)];
    const found = of(declaration.initializer, bound);
    return found.length === 0 || found.every(isBare) ? [placeholder(node)] : found;
  }

  /** @param {ts.CallExpression} node @param {Bound} bound @returns {string[]} */
  function ofCall(node, bound) {
    if (node.expression.getText() === "String") return argument(node, 0, bound);
    if (ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      if (SAME.has(name.text) || name.text === "join") {
        const found = of(expression, bound);
        return found.every(isBare) && name.text === "join" ? [placeholder(node)] : found;
      }
      if (name.text === "map" || name.text === "flatMap") return ofMapper(node, bound);
    }
    const func = calledBy(node);
    const found = func ? returnedBy(func, boundByCall(func, node, bound)) : [];
    return found.some((text) => wordCount(text) >= 3) ? found : [placeholder(node)];
  }

  /** @param {ts.CallExpression} node @param {Bound} bound */
  function ofMapper(node, bound) {
    const [mapper] = node.arguments;
    const func = mapper && functionOf(mapper);
    return func ? returnedBy(func, bound) : [placeholder(node)];
  }

  /** A text of a table: the one under a known key, or any. @param {ts.ElementAccessExpression} node @param {Bound} bound */
  function ofElement(node, bound) {
    const rows = tableOf(node.expression);
    if (!rows) return [placeholder(node)];
    const keys = of(node.argumentExpression, bound);
    const chosen = rows.filter(({ name }) => keys.includes(name.getText()));
    const found = (chosen.length > 0 ? chosen : rows).flatMap(({ initializer }) => of(initializer, bound));
    return chosen.length > 0 || found.some((text) => wordCount(text) >= 3) ? found : [placeholder(node)];
  }

  /** @param {ts.Expression} expression @returns {ts.PropertyAssignment[] | undefined} */
  function tableOf(expression) {
    const declaration = symbolAt(expression)?.valueDeclaration;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
    const literal = unwrapped(declaration.initializer);
    return ts.isObjectLiteralExpression(literal)
      ? literal.properties.filter(ts.isPropertyAssignment)
      : undefined;
  }

  /**
   * The message of an error class of ours is what its constructor is called with.
   *
   * @param {ts.PropertyAccessExpression} node
   * @param {Bound} bound
   */
  function ofProperty(node, bound) {
    if (node.name.text !== "message") return [placeholder(node)];
    const declaration = checker.getTypeAtLocation(node.expression).symbol?.valueDeclaration;
    const isOurClass = declaration && isOurs(declaration) && ts.isClassDeclaration(declaration);
    const found = isOurClass ? messagesOf(declaration, caseOf(node.expression), bound) : [];
    return found.length > 0 ? found : [placeholder(node)];
  }

  /** @param {ts.ClassDeclaration} declaration @param {string | undefined} only @param {Bound} bound */
  function messagesOf(declaration, only, bound) {
    const parameters = declaration.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
    const place = parameters.findIndex((parameter) => parameter.name.getText() === "message");
    if (place < 0) return [];
    return [...nodesIn(declaration.getSourceFile())]
      .filter(ts.isNewExpression)
      .filter((each) => each.expression.getText() === declaration.name?.text)
      .filter(
        (each) => !only || each.arguments?.some((given) => ts.isStringLiteral(given) && given.text === only),
      )
      .flatMap((each) => argument(each, place, bound));
  }

  /** `deadline`, inside `switch (broken.reason) { case "deadline": …`. @param {ts.Expression} object @returns {string | undefined} */
  function caseOf(object) {
    const clause = ts.findAncestor(object, ts.isCaseClause);
    const isOfObject = clause?.parent.parent.expression.getText().startsWith(`${object.getText()}.`);
    return clause && isOfObject && ts.isStringLiteral(clause.expression) ? clause.expression.text : undefined;
  }

  /** @param {ts.CallExpression | ts.NewExpression} node @param {number} place @param {Bound} bound */
  function argument(node, place, bound) {
    const given = node.arguments?.[place];
    return given ? of(given, bound) : [];
  }

  /** @param {Func} func @param {Bound} bound @returns {string[]} */
  function returnedBy(func, bound = new Map()) {
    return distinct(returnsOf(func).flatMap((expression) => of(expression, bound)));
  }

  /** @param {Func} func @param {ts.CallExpression} call @param {Bound} bound @returns {Bound} */
  function boundByCall(func, call, bound) {
    const known = func.parameters.flatMap((parameter, place) => {
      const symbol = ts.isIdentifier(parameter.name) ? symbolAt(parameter.name) : undefined;
      const given = call.arguments[place];
      if (!symbol || !given || ts.isObjectLiteralExpression(given)) return [];
      return [/** @type {const} */ ([symbol, of(given, bound)])];
    });
    return new Map([...bound, ...known]);
  }

  /** @param {ts.CallExpression} call */
  function calledBy(call) {
    const { expression } = call;
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    if (!names.has(name.getText())) return undefined;
    const func = functionOf(call.expression);
    return func && isOurs(func) ? func : undefined;
  }

  /** @param {ts.Expression} expression @returns {Func | undefined} */
  function functionOf(expression) {
    if (ts.isArrowFunction(expression) || ts.isFunctionExpression(expression)) return expression;
    const declaration = symbolAt(expression)?.valueDeclaration;
    if (!declaration) return undefined;
    if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) return declaration;
    return ts.isVariableDeclaration(declaration) &&
      declaration.initializer &&
      isFunction(declaration.initializer)
      ? declaration.initializer
      : undefined;
  }

  /** @param {ts.Node} node */
  function symbolAt(node) {
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    const symbol =
      ts.isIdentifier(name) && ts.isShorthandPropertyAssignment(name.parent)
        ? checker.getShorthandAssignmentValueSymbol(name.parent)
        : checker.getSymbolAtLocation(name);
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  /** @param {ts.Node} node */
  function isOurs(node) {
    return ours.has(node.getSourceFile());
  }
}

/** @param {ts.Node} node @returns {string[]} */
function functionName(node) {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
    return node.name ? [node.name.getText()] : [];
  return ts.isVariableDeclaration(node) && node.initializer && isFunction(node.initializer)
    ? [node.name.getText()]
    : [];
}

/** @param {ts.Node} node @returns {node is ts.ArrowFunction | ts.FunctionExpression} */
function isFunction(node) {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** @param {Func} func @returns {ts.Expression[]} what it returns, in the order of its lines */
export function returnsOf(func) {
  if (!func.body) return [];
  if (!ts.isBlock(func.body)) return [func.body];
  return [...nodesIn(func.body)]
    .filter(ts.isReturnStatement)
    .filter((statement) => ts.findAncestor(statement.parent, ts.isFunctionLike) === func)
    .flatMap(({ expression }) => (expression ? [expression] : []));
}

/** @typedef {ts.AsExpression | ts.SatisfiesExpression | ts.ParenthesizedExpression | ts.AwaitExpression | ts.NonNullExpression} Wrapped */

/** @param {ts.Node} node @returns {node is Wrapped} */
function isWrapped(node) {
  return (
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** @param {ts.Expression} node @returns {ts.Expression} */
function unwrapped(node) {
  return isWrapped(node) ? unwrapped(node.expression) : node;
}

/** Every way to put one alternative of each part after the other. @param {readonly string[][]} parts @returns {string[]} */
function joined(parts) {
  return parts.map(inOne).reduce(
    (texts, part) => {
      if (texts.length * part.length > MOST) return texts.map((text) => `${text}{…}`);
      return texts.flatMap((text) => part.map((next) => text + next));
    },
    [""],
  );
}

/**
 * Small alternatives stand side by side in one text: `{goes|go}`, and what is not always there in brackets.
 *
 * @param {readonly string[]} part
 * @returns {string[]}
 */
function inOne(part) {
  const said = part.filter((text) => text !== "");
  const [first] = said;
  if (first === undefined) return [""];
  const isOptional = said.length < part.length;
  if (said.length === 1) return isOptional && wordCount(first) < 4 ? [`[${first}]`] : [...part];
  const isSmall = said.every((text) => wordCount(text) < 4 && !text.includes("{"));
  if (!isSmall) return [...part];
  return [isOptional ? `[${said.join("|")}]` : `{${said.join("|")}}`];
}

/** @param {readonly string[]} texts */
function distinct(texts) {
  return [...new Set(texts)];
}
