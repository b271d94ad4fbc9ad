import { type ApiRequest, refusal } from "./exchange";
import type { Guesses } from "./guesses";

interface Field<Value> {
  readonly wanted: string;
  readonly required: boolean;
  accepts(value: unknown): boolean;
  /** Carries the type only. */
  readonly type?: Value;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Values<Declared extends Fields> = {
  [Name in keyof Declared]: Declared[Name] extends Field<infer Value> ? Value : never;
};

function field<Value>(wanted: string, accepts: (value: unknown) => boolean) {
  return {
    required: { wanted, accepts, required: true } satisfies Field<Value> as Field<Value>,
    optional: { wanted, accepts, required: false } satisfies Field<Value> as Field<Value | undefined>,
  };
}

export const text = field<string>("a string", (value) => typeof value === "string");
export const flag = field<boolean>("true or false", (value) => typeof value === "boolean");
export const textOrNull = field<string | null>(
  "a string or null",
  (value) => value === null || typeof value === "string",
);

/** ISO 3166-1 alpha-2 in form; whether the country exists is not looked at. */
export const country = field<string>(
  "two capital letters",
  (value) => typeof value === "string" && /^[A-Z]{2}$/.test(value),
);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const uuid = field<string>("a UUID", (value) => typeof value === "string" && UUID.test(value));

export function wholeNumber(least: number, most: number) {
  return field<number>(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

/** SIDs of which none is there twice. */
export function sidList(least: number, most: number) {
  return field<readonly string[]>(
    `${least} to ${most} different SIDs`,
    (value) =>
      Array.isArray(value) &&
      value.length >= least &&
      value.length <= most &&
      value.every((sid) => typeof sid === "string") &&
      new Set(value).size === value.length,
  );
}

export function oneOf<const Value extends string>(values: readonly Value[]) {
  return field<Value>(`one of ${values.join(", ")}`, (value) => values.some((known) => known === value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The body's fields, strictly: a mistyped, missing or unknown field is a 400 that names it. Real services are
 * often more lenient; a provider that passes here does not depend on that.
 */
export function readBody<Declared extends Fields>(
  request: ApiRequest,
  declared: Declared,
  guesses: Guesses,
): Values<Declared> {
  const body = request.body;
  if (body === undefined) throw refusal(400, "This operation needs a JSON body.");
  if (!isObject(body)) throw refusal(400, "The body must be a JSON object.");
  refuseUnknown("field", Object.keys(body), Object.keys(declared), guesses);
  const values: Record<string, unknown> = {};
  for (const [name, wanted] of Object.entries(declared)) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value === undefined && wanted.required) throw refusal(400, `The field ${name} is required.`);
    if (value !== undefined && !wanted.accepts(value)) {
      throw refusal(400, `The field ${name} must be ${wanted.wanted}.`);
    }
    values[name] = value;
  }
  return values as Values<Declared>;
}

/** Throws a 400 for query parameters that the operation does not know. */
export function allowQuery(request: ApiRequest, known: readonly string[], guesses: Guesses): void {
  refuseUnknown("query parameter", Object.keys(request.query), known, guesses);
}

function refuseUnknown(
  what: string,
  given: readonly string[],
  known: readonly string[],
  guesses: Guesses,
): void {
  if (guesses["unknown-fields"] === "ignore") return;
  const stranger = given.find((name) => !known.includes(name));
  if (stranger === undefined) return;
  const allowed = known.length === 0 ? "there are none" : `known are ${known.join(", ")}`;
  throw refusal(400, `Unknown ${what} ${stranger}; ${allowed}.`);
}

/** The one value of a query parameter. Throws a 400 when it is repeated. */
export function single(request: ApiRequest, name: string): string | undefined {
  const values = request.query[name] ?? [];
  if (values.length > 1) throw refusal(400, `The query parameter ${name} must be given once.`);
  return values[0];
}

/** The same fields without those that are undefined. */
export function declaredOnly<Given extends object>(
  fields: Given,
): { [Name in keyof Given]?: Exclude<Given[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Given]?: Exclude<Given[Name], undefined> };
}
