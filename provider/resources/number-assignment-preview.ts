import type { Account } from "../client/account";
import type { NumberRecord } from "../client/numbers";
import type { Change, Context, Foreseen, Prepared } from "../engine/define-resource";
import { lookAhead, warnOnce } from "./look-ahead";
import type { AssignmentProperties } from "./number-assignment";
import { claimNumber } from "./number-claims";
import { warnOfMove } from "./number-moves";
import { whyNotRoutable } from "./number-refusals";
import { SIDES } from "./number-routes";
import { wasBoughtHere } from "./order-numbers";
import { resourceName } from "./resource-name";

type P = AssignmentProperties;

/** Says what an assignment that is to be made finds: a number that cannot be routed, or one that rings elsewhere. */
export async function prepareAssignment(
  account: () => Account,
  { inputs, isUnknown, before }: Change<P>,
  context: Context<P>,
): Promise<Prepared<P>> {
  const { number } = inputs;
  if (number === undefined) return {};
  const other = claimNumber(context.urn, number);
  if (other !== undefined) return { reasons: [declaredTwice(number, other)] };
  // What this very run has bought rings nowhere that anybody has chosen.
  if (before || wasBoughtHere(number)) return {};

  const reasons: string[] = [];
  await lookAhead(context, async () => {
    const record = await findEarly(account(), number);
    const again = record && claimNumber(context.urn, record.sid, record.number);
    if (again !== undefined) reasons.push(declaredTwice(number, again));
    // Only a warning: an order of this very program may be about to buy the number, or to reconnect it.
    const problem = whyNotRoutable(number, record);
    if (problem) await warnOnce(context, `${problem}; until that is done it is refused`);
    if (!record || problem || again !== undefined) return;
    const sides = SIDES.filter(({ key }) => inputs[key] !== undefined || isUnknown(key));
    const wanted = Object.fromEntries(sides.map(({ key }) => [key, inputs[key]]));
    await warnOfMove(account(), { record, wanted, known: {} }, context);
  });
  return { reasons };
}

/** Says what a number that is given another endpoint stops doing. */
export async function foreseeAssignment(
  account: () => Account,
  sid: string,
  { inputs, changed }: Foreseen<P>,
  context: Context<P>,
): Promise<void> {
  const sides = SIDES.filter(({ key }) => changed.includes(key));
  if (sides.length === 0) return;
  await lookAhead(context, async () => {
    const record = await account().numbers.find(sid);
    const problem = whyNotRoutable(context.known.number ?? sid, record);
    if (problem) await warnOnce(context, `${problem}; until that is done it is refused`);
    if (!record || problem) return;
    const wanted = Object.fromEntries(sides.map(({ key }) => [key, inputs[key]]));
    await warnOfMove(account(), { record, wanted, known: context.known }, context);
  });
}

/** Any reading of this process will do for a number that it shows; one that is missing may have come since. */
async function findEarly({ numbers }: Account, number: string): Promise<NumberRecord | undefined> {
  for (const since of [undefined, numbers.lastWrite()]) {
    const listed = await numbers.everyStatus.read(since);
    if (listed.some((each) => each.sid === number || each.number === number))
      return numbers.find(number, since);
  }
  return undefined;
}

export function declaredTwice(number: string, other: string): string {
  return `number: ${resourceName(other)} assigns ${number} as well: there can be one NumberAssignment for it; take it from one of them`;
}
