import {
  keptKeys,
  managedKeys,
  notes,
  optionalManagedKeys,
  type Properties,
  sensitiveKeys,
} from "./properties";
import { equal, pick, secret, type Values } from "./values";

/** Hidden outputs: what was sent and what came of it, where the service keeps a property in a form of its own. */
export const SENT = "__sent";
export const GOT = "__got";
/**
 * Hidden output: which of the optional properties the program declared, with blanks between them; the others are reported,
 * not managed. One text, because the SDK takes its time over lists.
 */
export const DECLARED = "__declared";
/**
 * Hidden, in the state of an imported object: the properties that its import file keeps back because they may hold a
 * credential. Nobody knows them but the service; the next refresh reads them.
 */
export const UNREAD = "__unread";
/** Hidden input: the resource's URN, shortened by `keptUrn`, which the engine does not tell a dynamic provider. */
export const URN = "__urn";
/** Hidden input: the id of the object that is taken over as it is, of the program's `import` option. */
export const IMPORT = "__import";
/** Which organisation the object belongs to; compared with the credentials before anything is done to it. */
export const OWNER = "organisationSid";

export interface Owned {
  readonly organisationSid: string;
  readonly live: Values;
}

/**
 * The outputs that the state keeps after a create or an update with these inputs. What differs from them is what the
 * service keeps in a form of its own, but for the properties that it `ignored`: those are still to be done.
 */
export function outputsFor(
  properties: Properties,
  inputs: Values,
  { organisationSid, live }: Owned,
  ignored: readonly string[] = [],
): Values {
  const differing = declared(properties, inputs).filter((key) => !equal(inputs[key], live[key]));
  const reshaped = differing.filter((key) => !ignored.includes(key));
  const given = optionalManagedKeys(properties).filter((key) => inputs[key] !== undefined);
  return {
    ...kept(properties, inputs),
    ...live,
    [OWNER]: organisationSid,
    ...pick(inputs, (key) => key === URN || key === IMPORT),
    ...(given.length > 0 && { [DECLARED]: given.join(" ") }),
    ...(reshaped.length > 0 && {
      [SENT]: secret(pick(inputs, (key) => reshaped.includes(key))),
      [GOT]: secret(pick(live, (key) => reshaped.includes(key))),
    }),
  };
}

/** The outputs after a refresh: what was remembered, with the live values of now. */
export function refreshedOutputs(olds: Values, { organisationSid, live }: Owned): Values {
  const { [UNREAD]: _, ...remembered } = olds;
  const hide = (key: string) => (olds[key] === undefined ? {} : { [key]: secret(olds[key]) });
  return { ...remembered, ...live, [OWNER]: organisationSid, ...hide(SENT), ...hide(GOT) };
}

/** The properties of an imported object that the state has never seen. */
export function unreadKeys(values: Values): readonly string[] {
  return (values[UNREAD] ?? []) as readonly string[];
}

/** What the engine keeps of a resource. */
export interface ImportedState {
  readonly inputs: Values;
  readonly outputs: Values;
}

/**
 * The state of an object as if a program with these inputs had made it, but without its private properties: it goes
 * into a file.
 */
export function importedState(
  properties: Properties,
  inputs: Values,
  owned: Owned,
  isPrivate: (key: string) => boolean,
): ImportedState {
  const unread = managedKeys(properties).filter(isPrivate);
  const open = (values: Values) => ({
    ...pick(values, (key) => !unread.includes(key)),
    ...(unread.length > 0 && { [UNREAD]: unread }),
  });
  return { inputs: open(inputs), outputs: open(outputsFor(properties, inputs, owned)) };
}

/**
 * Whether the service keeps what is wanted in a form of its own (trimmed, lower-cased): it was sent just that before,
 * and what it made of it is what it still has.
 */
export function isSettled(olds: Values, key: string, wanted: unknown, live: unknown): boolean {
  const sent = (olds[SENT] ?? {}) as Values;
  const got = (olds[GOT] ?? {}) as Values;
  return key in sent && equal(wanted, sent[key]) && equal(live, got[key]);
}

/** The inputs that describe the object as it is now: with them the engine finds and shows what has drifted. */
export function refreshedInputs(properties: Properties, olds: Values, live: Values): Values {
  const sent = (olds[SENT] ?? {}) as Values;
  const remembered = rememberedKeys(olds);
  const mayBeLeft = optionalManagedKeys(properties);
  const managed = managedKeys(properties)
    .filter((key) => !mayBeLeft.includes(key) || remembered.includes(key))
    .map((key) => [key, isSettled(olds, key, sent[key], live[key]) ? sent[key] : live[key]]);
  return { ...kept(properties, olds), ...pick(olds, (key) => key === URN), ...Object.fromEntries(managed) };
}

/** The first states kept them as a list. */
function rememberedKeys({ [DECLARED]: kept = "" }: Values): readonly string[] {
  return typeof kept === "string" ? kept.split(" ") : (kept as readonly string[]);
}

/**
 * The inputs of an object that the state knows nothing of yet (`Endpoint.get`, import): all it has, but for what a
 * program cannot declare (that a number has no endpoint of its own).
 */
export function adoptedInputs(properties: Properties, live: Values): Values {
  const optional = optionalManagedKeys(properties);
  return pick(live, (key) => {
    if (!managedKeys(properties).includes(key)) return false;
    return !optional.includes(key) || properties[key]?.safeParse(live[key]).success === true;
  });
}

/**
 * The values with those that may hold a credential marked as secret. The engine keeps secrecy where the program's
 * value was secret; here it is for what comes from the service: a token that someone put into a uri in the portal.
 */
export function sealed(properties: Properties, values: Values): Values {
  const toSeal = sensitiveKeys(properties).filter((key) => {
    const value = values[key];
    return typeof value === "string" && notes(properties, key).secretWhen?.(value);
  });
  return { ...values, ...Object.fromEntries(toSeal.map((key) => [key, secret(values[key])])) };
}

/** The texts among the values that may be secret: what a service repeats of them in an error must not be shown. */
export function sensitiveTexts(properties: Properties, ...all: readonly Values[]): string[] {
  const texts = all.flatMap((values) => sensitiveKeys(properties).map((key) => values[key]));
  return texts.filter((text): text is string => typeof text === "string" && text !== "");
}

function declared(properties: Properties, inputs: Values): string[] {
  return managedKeys(properties).filter((key) => inputs[key] !== undefined);
}

function kept(properties: Properties, values: Values): Values {
  const keys = keptKeys(properties);
  return pick(values, (key) => keys.includes(key));
}
