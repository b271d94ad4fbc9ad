import type { Account } from "../client/account";
import type { NumberRecord } from "../client/numbers";
import type { Context } from "../engine/define-resource";
import { Refusal, Unfinished } from "../engine/failures";
import type { AssignmentProperties } from "./number-assignment";
import { setRoute } from "./number-assignment-handlers";
import { isInService, type Route, routeOf, SIDES, type SideKey } from "./number-routes";
import { release } from "./released-numbers";

type P = AssignmentProperties;
type Fallback = { readonly [Key in SideKey]?: string };

/** Lets go of the number: it goes on ringing where it does, or is sent to what the state has as its fallback. */
export async function forgetAssignment(account: Account, sid: string, context: Context<P>): Promise<void> {
  const { number = sid, onDelete = "keep" } = context.known;
  release(sid);
  if (onDelete === "keep") {
    await context.tell(`number ${number} is no longer managed; ${whereItGoes(context.known)}`);
    return;
  }
  const record = await account.numbers.look(sid, number);
  if (!record) return;
  if (!isInService(record)) {
    await context.tell(`number ${number} is no longer managed; it is ${record.status} and rings nowhere`);
    return;
  }
  const fallback = await usable(account, record, onDelete, context);
  if (Object.keys(fallback).length === 0) return;
  const after = await fallBack(account, record, fallback, context);
  await context.tell(`number ${number} is no longer managed; ${whereItGoes(after)}`);
}

/** The sides that can be set: not where somebody else has decided meanwhile, nor to an endpoint that is gone. */
async function usable(
  { endpoints }: Account,
  record: NumberRecord,
  declared: { readonly [Key in SideKey]?: string | null | undefined },
  context: Context<P>,
): Promise<Fallback> {
  const fallback: { [Key in SideKey]?: string } = {};
  const route = routeOf(record);
  for (const { key, endpointType, traffic } of SIDES) {
    const target = declared[key];
    if (target === undefined || route[key] === (target ?? "")) continue;
    if (route[key] !== (context.known[key] ?? "")) {
      await context.warn(
        `${traffic} to number ${record.number} keep going to ${route[key] || "the default"}: somebody else has changed that ` +
          "since the last refresh, so onDelete is not carried out",
      );
      continue;
    }
    const found = target === null ? undefined : await endpoints.find(target, endpoints.lastWrite());
    if (target !== null && found?.endpointType !== endpointType) {
      await context.warn(
        `${traffic} to number ${record.number} keep going to ${route[key] || "the default"}: onDelete says ${target}, and there is ` +
          `no such ${endpointType} endpoint any more`,
      );
      continue;
    }
    fallback[key] = target ?? "";
  }
  return fallback;
}

/** How a number is told to have no endpoint is not documented: both are tried, and what came of it is read back. */
const NOTHING = ["", null] as const;

async function fallBack(
  account: Account,
  record: NumberRecord,
  fallback: Fallback,
  context: Context<P>,
): Promise<Route> {
  const ways = Object.values(fallback).includes("") ? NOTHING : ([""] as const);
  let why = "";
  for (const nothing of ways) {
    try {
      return await setRoute(account, record, fallback, context, nothing);
    } catch (error) {
      if (!isRefused(error)) throw error;
      why = error.message;
    }
  }
  throw new Refusal(
    `number ${record.number} cannot be set to what onDelete says: ${why}. It still rings where it did. Run it again; or ` +
      'declare onDelete: "keep", run pulumi up, and then take it out',
  );
}

/** The service said no, or yes and did nothing. */
function isRefused(error: unknown): error is Error {
  return error instanceof Unfinished || (error instanceof Error && "kind" in error && error.kind === "api");
}

function whereItGoes(route: { readonly [Key in SideKey]?: string | undefined }): string {
  const going = SIDES.filter(({ key }) => route[key]).map(
    ({ key, traffic }) => `its ${traffic} go to ${route[key]}`,
  );
  return going.join(", ") || "it has no endpoint of its own";
}
