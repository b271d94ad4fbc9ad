// What each page says, gathered from the code.

import ts from "typescript";
import { commentAbove, docOf, guessesIn } from "../jsdoc.mjs";
import { nodesIn, valueIn } from "../program.mjs";
import { shownBy } from "./exports.mjs";
import { clientOperations, normal, operationsIn } from "./operations.mjs";
import { fieldsOf } from "./types.mjs";

/** @typedef {import("./types.mjs").Field & { behaviour: import("./definitions.mjs").Behaviour }} Input */

/** @typedef {{ signature: string, text: string }} Method */

/**
 * @typedef {object} Page
 * @property {import("./exports.mjs").Kind | undefined} kind
 * @property {string} name
 * @property {string} file its source
 * @property {string} text what it is for
 * @property {string | undefined} example markdown
 * @property {Input[]} inputs
 * @property {import("./types.mjs").Field[]} outputs
 * @property {Method[]} methods
 * @property {string} outputForm what is said of a lookup's Output form
 * @property {string | undefined} throws
 * @property {string} replacedBy when else a change replaces
 * @property {boolean} isDefined whether a definition says how the inputs behave
 * @property {string | undefined} change the `@change` tag
 * @property {string | undefined} delete the `@delete` tag
 * @property {string | undefined} operationsTag as it was written
 * @property {{ name: string, note: string | undefined, known: boolean }[]} operations `known`: the client has it
 * @property {{ about: string | undefined, guess: string }[]} guesses
 */

/**
 * @param {import("../program.mjs").Sources} sources
 * @param {import("./definitions.mjs").BehavioursOf} behaviours
 * @returns {Page[]} one for everything that a program can use
 */
export function pagesOf(sources, behaviours) {
  const known = clientOperations(sources);
  return shownBy(sources).map((shown) => {
    const doc = docOf(shown.symbol, sources.checker);
    const parts =
      shown.kind === "lookup" ? lookupParts(shown, sources) : classParts(shown, sources, behaviours);
    const operationsTag = doc.tag("operations");
    const operations = operationsIn(operationsTag ?? "").map((operation) => ({
      ...operation,
      known: known.some(({ name }) => normal(name) === normal(operation.name)),
    }));
    const tags = { change: doc.tag("change"), delete: doc.tag("delete"), throws: doc.tag("throws") };
    return {
      kind: shown.kind,
      name: shown.name,
      file: shown.file,
      text: doc.text,
      example: doc.tag("example"),
      ...parts,
      ...tags,
      operationsTag,
      operations,
      guesses: [
        ...aboutNothing([doc.text, tags.change ?? "", tags.delete ?? ""]),
        ...[...parts.inputs, ...parts.outputs].flatMap(({ name, text }) =>
          guessesAbout(name, guessesIn(text)),
        ),
        ...operations.flatMap(({ name }) => {
          const same = known.filter((each) => normal(each.name) === normal(name));
          return guessesAbout(
            name,
            same.flatMap(({ guesses }) => guesses),
          );
        }),
      ],
    };
  });
}

/** @param {string[]} texts */
function aboutNothing(texts) {
  return texts.flatMap(guessesIn).map((guess) => ({ about: undefined, guess }));
}

/** @param {string} about @param {string[]} guesses */
function guessesAbout(about, guesses) {
  return [...new Set(guesses)].map((guess) => ({ about, guess }));
}

/** @typedef {Pick<Page, "inputs" | "outputs" | "methods" | "outputForm" | "replacedBy" | "isDefined">} Parts */

/**
 * @param {import("./exports.mjs").Shown} shown
 * @param {import("../program.mjs").Sources} sources
 * @returns {Parts}
 */
function lookupParts({ name, symbol, declaration }, sources) {
  const { checker } = sources;
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  const [args] = signature?.parameters ?? [];
  const promised = signature && checker.getAwaitedType(signature.getReturnType());
  const outputForm = [...nodesIn(declaration.getSourceFile())]
    .filter(ts.isFunctionDeclaration)
    .find((each) => each.name?.text === `${name}Output`);
  return {
    inputs: argsOf(args, sources).map((field) => ({ ...field, behaviour: {} })),
    outputs: promised ? fieldsOf(promised, sources) : [],
    methods: [],
    outputForm: outputForm ? commentAbove(outputForm) : "",
    replacedBy: "",
    isDefined: false,
  };
}

