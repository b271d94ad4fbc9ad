import { redact } from "../http/redact";
import { entries, fromSecretConfig } from "./drift-code";
import type { Declared } from "./drift-judge";
import type { Difference, Finding, Holder, Repair } from "./drift-report";
import type { Shell } from "./drift-shell";
import { isPrivate, SECRET } from "./drift-shown";

/** What every finding about something declared says of it. */
export function aboutDeclared(declared: Declared, organisationSid: string) {
  const { kind, id } = declared;
  return { kind, id, label: labelOf(declared), organisationSid };
}

export function holderOf({ stack, urn }: Declared): Holder {
  return { stack, urn };
}

/** The name that the program gives it. */
export function nameOf({ urn }: Pick<Declared, "urn">): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** By what people know the thing, as far as that is no secret. */
function labelOf(declared: Declared): string {
  const { outputs, id, definition, secrets } = declared;
  const isOpen = (key: string) => !isPrivate({ properties: definition.properties, secrets }, key, outputs);
  const numbers = (outputs.numbers ?? []) as readonly { readonly number?: unknown }[];
  const candidates = [
    isOpen("description") && outputs.description,
    isOpen("number") && outputs.number,
    isOpen("ip") && outputs.ip,
    isOpen("numbers") && numbers.map(({ number }) => String(number)).join(", "),
    isOpen("name") && outputs.name,
  ];
  const label = candidates.find((each) => typeof each === "string" && each !== "");
  return redact(typeof label === "string" ? label : id);
}

export function goneFinding(declared: Declared, organisationSid: string, shell: Shell): Finding {
  const { stack, urn } = declared;
  return {
    type: "gone",
    ...aboutDeclared(declared, organisationSid),
    declaredBy: [holderOf(declared)],
    differences: [],
    rental: null,
    repairs: [
      { does: "makes it again, as declared", commands: [shell.up(stack, urn)] },
      {
        does: `accepts that it is gone: take "${nameOf(declared)}" out of the program, then`,
        commands: [shell.refresh(stack, urn)],
      },
    ],
  };
}

export function changedFinding(
  declared: Declared,
  differences: readonly Difference[],
  { organisationSid, shell }: { organisationSid: string; shell: Shell },
): Finding {
  return {
    type: "changed",
    ...aboutDeclared(declared, organisationSid),
    declaredBy: [holderOf(declared)],
    differences: [...differences].sort((a, b) => (a.property < b.property ? -1 : 1)),
    rental: null,
    repairs: isOfNumbers(declared, differences)
      ? orderRepairs(declared, differences, shell)
      : repairs(declared, differences, shell),
  };
}

function repairs(declared: Declared, differences: readonly Difference[], shell: Shell): Repair[] {
  const { stack, urn, kind } = declared;
  const up = shell.up(stack, urn);
  const isNew = differences.some(({ replaces }) => replaces);
  const values = differences.map((each) => taken(declared, each));
  const leftOut = values.filter(({ value }) => value === undefined).map(({ property }) => property);
  const secrets = values.flatMap(({ config }) => (config === undefined ? [] : [config]));
  const where = `in ${kind} "${nameOf(declared)}"`;
  const code = entries(Object.fromEntries(values.map(({ property, value }) => [property, value])));
  const without = leftOut.length > 0 ? `leave out ${leftOut.join(" and ")}` : "";
  return [
    {
      does: `puts the declared value back${isNew ? ", by a new one in its place" : ""}`,
      commands: [up],
    },
    {
      does: `takes the live value into the program: ${where} ${[code && "write the code", without].filter(Boolean).join(" and ")}, then`,
      ...(code && { code: `${code},` }),
      commands: [...secrets.map((key) => shell.setSecret(stack, key)), up],
    },
  ];
}

interface Taken {
  readonly property: string;
  /** What to write; `undefined` for what is to be left out. */
  readonly value: unknown;
  /** The config key to keep it under, when it is a secret. */
  readonly config?: string;
}

function taken(declared: Declared, { property, live }: Difference): Taken {
  if (live === SECRET) {
    const config = `${nameOf(declared)}-${property}`;
    return { property, value: fromSecretConfig(config), config };
  }
  const schema = declared.definition.properties[property];
  // An endpoint that someone took off a number is no value that a program can write.
  const canBeWritten = live !== null && (schema?.safeParse(live).success ?? false);
  return { property, value: canBeWritten ? live : undefined };
}

/** A difference in what no input says: the numbers of an order. */
function isOfNumbers({ definition }: Declared, differences: readonly Difference[]): boolean {
  return differences.every(({ property }) => !(property in definition.properties));
}

function orderRepairs(declared: Declared, differences: readonly Difference[], shell: Shell): Repair[] {
  const { stack, urn } = declared;
  const where = `in Order "${nameOf(declared)}" write the code, then`;
  const accepting = {
    does: `accepts it: ${where}`,
    code: 'onDisconnected: "accept",',
    commands: [shell.up(stack, urn)],
  };
  // Nothing brings back a number that the account has no longer.
  if (differences.every(({ live }) => live !== "DISCONNECTED")) return [accepting];
  return [
    {
      does: `reconnects, and pays at most what you write for it: ${where}`,
      code: 'onDisconnected: "reconnect", maxReconnectCost: "0.00",',
      commands: [shell.up(stack, urn)],
    },
    accepting,
  ];
}
