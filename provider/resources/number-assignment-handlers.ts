import type { Account } from "../client/account";
import type { Assignment, NumberRecord } from "../client/numbers";
import { converge } from "../engine/converge";
import type { Context } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import type { InputsOf } from "../engine/properties";
import type { AssignmentProperties } from "./number-assignment";
import { declaredTwice } from "./number-assignment-preview";
import { claimNumber } from "./number-claims";
import { isForeign, type Move, warnOfMove } from "./number-moves";
import { requireRoutable, whyNotRoutable } from "./number-refusals";
import { isInService, type Route, routeOf } from "./number-routes";
import { takeBack } from "./released-numbers";

type P = AssignmentProperties;
type Inputs = InputsOf<P>;

export async function createAssignment(
  account: Account,
  inputs: Inputs,
  context: Context<P>,
): Promise<Route> {
  const record = requireRoutable(inputs.number, await account.numbers.lookSoon(inputs.number));
  return route(account, record, inputs, context);
}

/**
 * Where the number goes now. It is gone with the number; and when the account has lost the number and has the same one
 * again under another sid, there the assignment is to be made anew.
 */
export async function readAssignment(
  { numbers }: Account,
  sid: string,
  context: Context<P>,
): Promise<Route | undefined> {
  const since = numbers.lastWrite();
  const record = await numbers.find(sid, since);
  if (!record || isInService(record)) return record && routeOf(record);
  const again = await numbers.find(record.number, since);
  if (again && again.sid !== sid) return undefined;
  await context.warn(`${whyNotRoutable(record.number, record)}`);
  return routeOf(record);
}

export async function updateAssignment(
  account: Account,
  sid: string,
  inputs: Inputs,
  context: Context<P>,
): Promise<Route> {
  const record = await account.numbers.look(sid, context.known.number);
  if (record) return route(account, record, inputs, context);
  throw new Refusal(
    `number ${context.known.number ?? ""} (${sid}) is no longer on the account; pulumi up --refresh lets go of its assignment`,
  );
}

async function route(
  account: Account,
  record: NumberRecord,
  inputs: Inputs,
  context: Context<P>,
): Promise<Route> {
  const other = claimNumber(context.urn, record.sid, record.number);
  if (other !== undefined) throw new Refusal(declaredTwice(record.number, other));
  takeBack(record.sid);
  return setRoute(account, record, declaredRoute(inputs), context);
}

/** The properties of a route that the inputs declare. */
function declaredRoute({ voiceEndpointSid, smsEndpointSid, reference }: Inputs): Partial<Route> {
  return {
    ...(voiceEndpointSid !== undefined && { voiceEndpointSid }),
    ...(smsEndpointSid !== undefined && { smsEndpointSid }),
    ...(reference !== undefined && { reference }),
  };
}

/**
 * Brings a number's route in line with what is declared of it; says whom it overrules, and leaves the rest as it is.
 *
 * @param nothing how the service is told that a side has no endpoint
 */
export function setRoute(
  account: Account,
  record: NumberRecord,
  declared: Partial<Route>,
  context: Context<P>,
  nothing: "" | null = "",
): Promise<Route> {
  const { numbers } = account;
  const { sid, number } = record;
  return converge<Route>({
    thing: `number ${number}`,
    before: routeOf(record),
    declared,
    names: ["voiceEndpointSid", "smsEndpointSid"],
    context,
    async send(wanted) {
      requireRoutable(number, record);
      const move: Move = { record, wanted: declared, known: context.known };
      if (isForeign(move)) await warnOfMove(account, move, context);
      await numbers.assign(sid, bodyOf(wanted, declared, nothing));
    },
    async readBack() {
      const after = await numbers.look(sid, number);
      return after && routeOf(after);
    },
  });
}

/** All that the number has: the service may clear what is left out. What it has not, and is not to get, is left out. */
function bodyOf(wanted: Route, declared: Partial<Route>, nothing: "" | null): Assignment {
  const side = (key: "voiceEndpointSid" | "smsEndpointSid") => {
    if (wanted[key] !== "") return { [key]: wanted[key] };
    return key in declared ? { [key]: nothing } : {};
  };
  return {
    ...side("voiceEndpointSid"),
    ...side("smsEndpointSid"),
    ...((wanted.reference !== "" || "reference" in declared) && { reference: wanted.reference }),
  };
}
