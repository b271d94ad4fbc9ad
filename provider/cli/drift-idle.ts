import type { EndpointRecord, EndpointType } from "../client/endpoints";
import { addMoney, formatMoney, type Money } from "../client/money";
import type { NumberRecord } from "../client/numbers";
import { redact } from "../http/redact";
import { isInService, SIDES } from "../resources/number-routes";
import { type Ignorable, ignoreLine } from "./drift-ignore";
import type { Live } from "./drift-live";
import type { Finding, Holder } from "./drift-report";
import { assignmentOf } from "./drift-undeclared";

/** A number in service that costs and rings nowhere. */
export interface Idle extends Ignorable {
  readonly finding: Finding;
  readonly rental: Money | undefined;
}

/** Neither calls nor messages reach anything: no endpoint of its own, and no default to fall back to. */
export function idleNumbers(live: Live, holdersOf: (sid: string) => readonly Holder[]): Idle[] {
  const { endpoints, numbers } = live;
  if (!endpoints || !numbers) return [];
  const rings = ringing(endpoints);
  return numbers
    .filter((number) => isInService(number) && isPaidFor(number) && !rings(number))
    .map((number) => idle(live, number, holdersOf(number.sid)));
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

function idle(
  { organisationSid, currency }: Live,
  record: NumberRecord,
  declaredBy: readonly Holder[],
): Idle {
  const { sid, number, reference = "", numberRental } = record;
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
      declaredBy: [...declaredBy],
      differences: [],
      rental: rental ? formatMoney(rental) : null,
      repairs: [
        {
          does: "lets it ring somewhere: write the code, then pulumi up",
          code: assignmentOf(record),
          commands: [],
        },
        { does: "keeps it waiting: add the line to the ignore file", commands: [], ignore: line },
      ],
    },
  };
}
