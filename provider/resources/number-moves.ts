import type { Account } from "../client/account";
import type { EndpointRecord } from "../client/endpoints";
import type { NumberRecord } from "../client/numbers";
import type { Context } from "../engine/define-resource";
import { listNumbers } from "./listed-numbers";
import { warnOnce } from "./look-ahead";
import { SIDES, type Side, type SideKey } from "./number-routes";

/** A number that is given a route. */
export interface Move {
  /** As the service has it now. */
  readonly record: NumberRecord;
  /** Where it is to go; `undefined` under a side's name for an endpoint that is not known yet. */
  readonly wanted: { readonly [Key in SideKey]?: string | undefined };
  /** Where the state knows it to go; nothing for a number that is new to the state. */
  readonly known: { readonly [Key in SideKey]?: string | undefined };
}

/** Warns when callers reach another place afterwards, and names what somebody else has decided meanwhile. */
export async function warnOfMove(account: Account, move: Move, context: Context): Promise<void> {
  const touched = SIDES.filter(({ key }) => key in move.wanted && move.wanted[key] !== move.record[key]);
  if (touched.length === 0) return;
  const { readable: endpoints } = await account.endpoints.read();
  const changes = touched.flatMap((side) => changeOf(side, move, endpoints) ?? []);
  if (changes.length === 0) return;
  await warnOnce(context, `${listNumbers([move.record])} rings elsewhere afterwards: ${changes.join("; ")}`);
}

/** Whether somebody has put the number where neither the state nor the program has it. */
export function isForeign({ record, wanted, known }: Move): boolean {
  return SIDES.some(
    ({ key }) => key in wanted && record[key] !== wanted[key] && (record[key] ?? "") !== (known[key] ?? ""),
  );
}

function changeOf(
  { key, endpointType, traffic }: Side,
  { record, wanted, known }: Move,
  endpoints: readonly EndpointRecord[],
): string | undefined {
  const own = record[key];
  const fallback = endpoints.find((each) => each.isDefault && each.endpointType === endpointType)?.sid;
  const from = own ?? fallback;
  const to = wanted[key];
  // It rang nowhere, or goes on ringing where it did by default.
  if (from === undefined || from === to) return undefined;
  const there = to === undefined ? "an endpoint that is not made yet" : nameOf(to, endpoints);
  const change = `its ${traffic} go to ${there} instead of ${nameOf(from, endpoints)}`;
  if (own === undefined) return `${change}, the default`;
  if (known[key] === undefined) {
    return `${change}, where somebody has put it; if another stack declares it, take it out of one of the two`;
  }
  return known[key] === own ? change : `${change}, where somebody has put it since the last refresh`;
}

function nameOf(sid: string, endpoints: readonly EndpointRecord[]): string {
  const description = endpoints.find((each) => each.sid === sid)?.description;
  return description ? `${sid} ("${description}")` : sid;
}
