import { inputKeys, managedKeys, optionalKeys, type Properties } from "../engine/properties";
import { importedState } from "../engine/state";
import { equal, pick, revealed, type Values } from "../engine/values";
import { redact } from "../http/redact";
import { isOutOfService, type OrderNumber } from "../resources/order-numbers";
import type { Problems } from "./drift-problems";
import { isPrivate } from "./drift-shown";
import { definitionFor } from "./export-definitions";
import type { Found } from "./export-listed";
import type { LeftOut, Thing, ThingKind } from "./export-things";
import type { Handlers } from "./handlers-outside";
import { messageOf } from "./message-of";

type HandlersOf = (kind: ThingKind) => Handlers;

/**
 * Looks at one thing through the handlers of its resource: what they read of it is what a program declares, and what their
 * check makes of that is what the state has after `pulumi up`.
 *
 * @returns `undefined`, and a problem, when it could not be read
 */
export async function lookAt(
  found: Found,
  handlersOf: HandlersOf,
  problems: Problems,
): Promise<Thing | LeftOut | undefined> {
  const { kind, id } = found;
  try {
    const read = await handlersOf(kind).read(id, {});
    return await declare(found, revealed(read.props) as Values, handlersOf(kind));
  } catch (error) {
    problems.add(messageOf(error));
    return undefined;
  }
}

async function declare(found: Found, props: Values, handlers: Handlers): Promise<Thing | LeftOut> {
  const { kind, id } = found;
  const { kind: resource, properties } = definitionFor(kind);
  const live = pick(props, (key) => key in properties);
  const numbers = found.numbers.length > 0 ? found.numbers : numbersIn(live);
  const thing = { kind, id, label: found.label, numbers };
  const history = historyOf(live);
  if (history !== undefined) return { ...thing, why: history };
  const wanted = { ...saying(properties, live), ...guardsFor(properties, id, live), ...found.instead };
  const checked = await check(handlers, properties, wanted);
  if ("why" in checked) return { ...thing, why: checked.why };
  const { inputs, dropped } = checked;
  const differing = Object.keys(inputs).filter((key) => key in live && !equal(inputs[key], live[key]));
  if (differing.length > 0)
    return { ...thing, why: `${differing.join(", ")}: is written in a form of its own` };
  const values = { ...live, ...inputs };
  const secrets = new Set(Object.keys(values).filter((key) => mayBeSecret(properties, key, values)));
  const isSecret = (key: string) => secrets.has(key);
  return {
    ...thing,
    resource,
    args: inOrder(properties, inputs),
    secrets: Object.keys(inputs).filter(isSecret),
    state: importedState(
      properties,
      inputs,
      { organisationSid: String(props.organisationSid), live },
      isSecret,
    ),
    comments: [...(found.comments ?? []), ...commentsOn(wanted), ...dropped],
  };
}

/** As the reference has them, so that they stand where a reader looks for them. */
function inOrder(properties: Properties, inputs: Values): Values {
  return Object.fromEntries(
    inputKeys(properties).flatMap((key) => (key in inputs ? [[key, inputs[key]]] : [])),
  );
}

/** What there is to say: an empty text, a flag that is not set and what only the service sets need no word. */
function saying(properties: Properties, live: Values): Values {
  const managed = managedKeys(properties);
  return pick(live, (key) => {
    if (!managed.includes(key)) return false;
    return !optionalKeys(properties).includes(key) || (live[key] !== "" && live[key] !== false);
  });
}

/** What keeps the program from making the thing again, and from complaining about what is so already. */
function guardsFor(properties: Properties, id: string, live: Values): Values {
  return {
    ...("adopt" in properties && { adopt: id }),
    ...("onDisconnected" in properties &&
      orderNumbers(live).some(isOutOfService) && { onDisconnected: "accept" }),
  };
}

function commentsOn({ onDisconnected }: Values): string[] {
  if (onDisconnected === undefined) return [];
  return [
    'Numbers of it are out of service, and "accept" leaves them so; "reconnect" pays to have them back.',
  ];
}

/** Why an order is history, which nothing can change any more. */
function historyOf(live: Values): string | undefined {
  const numbers = orderNumbers(live);
  return numbers.length > 0 && numbers.every(isOutOfService)
    ? "all its numbers are out of service"
    : undefined;
}

function orderNumbers({ numbers = [] }: Values): readonly OrderNumber[] {
  return numbers as readonly OrderNumber[];
}

function numbersIn(live: Values): string[] {
  return orderNumbers(live).map(({ number }) => number);
}

type Checked = { readonly inputs: Values; readonly dropped: string[] } | { readonly why: string };

/** What a program may say of it: optional properties that the check refuses are left to the portal. */
async function check(handlers: Handlers, properties: Properties, wanted: Values): Promise<Checked> {
  const first = await checkOnce(handlers, wanted);
  const refused = Object.keys(wanted).filter((key) => first.reasons.some((each) => names(each, key)));
  if (first.reasons.length === 0) return { inputs: first.inputs, dropped: [] };
  const isOptional = (key: string) => optionalKeys(properties).includes(key);
  const again = await checkOnce(
    handlers,
    pick(wanted, (key) => !(refused.includes(key) && isOptional(key))),
  );
  if (again.reasons.length > 0) return { why: again.reasons.join("; ") };
  const dropped = first.reasons.map((reason) => `Left to the portal: ${reason}`);
  return { inputs: again.inputs, dropped };
}

async function checkOnce(handlers: Handlers, wanted: Values) {
  const { inputs, failures = [] } = await handlers.check({}, { ...wanted });
  return { inputs: (inputs ?? {}) as Values, reasons: failures.map(({ reason }) => redact(reason)) };
}

/** A reason begins with the property that it is about. */
function names(reason: string, key: string): boolean {
  return reason.startsWith(`${key}: `) || reason.startsWith(`${key}.`);
}

function mayBeSecret(properties: Properties, key: string, values: Values): boolean {
  const value = values[key];
  if (typeof value !== "string") return false;
  return isPrivate({ properties, secrets: new Set() }, key, values) || redact(value) !== value;
}
