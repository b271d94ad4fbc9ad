// Everything that the code can say to a person: the errors it makes, the warnings it gives, the reasons why inputs are no good.

import ts from "typescript";
import { nodesIn, valueIn } from "../program.mjs";
import { wordCount } from "./placeholders.mjs";
import { returnsOf, textsIn } from "./texts.mjs";

/** @typedef {"reason" | "program" | "refusal" | "unfinished" | "warning"} Manner */

/**
 * @typedef {object} Message
 * @property {Manner} manner
 * @property {string} file
 * @property {string} text
 */

/**
 * @typedef {object} ServiceMessage a `CloudNumberingError`
 * @property {string[]} kinds
 * @property {string[]} problems
 * @property {string[]} advices
 */

/** @typedef {{ messages: Message[], service: ServiceMessage[] }} Messages */

/** Error classes that people meet, and which argument is their text. */
const ERRORS = /** @type {Record<string, { manner: Manner, place: number }>} */ ({
  Refusal: { manner: "refusal", place: 0 },
  ProgramError: { manner: "program", place: 0 },
  Unfinished: { manner: "unfinished", place: 1 },
});

/** @param {import("../program.mjs").Sources} sources @returns {Messages} */
export function messagesOf(sources) {
  const texts = textsIn(sources);
  const nodes = sources.files.flatMap((file) => [...nodesIn(file)]);
  const callers = callersOf(nodes, texts);
  return { messages: nodes.flatMap(messagesAt), service: nodes.flatMap(serviceMessagesAt) };

  /** @param {ts.Node} node @returns {Message[]} */
  function messagesAt(node) {
    if (ts.isNewExpression(node)) {
      const known = ERRORS[node.expression.getText()];
      const text = known && node.arguments?.[known.place];
      return text ? told(known.manner, text) : [];
    }
    if (ts.isCallExpression(node)) {
      const [text] = node.arguments;
      return text && isWarning(node) ? told("warning", text) : [];
    }
    return isReasoning(node)
      ? texts
          .returnedBy(node)
          .filter(says)
          .map((text) => ({ manner: "reason", file: sources.fileOf(node), text }))
      : [];
  }

  /** @param {Manner} manner @param {ts.Expression} expression @returns {Message[]} */
  function told(manner, expression) {
    return sayings(expression).flatMap(({ bound, file }) =>
      texts
        .of(expression, bound)
        .filter(says)
        .map((text) => ({ manner, file, text })),
    );
  }

  /**
   * The ways in which an expression is reached: where a function is told what to say, once a caller that says it in words.
   *
   * @param {ts.Expression} expression
   * @returns {{ bound: import("./texts.mjs").Bound, file: string }[]}
   */
  function sayings(expression) {
    const file = sources.fileOf(expression);
    const func = /** @type {ts.FunctionLikeDeclaration | undefined} */ (
      ts.findAncestor(expression, ts.isFunctionLike)
    );
    const calls = func ? (callers.get(func) ?? []) : [];
    const told = calls.flatMap((call) => {
      const bound = wordsGiven(func, call, expression);
      // What the engine's folder says in a resource's words is that resource's message.
      const where = file.startsWith("provider/engine/") ? sources.fileOf(call) : file;
      return bound.size > 0 ? [{ bound, file: where }] : [];
    });
    return told.length > 0 ? told : [{ bound: new Map(), file }];
  }

  /** @param {ts.FunctionLikeDeclaration | undefined} func @param {ts.CallExpression} call @param {ts.Expression} expression */
  function wordsGiven(func, call, expression) {
    const used = new Set([...nodesIn(expression)].map(texts.symbolAt));
    const given = (func?.parameters ?? []).flatMap((parameter, place) => {
      const symbol = texts.symbolAt(parameter.name);
      const argument = call.arguments[place];
      if (!symbol || !argument || !used.has(symbol)) return [];
      const values = texts.of(argument);
      const tells = values.length > 0 && values.every((text) => !text.includes("{") || wordCount(text) >= 4);
      return tells ? [/** @type {const} */ ([symbol, values])] : [];
    });
    return new Map(given);
  }

  /** @param {ts.Node} node @returns {ServiceMessage[]} */
  function serviceMessagesAt(node) {
    if (!ts.isNewExpression(node) || node.expression.getText() !== "CloudNumberingError") return [];
    const [details] = node.arguments ?? [];
    if (!details || !ts.isObjectLiteralExpression(details)) return [];
    const [kind, problem, advice] = ["kind", "problem", "advice"].map((name) => valueIn(details, name));
    if (!kind || !problem) return [];
    const operation = valueIn(details, "operation");
    return sayings(details).map(({ bound }) => {
      const doing = operation ? texts.of(operation, bound).filter((text) => !text.includes("{")) : [];
      const problems = texts.of(problem, bound);
      return {
        kinds: texts.of(kind, bound).sort(),
        problems: doing.length === 1 ? problems.map((text) => `${doing[0]}: ${text}`) : problems,
        advices: advice ? advicesOf(advice, bound) : [],
      };
    });
  }

  /** @param {ts.Expression} advice @param {import("./texts.mjs").Bound} bound @returns {string[]} with when it is given */
  function advicesOf(advice, bound) {
    const func = ts.isCallExpression(advice) ? texts.calledBy(advice) : undefined;
    if (!func) return texts.of(advice, bound).map(quoted);
    return returnsOf(func).flatMap((expression) => {
      const when = conditionOf(expression);
      return texts.of(expression, bound).map((text) => (when ? `${when}: ${quoted(text)}` : quoted(text)));
    });
  }
}

/** Whether a text has words of its own, and is not only somebody else's passed on. @param {string} text */
function says(text) {
  return wordCount(text) > 0;
}

/** @param {string} text */
function quoted(text) {
  return `*${text}*`;
}

/** @param {ts.Node} expression @returns {string | undefined} `status 401` for what is returned below an `if` */
function conditionOf(expression) {
  const statement = ts.findAncestor(expression, (node) => ts.isIfStatement(node) || ts.isFunctionLike(node));
  if (!statement || !ts.isIfStatement(statement)) return undefined;
  return statement.expression
    .getText()
    .replace(/ === /g, " ")
    .replace(/ >= (\S+)/g, " $1 and above");
}

/** @param {ts.CallExpression} call @returns {boolean} `context.warn(…)` of a handler, `log.warn(…)` of a program */
function isWarning({ expression }) {
  return ts.isPropertyAccessExpression(expression) && /\b(context|log)\.warn$/.test(expression.getText());
}

/** Rules over inputs: `refine` of a definition, and functions that say that they return reasons. @param {ts.Node} node @returns {node is ts.FunctionLikeDeclaration} */
function isReasoning(node) {
  if (ts.isMethodDeclaration(node) && node.name.getText() === "refine") return true;
  return ts.isFunctionDeclaration(node) && /\bReason\b/.test(node.type?.getText() ?? "");
}

/** @param {readonly ts.Node[]} nodes @param {import("./texts.mjs").Texts} texts */
function callersOf(nodes, texts) {
  /** @type {Map<ts.Node, ts.CallExpression[]>} */
  const callers = new Map();
  for (const call of nodes.filter(ts.isCallExpression)) {
    const func = texts.calledBy(call);
    if (func) callers.set(func, [...(callers.get(func) ?? []), call]);
  }
  return callers;
}
