import type { Account } from "../client/account";
import { type EndpointRecord, type EndpointType, endpointTypes } from "../client/endpoints";
import { wholeList } from "../client/entries";
import type { NumberRecord } from "../client/numbers";
import type { OrderRecord } from "../client/orders";
import { CloudNumberingError } from "../http/errors";
import type { Problems } from "./drift-problems";

export interface Address {
  readonly endpointType: EndpointType;
  readonly ip: string;
}

/** What an account has. What is `undefined` could not be read, and the problems say why. */
export interface Live {
  readonly organisationSid: string;
  readonly name: string;
  readonly currency: string | undefined;
  readonly endpoints: readonly EndpointRecord[] | undefined;
  /** Those that can ring. */
  readonly numbers: readonly NumberRecord[] | undefined;
  readonly addresses: readonly Address[] | undefined;
  readonly orders: readonly OrderRecord[] | undefined;
}

/** The lists that an account has. */
export type LiveList = "endpoints" | "numbers" | "addresses" | "orders";

/** Reads all of an account, or those lists of it, through the readings that the judging shares. */
export async function readLive(
  account: Account,
  problems: Problems,
  wanted: (list: LiveList) => boolean = () => true,
): Promise<Live | undefined> {
  const unlessUnwanted = async <T>(list: LiveList, work: () => Promise<T>) =>
    wanted(list) ? problems.unless(work) : undefined;
  const organisation = await problems.unless(() => account.organisation());
  if (!organisation) return undefined;
  const { endpoints, numbers, orders } = account;
  const [endpointList, numberList, orderList, ...addressLists] = await Promise.all([
    unlessUnwanted("endpoints", async () =>
      wholeList("list endpoints", await endpoints.read(endpoints.lastWrite())),
    ),
    unlessUnwanted("numbers", () => numbers.live.read(numbers.lastWrite())),
    unlessUnwanted("orders", () => orders.list.read(orders.lastWrite())),
    ...endpointTypes.map((type) => unlessUnwanted("addresses", () => addressesOf(account, type))),
  ]);
  return {
    organisationSid: organisation.sid,
    name: organisation.name ?? "",
    currency: organisation.currency,
    endpoints: endpointList && (await complete(account, endpointList, numberList ?? [], problems)),
    numbers: numberList,
    addresses: addressLists.includes(undefined) ? undefined : addressLists.flatMap((list) => list ?? []),
    orders: orderList,
  };
}

/** The lists are read side by side: a number may go to an endpoint that was made in between. */
async function complete(
  { endpoints }: Account,
  listed: readonly EndpointRecord[],
  numbers: readonly NumberRecord[],
  problems: Problems,
): Promise<readonly EndpointRecord[] | undefined> {
  const known = new Set(listed.map(({ sid }) => sid));
  const wanted = numbers.flatMap(({ voiceEndpointSid, smsEndpointSid }) => [
    voiceEndpointSid,
    smsEndpointSid,
  ]);
  if (wanted.every((sid) => !sid || known.has(sid))) return listed;
  return problems.unless(async () => wholeList("list endpoints", await endpoints.read(endpoints.now())));
}

async function addressesOf({ allowedIps }: Account, endpointType: EndpointType): Promise<Address[]> {
  try {
    const ips = await allowedIps.read(endpointType, allowedIps.lastWrite(endpointType));
    return ips.map((ip) => ({ endpointType, ip }));
  } catch (error) {
    // That there is a list for sms at all is a GUESS: the documentation speaks of voice alone.
    if (endpointType === "sms" && isUnknownList(error)) return [];
    throw error;
  }
}

/** GUESS: a type that has no list is a wrong request (400) or a place that does not exist (404). */
function isUnknownList(error: unknown): boolean {
  return error instanceof CloudNumberingError && (error.status === 400 || error.status === 404);
}
