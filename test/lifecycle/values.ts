// The values that travel between the engine and a provider process, and what the engine does to them.
// A secret is kept here as the engine sends it over gRPC, as an envelope; unknowns are sentinel strings.

export type Value = null | boolean | number | string | Value[] | Values;
export type Values = { [key: string]: Value };

/** What a Node program sends for every unknown, whatever type the property has. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine knows one sentinel per type; a provider may send any of them back. */
const SENTINELS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The envelope of a secret value, as programs send it and as the state holds it before encryption. */
export function secret(value: Value): Values {
  return { [SIGNATURE]: SECRET, value };
}

export function isObject(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: Value | undefined): boolean {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

export function holdsSecret(value: Value): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isObject(value)) return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}

export function holdsUnknown(value: Value): boolean {
  if (typeof value === "string") return SENTINELS.has(value);
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}

/** Without envelopes: dynamic providers answer `acceptSecrets: false`, so the engine strips before every call. */
export function plain(value: Values): Values {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
}

function plainValue(value: Value): Value {
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isObject(value)) return value;
  return isSecret(value) ? plainValue(value.value ?? null) : plain(value);
}

/**
 * Makes secret again what came back under the same name (the engine's `annotateSecrets`): objects key by key, anything
 * else as a whole. A renamed copy stays plain text, as it does in a user's state.
 */
export function annotate(result: Values, sent: Values): Values {
  const annotated = { ...result };
  for (const [key, before] of Object.entries(sent)) {
    const after = annotated[key];
    if (after === undefined) continue;
    if (isObject(after) && isObject(before) && !isSecret(after) && !isSecret(before)) {
      annotated[key] = annotate(after, before);
    } else if (!isSecret(after) && holdsSecret(before)) {
      annotated[key] = secret(after);
    }
  }
  return annotated;
}

/** The keys in which two property maps differ, by the engine's rule: null and absent are the same. */
export function differingKeys(before: Values, after: Values): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !same(before[key], after[key])).sort();
}

export function same(left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || left === null) return right === undefined || right === null;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) && left.length === right.length && left.every((item, at) => same(item, right[at]))
    );
  }
  if (isObject(left)) return isObject(right) && differingKeys(left, right).length === 0;
  return left === right;
}
