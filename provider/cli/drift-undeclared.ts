import type { Account } from "../client/account";
import type { EndpointRecord } from "../client/endpoints";
import type { NumberRecord } from "../client/numbers";
import type { OrderRecord } from "../client/orders";
import { redact } from "../http/redact";
import { mayHoldCredential } from "../resources/endpoint-uri";
import { declaration, Expression, fromSecretConfig, nameFor } from "./drift-code";
import { type Ignorable, type IgnoreKind, ignoreLine } from "./drift-ignore";
import type { Address, Live } from "./drift-live";
import type { Problems } from "./drift-problems";
import type { Finding, Repair } from "./drift-report";
import type { Shell } from "./drift-shell";

/** What the stacks know of an account's things, left over or not. */
export interface Known {
  has(kind: string, id: string): boolean;
  /** Whether one of the orders brought the number, or an assignment says where it rings. */
  hasNumber(sid: string): boolean;
}

export interface Undeclared {
  readonly live: Live;
  readonly account: Account;
  readonly known: Known;
  readonly problems: Problems;
  readonly shell: Shell;
  /** The stack whose program the things would go into. */
  readonly stack: string;
}

/** A thing of the account that no stack declares, by what the ignore file can say of it. */
export interface Stray extends Ignorable {
  readonly finding: Finding;
}

/** Everything that the account has and no stack declares. A number that came with such an order is part of that. */
export async function strays(
  undeclared: Undeclared,
  isIgnored: (thing: Ignorable) => boolean,
): Promise<Stray[]> {
  const { live, known } = undeclared;
  const endpoints = (live.endpoints ?? []).filter(({ sid }) => !known.has("Endpoint", sid));
  const addresses = (live.addresses ?? []).filter((each) => !known.has("AllowedIp", idOf(each)));
  const orders = await strayOrders(undeclared);
  const bought = new Set(orders.filter((each) => !isIgnored(each)).flatMap(({ numberSids }) => numberSids));
  const numbers = (live.numbers ?? []).filter(({ sid }) => !known.hasNumber(sid) && !bought.has(sid));
  return [
    ...endpoints.map((each) => strayEndpoint(undeclared, each)),
    ...addresses.map((each) => strayAddress(undeclared, each)),
    ...orders,
    ...numbers.map((each) => strayNumber(undeclared, each)),
  ];
}

interface StrayOrder extends Stray {
  readonly numberSids: readonly string[];
}

/**
 * An order says which numbers it brought only when it is asked for by itself; one whose numbers are all gone or out of
 * service is history, which nobody can declare away.
 */
async function strayOrders(undeclared: Undeclared): Promise<StrayOrder[]> {
  const { live, account, known, problems } = undeclared;
  const ringing = new Map((live.numbers ?? []).map((number) => [number.sid, number]));
  const found = (live.orders ?? []).filter(({ sid }) => !known.has("Order", sid));
  const read = await Promise.all(found.map((order) => problems.unless(() => numbersOf(account, order))));
  return found.flatMap((order, at) => {
    const numbers = (read[at] ?? []).flatMap((sid) => ringing.get(sid) ?? []);
    return numbers.length > 0 ? [strayOrder(undeclared, order, numbers)] : [];
  });
}

async function numbersOf({ orders }: Account, { sid }: OrderRecord): Promise<readonly string[]> {
  const order = await orders.get(sid);
  if (order) return order.numbers.map((each) => each.sid);
  throw new Error(`order ${sid}: the service lists it and does not show it`);
}

interface Described {
  readonly ignoreKind: IgnoreKind;
  readonly kind: string;
  readonly id: string;
  readonly description: string;
  readonly numbers: readonly string[];
  /** The way into a program. */
  readonly taken: Repair;
}

function stray(undeclared: Undeclared, thing: Described): Stray {
  const { ignoreKind, kind, id, description, numbers, taken } = thing;
  const line = ignoreLine({ kind: ignoreKind, sid: id });
  return {
    kind: ignoreKind,
    sid: id,
    description,
    numbers,
    finding: {
      type: "undeclared",
      kind,
      id,
      label: redact(description || numbers.join(", ") || id),
      organisationSid: undeclared.live.organisationSid,
      declaredBy: [],
      differences: [],
      rental: null,
      repairs: [
        taken,
        { does: "accepts it as it is: add the line to the ignore file", commands: [], ignore: line },
      ],
    },
  };
}

function strayEndpoint(
  undeclared: Undeclared,
  { sid, endpointType, description, uri }: EndpointRecord,
): Stray {
  const { shell, stack } = undeclared;
  const name = nameFor(redact(description), sid);
  const isSecret = mayHoldCredential(uri);
  const key = `${name}-uri`;
  const args = {
    adopt: sid,
    description: redact(description),
    endpointType,
    uri: isSecret ? fromSecretConfig(key) : redact(uri),
  };
  return stray(undeclared, {
    ignoreKind: "endpoint",
    kind: "Endpoint",
    id: sid,
    description,
    numbers: [],
    taken: {
      does: "takes it into the program: write the code, then",
      code: declaration("Endpoint", name, args),
      commands: [...(isSecret ? [shell.setSecret(stack, key)] : []), shell.upAll(stack)],
    },
  });
}

function strayAddress(undeclared: Undeclared, address: Address): Stray {
  const { endpointType, ip } = address;
  return stray(undeclared, {
    ignoreKind: "address",
    kind: "AllowedIp",
    id: idOf(address),
    description: ip,
    numbers: [],
    taken: {
      does: "takes it into the program: write the code, then",
      code: declaration("AllowedIp", `${endpointType}-${ip}`, { endpointType, ip }),
      commands: [undeclared.shell.upAll(undeclared.stack)],
    },
  });
}

function strayOrder(
  undeclared: Undeclared,
  { sid }: OrderRecord,
  numbers: readonly NumberRecord[],
): StrayOrder {
  const described = stray(undeclared, {
    ignoreKind: "order",
    kind: "Order",
    id: sid,
    description: "",
    numbers: numbers.map(({ number }) => number),
    taken: {
      does: "takes it into the program, and buys nothing: write the code, then",
      code: declaration("Order", nameFor("order", sid), { adopt: sid }),
      commands: [undeclared.shell.upAll(undeclared.stack)],
    },
  });
  return { ...described, numberSids: numbers.map((number) => number.sid) };
}

function strayNumber(undeclared: Undeclared, record: NumberRecord): Stray {
  const { sid, number, reference = "" } = record;
  return stray(undeclared, {
    ignoreKind: "number",
    kind: "Number",
    id: sid,
    description: reference || number,
    numbers: [number],
    taken: {
      does: "declares where it rings: write the code, then",
      code: assignmentOf(record),
      commands: [undeclared.shell.upAll(undeclared.stack)],
    },
  });
}

/** The declaration of where a number rings now; of one that rings nowhere, with a gap to fill in. */
export function assignmentOf({ sid, number, reference, ...sides }: NumberRecord): string {
  const voiceEndpointSid = sides.voiceEndpointSid || undefined;
  const smsEndpointSid = sides.smsEndpointSid || undefined;
  const nowhere = voiceEndpointSid === undefined && smsEndpointSid === undefined;
  return declaration("NumberAssignment", nameFor(reference || number, sid), {
    number,
    voiceEndpointSid: nowhere ? new Expression("endpoint.sid") : voiceEndpointSid,
    smsEndpointSid,
    reference: reference ? redact(reference) : undefined,
  });
}

function idOf({ endpointType, ip }: Address): string {
  return `${endpointType}/${ip}`;
}
