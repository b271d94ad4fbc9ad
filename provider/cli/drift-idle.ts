import type { EndpointRecord, EndpointType } from "../client/endpoints";
import { addMoney, formatMoney, type Money } from "../client/money";
import type { NumberRecord } from "../client/numbers";
import { redact } from "../http/redact";
import { isInService, SIDES } from "../resources/number-routes";
import { holderOf, nameOf } from "./drift-declared";
import { type Ignorable, ignoreLine } from "./drift-ignore";
import type { Declared } from "./drift-judge";
import type { Live } from "./drift-live";
import type { Finding, Repair } from "./drift-report";
import type { Shell } from "./drift-shell";
import { assignmentOf } from "./drift-undeclared";

/** A number in service that costs and rings nowhere. */
export interface Idle extends Ignorable {
  readonly finding: Finding;
  readonly rental: Money | undefined;
}

export interface IdleStage {
  readonly live: Live;
  /** The resources that a number belongs to. */
  readonly holding: (sid: string) => readonly Declared[];
  readonly shell: Shell;
  /** The stack whose program the route would go into, unless one of them has the number already. */
  readonly stack: string;
}

/** Neither calls nor messages reach anything: no endpoint of its own, and no default to fall back to. */
export function idleNumbers(stage: IdleStage): Idle[] {
  const { endpoints, numbers } = stage.live;
  if (!endpoints || !numbers) return [];
  const rings = ringing(endpoints);
  return numbers
    .filter((number) => isInService(number) && isPaidFor(number) && !rings(number))
    .map((number) => idle(stage, number));
}

/** What they cost a period together, as far as the service says so. */
export function rentalOf(idle: readonly Pick<Idle, "rental">[]): string | null {
  const rentals = idle.flatMap(({ rental }) => rental ?? []);
  const [first, ...rest] = rentals;
  return first ? formatMoney(rest.reduce(addMoney, first)) : null;
}

function ringing(endpoints: readonly EndpointRecord[]): (number: NumberRecord) => boolean {
  const known = new Set(endpoints.map(({ sid }) => sid));
  const hasDefault = (type: EndpointType) =>
    endpoints.some(({ endpointType, isDefault }) => isDefault && endpointType === type);
  return (number) =>
    SIDES.some(({ key, endpointType }) => {
      const own = number[key];
      return own ? known.has(own) : hasDefault(endpointType);
    });
}

/** One whose rental the service does not tell is taken to have one. */
function isPaidFor({ numberRental }: NumberRecord): boolean {
  return numberRental === undefined || numberRental.gt(0);
}

function idle(stage: IdleStage, record: NumberRecord): Idle {
  const { sid, number, reference = "", numberRental } = record;
  const { organisationSid, currency } = stage.live;
  const rental = numberRental && currency ? { amount: numberRental, currency } : undefined;
  const line = ignoreLine({ kind: "number", sid });
  return {
    kind: "number",
    sid,
    description: reference,
    numbers: [number],
    rental,
    finding: {
      type: "idle",
      kind: "Number",
      id: sid,
      label: redact(reference ? `${number} ${reference}` : number),
      organisationSid,
      declaredBy: stage.holding(sid).map(holderOf),
      differences: [],
      rental: rental ? formatMoney(rental) : null,
      repairs: [
        letItRing(stage, record),
        { does: "keeps it waiting: add the line to the ignore file", commands: [], ignore: line },
      ],
    },
  };
}

function letItRing({ holding, shell, stack }: IdleStage, record: NumberRecord): Repair {
  const [holder] = holding(record.sid);
  const assignment = holding(record.sid).find(({ kind }) => kind === "NumberAssignment");
  const where = assignment ? `in NumberAssignment "${nameOf(assignment)}" ` : "";
  return {
    does: `lets it ring somewhere: ${where}write the code, with an endpoint of yours, then`,
    code: assignment ? "voiceEndpointSid: endpoint.sid," : assignmentOf(record),
    commands: [shell.upAll(assignment?.stack ?? holder?.stack ?? stack)],
  };
}
