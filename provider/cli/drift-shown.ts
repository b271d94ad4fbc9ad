import { notes, type Properties } from "../engine/properties";
import type { Values } from "../engine/values";
import { redact } from "../http/redact";

/** What stands for a value that may be a credential. */
export const SECRET = "[secret]";

/** What is needed to tell whether a property is anybody's business. */
interface Owner {
  readonly properties: Properties;
  /** The properties that the state keeps encrypted. */
  readonly secrets: ReadonlySet<string>;
}

/** Whether one of a property's values may be a credential: then none of them is shown. */
export function isPrivate({ properties, secrets }: Owner, key: string, ...all: readonly Values[]): boolean {
  if (secrets.has(key)) return true;
  const test = notes(properties, key).secretWhen;
  return all.some(({ [key]: value }) => typeof value === "string" && test?.(value) === true);
}

/** A value as a report shows it: credentials that stand where nobody expects them are taken out. */
export function shown(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map(shown);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]));
}
