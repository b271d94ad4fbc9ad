import { managedKeys, notes, type Properties } from "./properties";
import { isSettled } from "./state";
import { equal, isUnknown, type Values } from "./values";

/** The declared properties of which the state's live value is not what `news` asks for. */
export function changedKeys(properties: Properties, olds: Values, news: Values): string[] {
  return managedKeys(properties).filter((key) => {
    const wanted = news[key];
    // What is not declared is not managed.
    return wanted !== undefined && wanted !== null && !isInPlace(key, wanted, olds);
  });
}

function isInPlace(key: string, wanted: unknown, olds: Values): boolean {
  return equal(wanted, olds[key]) || isSettled(olds, key, wanted, olds[key]);
}

/** The guards that differ: they change in the state only. */
export function changedGuards(properties: Properties, olds: Values, news: Values): string[] {
  return Object.keys(properties).filter((key) => {
    if (!notes(properties, key).guard) return false;
    return !equal(olds[key] ?? null, news[key] ?? null);
  });
}

/** Those of the changed keys that need a new object. A value not yet known does not: it may turn out the same. */
export function replacingKeys(properties: Properties, changed: readonly string[], news: Values): string[] {
  return changed.filter((key) => notes(properties, key).replaces && !isUnknown(news[key]));
}
