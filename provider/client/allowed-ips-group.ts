import pLimit from "p-limit";
import { addAllowedIp, listAllowedIps, removeAllowedIp } from "./allowed-ips";
import type { Caller } from "./call";
import { type EndpointType, endpointTypes } from "./endpoints";
import { type Moment, type Snapshots, shareReadings, type Writes, writesTo } from "./snapshots";
import { spacingOfLength } from "./spacing";

/** The addresses that may send traffic: one list for each type of endpoint, with its own readings and moments. */
export interface AllowedIpsGroup {
  /** The list as it is now. */
  list(endpointType: EndpointType): Promise<readonly string[]>;
  /** The list as read at `since` or later; the reading is shared. */
  read(endpointType: EndpointType, since: Moment): Promise<readonly string[]>;
  /**
   * Whether the address is allowed. One that a shared reading lacks is looked for in a second reading, begun now, before
   * it is called gone.
   */
  has(endpointType: EndpointType, ip: string, since: Moment): Promise<boolean>;
  now(endpointType: EndpointType): Moment;
  /** When this process last changed that list: a reading begun later has seen all its changes. */
  lastWrite(endpointType: EndpointType): Moment;
  add(endpointType: EndpointType, ip: string): Promise<void>;
  /** An address that is not there (404) counts as removed. */
  remove(endpointType: EndpointType, ip: string): Promise<void>;
  /** Does work on that list while no other such work of this process is under way: what it has read stays true. */
  alone<T>(endpointType: EndpointType, work: () => Promise<T>): Promise<T>;
}

export function allowedIpsGroup(call: Caller): AllowedIpsGroup {
  const lists = Object.fromEntries(endpointTypes.map((type) => [type, oneList(call, type)])) as Readonly<
    Record<EndpointType, OneList>
  >;
  const shows = async (type: EndpointType, ip: string, since: Moment) =>
    (await lists[type].shared.read(since)).includes(ip);
  return {
    list: (type) => lists[type].shared.read(lists[type].shared.now()),
    read: (type, since) => lists[type].shared.read(since),
    has: async (type, ip, since) =>
      (await shows(type, ip, since)) || shows(type, ip, lists[type].shared.now()),
    now: (type) => lists[type].shared.now(),
    lastWrite: (type) => lists[type].writes.last(),
    add: (type, ip) => addAllowedIp(call, type, ip).finally(lists[type].writes.ended),
    remove: (type, ip) => removeAllowedIp(call, type, ip).finally(lists[type].writes.ended),
    alone: (type, work) => lists[type].alone(work),
  };
}

interface OneList {
  readonly shared: Snapshots<readonly string[]>;
  readonly writes: Writes;
  readonly alone: pLimit.Limit;
}

function oneList(call: Caller, endpointType: EndpointType): OneList {
  const shared = shareReadings(
    () => listAllowedIps(call, endpointType),
    (addresses) => spacingOfLength(addresses.length),
  );
  return { shared, writes: writesTo(shared), alone: pLimit(1) };
}
