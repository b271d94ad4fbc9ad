// How a resource's properties behave: the notes around their schemas, read from the built package.

import { createRequire } from "node:module";
import { join } from "node:path";
import { filesIn, outputOf } from "../../lib/built.mjs";
import { root } from "../../lib/repository.mjs";

const load = createRequire(import.meta.url);

/**
 * @typedef {object} Behaviour
 * @property {boolean} [computed]
 * @property {boolean} [guard]
 * @property {boolean} [fixed]
 * @property {boolean} [replaces]
 * @property {(value: string) => boolean} [secretWhen]
 */

/** @typedef {Readonly<Record<string, Behaviour>>} Behaviours of each property */

/** @typedef {(kind: string) => Behaviours | undefined} BehavioursOf nothing when a kind has no definition */

/** @returns {BehavioursOf} what the definitions in provider/resources say */
export function builtBehaviours() {
  const { notes } = load(built("provider/engine/properties.ts"));
  const definitions = filesIn(join(root, "provider/resources"))
    .flatMap((file) => Object.values(load(built(file))))
    .filter(isDefinition);
  return (kind) => {
    const properties = definitions.find((each) => each.kind === kind)?.properties;
    return (
      properties && Object.fromEntries(Object.keys(properties).map((key) => [key, notes(properties, key)]))
    );
  };
}

/** @param {string} source */
function built(source) {
  return join(root, outputOf(source));
}

/** @param {unknown} value @returns {value is { kind: string, properties: object }} */
function isDefinition(value) {
  return typeof value === "object" && value !== null && "kind" in value && "properties" in value;
}