/**
 * @param {import("./exports.mjs").Shown} shown
 * @param {import("../program.mjs").Sources} sources
 * @param {import("./definitions.mjs").BehavioursOf} behaviours
 * @returns {Parts}
 */
function classParts({ kind, name, symbol, declaration }, sources, behaviours) {
  const { checker } = sources;
  const found = kind === "resource" ? behaviours(name) : undefined;
  const [signature] = checker.getTypeOfSymbol(symbol).getConstructSignatures();
  const inputs = argsOf(signature?.parameters[1], sources).map((field) => ({
    ...field,
    behaviour: found?.[field.name] ?? {},
  }));
  const own = (/** @type {ts.Symbol} */ property) => isPublic(property, sources) && !isMethod(property);
  const returned = (/** @type {string} */ output) => inputs.some((input) => input.name === output);
  return {
    inputs,
    outputs: fieldsOf(checker.getDeclaredTypeOfSymbol(symbol), sources, own).filter(
      (field) => kind === "component" || !returned(field.name.replace(/[[.].*/, "")),
    ),
    methods: methodsOf(declaration, sources),
    outputForm: "",
    replacedBy: commentOnReplacedBy(name, sources),
    isDefined: found !== undefined,
  };
}

/** @param {ts.Symbol | undefined} parameter @param {import("../program.mjs").Sources} sources */
function argsOf(parameter, sources) {
  const { checker } = sources;
  if (!parameter || !/args$/i.test(parameter.name)) return [];
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(parameter));
  const everywhere = type.isUnion() ? type.types : [type];
  // One that can only be `undefined` is there to keep the shapes apart.
  const fields = everywhere.flatMap((each) => fieldsOf(each, sources)).filter(({ type }) => type !== "");
  // Args that are one of several shapes: a property is required if every shape requires it.
  return [...new Set(fields.map(({ name }) => name))].flatMap((name) => {
    const same = fields.filter((field) => field.name === name);
    const [first] = same;
    const required = same.length === everywhere.length && same.every((field) => field.required);
    return first ? [{ ...first, required }] : [];
  });
}

/** @param {ts.Symbol} property @param {import("../program.mjs").Sources} sources */
function isPublic(property, { files }) {
  const [declaration] = property.declarations ?? [];
  if (!declaration || !files.includes(declaration.getSourceFile()) || property.name.startsWith("__"))
    return false;
  return !(
    ts.getCombinedModifierFlags(declaration) &
    (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)
  );
}

/** @param {ts.Symbol} property */
function isMethod(property) {
  return Boolean(property.flags & ts.SymbolFlags.Method);
}

/** @param {ts.Declaration} declaration @param {import("../program.mjs").Sources} sources @returns {Method[]} */
function methodsOf(declaration, sources) {
  if (!ts.isClassDeclaration(declaration)) return [];
  return declaration.members.filter(ts.isMethodDeclaration).flatMap((method) => {
    const symbol = sources.checker.getSymbolAtLocation(method.name);
    if (!symbol || !isPublic(symbol, sources)) return [];
    const isStatic = ts.getCombinedModifierFlags(method) & ts.ModifierFlags.Static;
    const owner = declaration.name?.text ?? "";
    const parameters = method.parameters.map((parameter) => parameter.getText()).join(", ");
    const subject = isStatic ? owner : owner.charAt(0).toLowerCase() + owner.slice(1);
    const result = method.type ? `: ${method.type.getText()}` : "";
    const doc = docOf(symbol, sources.checker);
    const throws = doc.tag("throws");
    const text = throws ? `${doc.text} Throws ${throws}.` : doc.text;
    return [{ signature: `${subject}.${method.name.getText()}(${parameters})${result}`, text }];
  });
}

/**
 * What a definition says of its rule for further replacements.
 *
 * @param {string} kind
 * @param {import("../program.mjs").Sources} sources
 */
function commentOnReplacedBy(kind, { files }) {
  const rules = files
    .flatMap((file) => [...nodesIn(file)])
    .filter((node) => ts.isMethodDeclaration(node) && node.name.getText() === "replacedBy");
  const rule = rules.find(({ parent }) => {
    const named = ts.isObjectLiteralExpression(parent) ? valueIn(parent, "kind") : undefined;
    return named && ts.isStringLiteral(named) && named.text === kind;
  });
  return rule ? commentAbove(rule) : "";
}
