import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "../client/account";
import type { EndpointRecord } from "../client/endpoints";
import type { NumberRecord } from "../client/numbers";
import type { Context } from "../engine/define-resource";
import { listNumbers } from "./listed-numbers";
import { withoutOwn } from "./number-routes";

type Wish = Pick<EndpointRecord, "endpointType"> & { readonly isDefault?: boolean };

/** Does the work, and says so when it took the default from another endpoint. */
export async function movingDefault(
  account: Account,
  { isDefault, endpointType }: Wish,
  context: Context,
  work: () => Promise<EndpointRecord>,
): Promise<EndpointRecord> {
  const since = account.endpoints.lastWrite();
  const holder = isDefault ? await defaultOf(account, endpointType, since) : undefined;
  const done = await work();
  if (holder && holder.sid !== done.sid) {
    await context.warn(
      `endpoint ${done.sid} is now the default for ${endpointType}; until now it was ${holder.sid} ("${holder.description}")`,
    );
  }
  return done;
}

/** How long an endpoint that gives the default up waits for its successor, looking so often. */
const PATIENCE_MS = 5000;
const LOOK_EVERY_MS = 250;

/**
 * Before an endpoint gives the default up: waits for another endpoint, usually of the same program and on its way just
 * now, to take it, so that there is no moment without one. The service takes the flag from the old one by itself then.
 *
 * @returns the endpoint as it is after the wait
 */
export async function awaitSuccessor(
  account: Account,
  before: EndpointRecord,
  { isDefault }: Wish,
  context: Context,
): Promise<EndpointRecord> {
  if (!before.isDefault || isDefault !== false) return before;
  const { endpoints } = account;
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const { readable: list } = await endpoints.read(endpoints.now());
    const successor = list.find((each) => isDefaultOf(each, before.endpointType) && each.sid !== before.sid);
    if (successor) return list.find(({ sid }) => sid === before.sid) ?? before;
    await pause(LOOK_EVERY_MS);
  }
  await context.warn(
    `endpoint ${before.sid} gives up being the default for ${before.endpointType}, and no other endpoint has taken it`,
  );
  return before;
}

/** After a default endpoint was deleted: says which numbers had no other. */
export async function warnWithoutDefault(
  { endpointType }: EndpointRecord,
  { left, ringing }: { left: readonly EndpointRecord[]; ringing: readonly NumberRecord[] },
  context: Context,
): Promise<void> {
  if (left.some((each) => isDefaultOf(each, endpointType))) return;
  const lost = withoutOwn(ringing, endpointType);
  if (lost.length === 0) return;
  await context.warn(
    `the account has no default ${endpointType} endpoint now, and ${listNumbers(lost)} had no other`,
  );
}

async function defaultOf(
  { endpoints }: Account,
  endpointType: EndpointRecord["endpointType"],
  since: number,
): Promise<EndpointRecord | undefined> {
  return (await endpoints.read(since)).readable.find((each) => isDefaultOf(each, endpointType));
}

function isDefaultOf(each: EndpointRecord, endpointType: EndpointRecord["endpointType"]): boolean {
  return each.isDefault && each.endpointType === endpointType;
}
