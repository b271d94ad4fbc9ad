import { InvalidArgumentError } from "commander";
import { globExpression } from "./drift-ignore";
import { type Listed, type ThingKind, thingKinds } from "./export-things";

/** What an `--include` or `--exclude` names: a kind, and of that perhaps only what the pattern fits. */
export interface Choice {
  readonly kind: ThingKind;
  readonly pattern: RegExp | undefined;
}

export interface Choices {
  /** None: everything. */
  readonly include: readonly Choice[];
  readonly exclude: readonly Choice[];
}

/** Reads `endpoint`, or `endpoint:Old office*`. @throws {InvalidArgumentError} when it is neither */
export function readChoice(text: string): Choice {
  const [, word, pattern] = /^(\w+)(?::([\s\S]+))?$/.exec(text) ?? [];
  const kind = thingKinds.find((each) => each === word);
  if (kind) return { kind, pattern: pattern === undefined ? undefined : globExpression(pattern) };
  throw new InvalidArgumentError(
    `It is a kind (${thingKinds.join(", ")}), or kind:pattern with * for any text.`,
  );
}

/** Whether anything of that kind is wanted at all. */
export function wantsKind({ include, exclude }: Choices, kind: ThingKind): boolean {
  if (exclude.some((each) => each.kind === kind && each.pattern === undefined)) return false;
  return include.length === 0 || include.some((each) => each.kind === kind);
}

export function isChosen({ include, exclude }: Choices, thing: Listed): boolean {
  if (exclude.some((choice) => fits(choice, thing))) return false;
  return include.length === 0 || include.some((choice) => fits(choice, thing));
}

/** By its sid, by what people call it, or by its number; an order by any of its numbers. */
function fits({ kind, pattern }: Choice, thing: Listed): boolean {
  if (kind !== thing.kind) return false;
  if (pattern === undefined) return true;
  return [thing.id, thing.label, ...thing.numbers].some((text) => pattern.test(text));
}
