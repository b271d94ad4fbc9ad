// One page as markdown.

import { FENCE, withImports } from "../examples.mjs";
import { unwrapped } from "../jsdoc.mjs";
import { blocks, code, generated, list, section, table } from "../markdown.mjs";

/** @typedef {import("./pages.mjs").Page} Page */

/**
 * @param {Page} page
 * @param {boolean} saysErrors whether the page of errors has a section on it
 * @returns {string}
 */
export function pageText(page, saysErrors) {
  const { name, file, text, example } = page;
  const parts = blocks([
    `# ${name}`,
    generated(file),
    text,
    example?.replace(FENCE, (_, code) => `\`\`\`ts\n${withImports(code)}\`\`\``),
    section("Inputs", inputs(page)),
    section(page.kind === "lookup" ? "Result" : "Outputs", outputs(page)),
    section("Methods", list(page.methods.map((method) => `${code(method.signature)}: ${method.text}`))),
    section("What a change does", changes(page)),
    section("What delete does", page.delete && unwrapped(page.delete)),
    section("API operations", operations(page)),
    section("Guesses", guesses(page)),
    section("Errors", errors(page, saysErrors)),
  ]);
  return `${parts}\n`;
}

/** @param {Page} page */
function inputs({ inputs }) {
  if (inputs.length === 0) return "None.";
  return table(
    ["input", "type", "", "what it is"],
    inputs.map((input) => [code(input.name), code(input.type), marks(input), input.text]),
  );
}

/** @param {import("./pages.mjs").Input} input */
function marks({ required, behaviour }) {
  return [
    required ? "required" : [],
    behaviour.replaces ? "replaces" : [],
    behaviour.secretWhen ? "secret if it may hold a credential" : [],
    behaviour.fixed ? "fixed" : behaviour.guard ? "not sent" : [],
  ]
    .flat()
    .join(", ");
}

/** @param {Page} page */
function outputs({ kind, name, inputs, outputs, outputForm }) {
  const rows = outputs.map(({ name, type, missing, text }) => [
    code(name),
    code(missing ? `${type} | undefined` : type),
    text,
  ]);
  if (kind === "lookup") {
    const form = outputForm && `${code(`${name}Output`)}: ${outputForm}`;
    return blocks([table(["field", "type", "what it is"], rows), form]);
  }
  const shared = kind === "resource" && inputs.length > 0;
  const asGiven = inputs.some(({ behaviour }) => behaviour.guard)
    ? " (what is fixed or not sent, as it was given)"
    : "";
  const those = `The inputs as the service has them${asGiven}${rows.length > 0 ? ", and:" : "."}`;
  return blocks([shared ? those : undefined, table(["output", "type", "what it is"], rows)]);
}

/** @param {Page} page */
function changes({ kind, inputs, replacedBy, change }) {
  if (kind === "lookup") return "";
  const named = (/** @type {(input: import("./pages.mjs").Input) => boolean | undefined} */ which) =>
    inputs
      .filter((input) => !/[[.]/.test(input.name) && which(input))
      .map(({ name }) => code(name))
      .join(", ");
  const inPlace = named(({ behaviour }) => !behaviour.replaces && !behaviour.guard);
  const replacing = named(({ behaviour }) => behaviour.replaces);
  const fixed = named(({ behaviour }) => behaviour.fixed);
  const guards = named(({ behaviour }) => behaviour.guard && !behaviour.fixed);
  const derived = [
    inPlace ? `In place: ${inPlace}.` : [],
    replacing ? `Replaced by a new one, made before the old one is deleted: ${replacing}.` : [],
    fixed ? `Cannot change any more: ${fixed}.` : [],
    guards ? `Only noted in the state, nothing is sent: ${guards}.` : [],
    replacedBy,
  ].flat();
  return blocks([
    kind === "resource" ? list(derived.filter(Boolean)) : undefined,
    change && unwrapped(change),
  ]);
}

/** @param {Page} page */
function operations({ operations, operationsTag }) {
  if (operations.length === 0) return operationsTag && "None.";
  return list(operations.map(({ name, note }) => code(name) + (note ? `: ${note}` : "")));
}

/** @param {Page} page */
function guesses({ guesses }) {
  if (guesses.length === 0) return "None of its own.";
  return list(guesses.map(({ about, guess }) => (about ? `${code(about)}: ${guess}` : guess)));
}

/** @param {Page} page @param {boolean} hasOwn */
function errors({ name, throws }, hasOwn) {
  const link = `[What it may say, and what to do](../errors.md${hasOwn ? `#${name.toLowerCase()}` : ""}).`;
  return throws ? `Throws ${unwrapped(throws)}. ${link}` : link;
}
