import { type AnyDefinition, definitions } from "../definitions";
import { classOf, type ThingKind } from "./export-things";

/** The definition of the resource that declares such a thing. */
export function definitionFor(kind: ThingKind): AnyDefinition {
  const found = definitions.find((each) => each.kind === classOf(kind));
  if (!found) throw new Error(`there is no resource for a ${kind}`);
  return found;
}
