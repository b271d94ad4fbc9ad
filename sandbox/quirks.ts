import type { Quirks } from "./faults";

/** The rows of a list that faults let be seen; `keyOf` is what a fault names a row by. */
export function withoutOmitted<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  quirks: Quirks,
): readonly Row[] {
  return quirks.omitted.size === 0 ? rows : rows.filter((row) => !quirks.omitted.has(keyOf(row)));
}

/** One entry of a list as a fault shows it. */
export function asSeen(entry: object, sid: string, quirks: Quirks): object {
  const fields = quirks.altered.get(sid);
  return fields === undefined ? entry : { ...entry, ...fields };
}

/** What of a write is really taken over: without ignored fields, with reset ones back at their first value. */
export function takenOver<Fields extends object>(fields: Fields, fresh: Fields, quirks: Quirks): Fields {
  if (quirks.ignored.size === 0 && quirks.reset.size === 0) return fields;
  const kept = Object.entries(fields).filter(([name]) => !quirks.ignored.has(name));
  const reset = Object.entries(fresh).filter(([name]) => quirks.reset.has(name));
  return Object.fromEntries([...kept, ...reset]) as Fields;
}
