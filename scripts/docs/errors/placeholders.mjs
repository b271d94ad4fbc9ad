// What stands in a message for what is filled in when it is said: `{sid}`.

import ts from "typescript";

/** @param {ts.Expression} expression @returns {string} */
export function placeholder(expression) {
  return `{${nameOf(expression) || "…"}}`;
}

/** Whether nothing but the filled in is known of a text. @param {string} text */
export function isBare(text) {
  return /^\{[^{}]*\}$/.test(text);
}

/** How many words of a text are written out. @param {string} text */
export function wordCount(text) {
  return text.replace(/\{[^{}]*\}/g, " ").match(/\b[A-Za-z]{2,}\b/g)?.length ?? 0;
}

/** @param {ts.Expression} expression @returns {string} in plain words what an expression gives */
function nameOf(expression) {
  if (ts.isIdentifier(expression)) return words(expression.text);
  if (ts.isPropertyAccessExpression(expression)) return memberName(expression);
  if (ts.isCallExpression(expression)) return callName(expression);
  if (ts.isElementAccessExpression(expression))
    return nameOf(expression.argumentExpression) || nameOf(expression.expression);
  if (ts.isArrayLiteralExpression(expression) && expression.elements[0])
    return nameOf(expression.elements[0]);
  if (ts.isBinaryExpression(expression)) return nameOf(expression.left);
  if (ts.isConditionalExpression(expression)) return nameOf(expression.whenTrue);
  if (ts.isAwaitExpression(expression) || ts.isParenthesizedExpression(expression))
    return nameOf(expression.expression);
  return "";
}

/** @param {ts.PropertyAccessExpression} access */
function memberName({ expression, name }) {
  if (name.text === "length") return "count";
  return name.text === "message" ? `${nameOf(expression)} message`.trim() : words(name.text);
}

/** @param {ts.CallExpression} call */
function callName({ expression, arguments: [argument] }) {
  // `names.join(", ")` is still the names, `process.cwd()` something else.
  if (ts.isPropertyAccessExpression(expression))
    return nameOf(argument ? expression.expression : expression.name);
  const noun = words(expression.getText()).replace(/^(list|say|show|string|quoted|number)\b ?| of$/g, "");
  return noun || (argument ? nameOf(argument) : "");
}

/** @param {string} name `endpointType` @returns {string} `endpoint type` */
function words(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}
