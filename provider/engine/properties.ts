import type { Input, Output } from "@pulumi/pulumi";
import type { z } from "zod";

/**
 * The properties of a resource, each declared once: the key names it, the zod schema says what it may be, the JSDoc
 * above it documents it, and the notes below say how it behaves. Types, check, diff and state derive from this.
 */
export type Properties = Readonly<Record<string, z.ZodType>>;

/** Marks, in the type alone, a property that only the service sets. */
export interface Computed {
  readonly "~computed": true;
}

/** Marks, in the type alone, an input that the service never sees. */
export interface Guard {
  readonly "~guard": true;
}

/** Marks, in the type alone, a property that this package works out before the object is made. */
export interface Planned {
  readonly "~planned": true;
}

interface Notes {
  readonly computed?: boolean;
  readonly guard?: boolean;
  readonly fixed?: boolean;
  readonly planned?: boolean;
  readonly replaces?: boolean;
  readonly secretWhen?: (value: string) => boolean;
}

const notesOf = new WeakMap<z.ZodType, Notes>();

/** What is known of a property beyond its schema; nothing of a key that is no property. */
export function notes(properties: Properties, key: string): Notes {
  const schema = properties[key];
  return (schema && notesOf.get(schema)) ?? {};
}

function note<T extends z.ZodType>(schema: T, added: Notes): T {
  notesOf.set(schema, { ...notesOf.get(schema), ...added });
  return schema;
}

/** A property that only the service sets: an output, never an input. */
export function computed<T extends z.ZodType>(schema: T): T & Computed {
  return note(schema, { computed: true }) as T & Computed;
}

/** An input that steers what this package does and that the service never sees. */
export function guard<T extends z.ZodType>(schema: T): T & Guard {
  return note(schema, { guard: true }) as T & Guard;
}

/**
 * An input that the object is made with and that can never change afterwards, not even by a new object: kept as a guard
 * is, and `prepare` refuses another value.
 */
export function fixed<T extends z.ZodType>(schema: T): T & Guard {
  return note(schema, { guard: true, fixed: true }) as T & Guard;
}

/**
 * An output that is known before the object is made (a price): `prepare` works it out, the preview shows it, and from
 * then on it stays as it is.
 */
export function planned<T extends z.ZodType>(schema: T): T & Planned {
  return note(schema, { planned: true }) as T & Planned;
}

/** A property whose change needs a new object: the new one is made first. */
export function replaces<T extends z.ZodType>(schema: T): T {
  return note(schema, { replaces: true });
}

/** A text that is made a Pulumi secret by the class when `test` says that it may hold a credential. */
export function secretWhen<T extends z.ZodType<string>>(schema: T, test: (value: string) => boolean): T {
  return note(schema, { secretWhen: test });
}

type KeysOf<P, Kind> = { [K in keyof P]: P[K] extends Kind ? K : never }[keyof P];
type InputKeys<P> = Exclude<keyof P, KeysOf<P, Computed> | KeysOf<P, Planned>>;
type OptionalKeys<P> = { [K in InputKeys<P>]: undefined extends z.input<P[K]> ? K : never }[InputKeys<P>];
type RequiredKeys<P> = Exclude<InputKeys<P>, OptionalKeys<P>>;

/** What a program passes to the constructor. */
export type ArgsOf<P> = {
  readonly [K in keyof P as K extends RequiredKeys<P> ? K : never]: Input<z.input<P[K]>>;
} & {
  readonly [K in keyof P as K extends OptionalKeys<P> ? K : never]?:
    | Input<Exclude<z.input<P[K]>, undefined> | undefined>
    | undefined;
};

/** What a program reads from the resource. What the service reports is always there; a guard only if it was given. */
export type OutputsOf<P> = {
  readonly [K in keyof P]: Output<P[K] extends Guard ? z.output<P[K]> : Exclude<z.output<P[K]>, undefined>>;
};

/** The inputs as handlers get them: checked, known, without what was not given. */
export type InputsOf<P> = {
  readonly [K in keyof P as K extends RequiredKeys<P> ? K : never]: z.output<P[K]>;
} & {
  readonly [K in keyof P as K extends OptionalKeys<P> ? K : never]?: Exclude<z.output<P[K]>, undefined>;
};

/** What `prepare` works out: the planned properties. */
export type PlanOf<P> = { readonly [K in KeysOf<P, Planned> & keyof P]?: z.output<P[K]> };

/** The object as the service has it: every property but the guards and what was planned. */
export type LiveOf<P> = {
  readonly [K in keyof P as K extends KeysOf<P, Guard> | KeysOf<P, Planned> ? never : K]: Exclude<
    z.output<P[K]>,
    undefined
  >;
};

/** What the state knows of an object: any of its properties. */
export type KnownOf<P> = { readonly [K in keyof P]?: z.output<P[K]> | undefined };

type Keys = (properties: Properties) => readonly string[];

/** Worked out once for each kind: an estate asks thousands of times. */
function once(keys: Keys): Keys {
  const known = new WeakMap<Properties, readonly string[]>();
  return (properties) => {
    const found = known.get(properties) ?? keys(properties);
    known.set(properties, found);
    return found;
  };
}

/** The names of all inputs that a program may give. */
export const inputKeys = once((properties) =>
  Object.keys(properties).filter((key) => {
    const { computed, planned } = notes(properties, key);
    return !computed && !planned;
  }),
);

/** The names of the inputs that the service stores and that are compared with it. */
export const managedKeys = once((properties) =>
  inputKeys(properties).filter((key) => !notes(properties, key).guard),
);

/** The names of the inputs that a program may leave out. */
export const optionalKeys = once((properties) =>
  inputKeys(properties).filter((key) => properties[key]?.safeParse(undefined).success),
);

/** The names of those that the service stores and that a program may leave out. */
export const optionalManagedKeys = once((properties) =>
  managedKeys(properties).filter((key) => optionalKeys(properties).includes(key)),
);

/** The names of the texts that may hold a credential. */
export const sensitiveKeys = once((properties) =>
  Object.keys(properties).filter((key) => notes(properties, key).secretWhen),
);

/** The names of what the state keeps of the inputs although the service never sees it: guards, and what was planned. */
export const keptKeys = once((properties) =>
  Object.keys(properties).filter((key) => {
    const { guard, planned } = notes(properties, key);
    return guard || planned;
  }),
);

/** The names of what the handlers of a kind get: the inputs, and what was planned. */
export const handedKeys = once((properties) => [
  ...new Set([...inputKeys(properties), ...keptKeys(properties)]),
]);
