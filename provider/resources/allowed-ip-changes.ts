import type { Account } from "../client/account";
import type { EndpointType } from "../client/endpoints";
import type { Context } from "../engine/define-resource";
import { Refusal, Unfinished } from "../engine/failures";
import { isOutOfReach } from "./out-of-reach";

/** An address and the traffic that it may send. */
interface Address {
  readonly endpointType: EndpointType;
  /** In its canonical form. */
  readonly ip: string;
}

const warned = new WeakMap<Account, Set<EndpointType>>();

/** Says, once for each list, that the first address on it changes what the service does with everybody else's traffic. */
export async function warnOfFirst(
  account: () => Account,
  { endpointType, ip }: Address,
  context: Pick<Context, "warn">,
): Promise<void> {
  try {
    const { allowedIps } = account();
    const types = warned.get(account()) ?? new Set();
    warned.set(account(), types);
    if (types.has(endpointType)) return;
    if ((await allowedIps.read(endpointType, allowedIps.lastWrite(endpointType))).length > 0) return;
    types.add(endpointType);
  } catch (error) {
    // A preview without credentials must work all the same.
    if (!isOutOfReach(error)) throw error;
    return;
  }
  await context.warn(
    `${ip} is the first address allowed for ${endpointType}: from now on traffic is taken from allowed addresses alone. ` +
      "Whether an empty list lets everybody in or nobody the API does not say; if another address sends traffic today, " +
      "declare it too",
  );
}

/** Adds the address unless it is there, and looks that it is. */
export async function allow({ allowedIps }: Account, address: Address): Promise<Address> {
  const { endpointType, ip } = address;
  const listed = await allowedIps.read(endpointType, allowedIps.lastWrite(endpointType));
  if (listed.includes(ip)) return address;
  try {
    await allowedIps.add(endpointType, ip);
  } catch (error) {
    // Added by somebody else meanwhile, or by an attempt whose answer was lost: then it may be refused as a duplicate.
    if (await isThereAfterAll(allowedIps, address)) return address;
    throw error;
  }
  const isListed = await allowedIps
    .has(endpointType, ip, allowedIps.now(endpointType))
    .catch((error: Error) => {
      throw unread(address, `could not be read back (${error.message})`);
    });
  if (!isListed) throw unread(address, "is not listed");
  return address;
}

async function isThereAfterAll(
  allowedIps: Account["allowedIps"],
  { endpointType, ip }: Address,
): Promise<boolean> {
  try {
    return (await allowedIps.list(endpointType)).includes(ip);
  } catch {
    return false;
  }
}

/** It may be allowed from here on, so the state must know it: what the state has forgotten nobody removes. */
function unread(address: Address, what: string): Unfinished<Address> {
  return new Unfinished(
    address,
    `${address.ip}: the service reported success, but the address ${what}; run pulumi up again`,
  );
}

/** Lets the last address go, for one command: a destroy does not run the program, which could say so. */
const OVERRIDE = "CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS";

/** Removes the address, one after the other, so that of two that are the last only one can go unasked. */
export function disallow(
  { allowedIps }: Account,
  { endpointType, ip }: Address,
  mayBeLast: boolean,
): Promise<void> {
  return allowedIps.alone(endpointType, async () => {
    const others = await othersThan(allowedIps, { endpointType, ip });
    if (!others) return;
    if (endpointType === "voice" && others.length === 0 && !mayBeLast && process.env[OVERRIDE] !== "1") {
      throw new Refusal(
        `${ip} is the last address allowed for voice, and without one your platform may not be able to call: to remove ` +
          `it, declare allowRemovingLast: true and run pulumi up first, or set ${OVERRIDE}=1 for this command`,
      );
    }
    await allowedIps.remove(endpointType, ip);
    if ((await allowedIps.list(endpointType)).includes(ip)) {
      throw new Refusal(
        `${ip}: the service reported success but still allows it for ${endpointType}; run it again later`,
      );
    }
  });
}

/** The rest of the list as it is now; `undefined` when two lists, one after the other, do not show the address. */
async function othersThan(
  allowedIps: Account["allowedIps"],
  { endpointType, ip }: Address,
): Promise<readonly string[] | undefined> {
  for (const _look of [1, 2]) {
    const listed = await allowedIps.list(endpointType);
    if (listed.includes(ip)) return listed.filter((each) => each !== ip);
  }
  return undefined;
}
