/** Property values as they travel between the engine and a provider: plain JSON. */
export type Values = Readonly<Record<string, unknown>>;

/** How the engine spells a value that is not known yet, whatever its type (only ever seen by check and diff). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** Whether a value is unknown, or holds something unknown at any depth. */
export function containsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(containsUnknown);
}

/** Keys that begin so belong to this package or to Pulumi; the CLI does not show them. */
export function isHidden(key: string): boolean {
  return key.startsWith("__");
}

/** The pairs of `values` whose key passes, without those that are undefined or null. */
export function pick(values: Values, wanted: (key: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => wanted(key) && value !== undefined && value !== null),
  );
}

/** Values as JSON can carry them: what is not JSON makes the SDK fail after the remote object was made. */
export function clean(values: Values): Record<string, unknown> {
  // Mostly so, and an estate is read by the thousand.
  if (Object.values(values).every(isTextOrFlag)) return { ...values };
  return JSON.parse(JSON.stringify(values)) as Record<string, unknown>;
}

function isTextOrFlag(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean";
}

/** A text that is equal for equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (each === null || typeof each !== "object" || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

export function equal(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

/**
 * Marks a value as secret where a provider returns it, so that the state holds it encrypted. The engine keeps secrecy
 * by itself only for a property of the same name as a secret input.
 */
export function secret(value: unknown): Record<string, unknown> {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** A value as the engine shows or sends it, without the wrapping that marks what is secret, at any depth. */
export function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (value === null || typeof value !== "object") return value;
  const each = value as Values;
  if (isSecret(each)) {
    if (typeof each.plaintext === "string") return revealed(JSON.parse(each.plaintext));
    if ("value" in each) return revealed(each.value);
    throw new TypeError("a secret is still encrypted");
  }
  return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, revealed(inner)]));
}

/** Whether a value is marked as secret, or holds something that is, at any depth. */
export function containsSecret(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  return isSecret(value as Values) || Object.values(value).some(containsSecret);
}

function isSecret(value: Values): boolean {
  return value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}
