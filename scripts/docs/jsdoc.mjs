// What stands in a JSDoc comment.

import ts from "typescript";

/**
 * @typedef {object} Doc
 * @property {string} text the prose, its paragraphs apart by an empty line
 * @property {(name: string) => string | undefined} tag the text of a block tag: `delete` for `@delete …`
 */

/** @param {ts.Symbol} symbol @param {ts.TypeChecker} checker @returns {Doc} */
export function docOf(symbol, checker) {
  const tags = symbol.getJsDocTags(checker);
  return {
    text: unwrapped(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
    tag(name) {
      const found = tags.find((tag) => tag.name === name);
      return found && ts.displayPartsToString(found.text).trim();
    },
  };
}

/** @param {ts.Node} node @returns {string} the prose of the comment above a node that has no symbol of its own */
export function commentAbove(node) {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return unwrapped(comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join("\n\n"));
}

/** One line a paragraph; lists keep their lines; `{@link X}` becomes `X`. @param {string} text */
export function unwrapped(text) {
  return text
    .replace(/\{@link\s+([^}|\s]+)[^}]*\}/g, "`$1`")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*(?!-\s)/g, " "))
    .filter(Boolean)
    .join("\n\n");
}

/** @param {string} text @returns {string[]} the sentences that own up to a guess */
export function guessesIn(text) {
  return text
    .split(/\n+|(?<=[.!?])\s+(?=[A-Z`"'(])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\bGUESS\b/.test(sentence));
}
