import { distance } from "fastest-levenshtein";
import { inputKeys, type Properties } from "./properties";
import { unreadKeys } from "./state";
import { containsUnknown, isHidden, pick, type Values } from "./values";

/** One reason why the inputs are no good. It names the property and never shows its value: that may be a secret. */
export type Reason = string;

/** Rules over several properties; gets those that are known and good by themselves, and which are given at all. */
export type Refine = (inputs: Values, isGiven: (key: string) => boolean) => readonly Reason[];

/** All reasons at once; none when the inputs are good. Values not yet known, and those of an import that are kept back, pass. */
export function checkInputs(properties: Properties, news: Values, refine: Refine): Reason[] {
  const given = pick(news, (key) => !isHidden(key));
  const unread = unreadKeys(news);
  const known = inputKeys(properties).filter((key) => !unread.includes(key) && !containsUnknown(given[key]));
  const problems = new Map(known.map((key) => [key, problemsOf(properties, key, given[key])]));
  const good = pick(given, (key) => problems.get(key)?.length === 0);
  const combined = refine(good, (key) => given[key] !== undefined || unread.includes(key));
  return [...unknownProperties(properties, given), ...[...problems.values()].flat(), ...combined];
}

function unknownProperties(properties: Properties, given: Values): Reason[] {
  const names = inputKeys(properties);
  return Object.keys(given)
    .filter((key) => !names.includes(key))
    .map((key) => `${key}: there is no such property; ${suggestion(key, names)}`);
}

function suggestion(key: string, names: readonly string[]): string {
  const [nearest] = names
    .map((name) => ({ name, far: distance(name.toLowerCase(), key.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  if (nearest && nearest.far <= Math.max(2, key.length / 3)) return `did you mean ${nearest.name}?`;
  return `there are ${names.join(", ")}`;
}

function problemsOf(properties: Properties, key: string, value: unknown): Reason[] {
  const result = properties[key]?.safeParse(value);
  if (!result || result.success) return [];
  if (value === undefined) return [`${key}: is missing`];
  return result.error.issues.map((issue) => `${[key, ...issue.path].join(".")}: ${issue.message}`);
}
