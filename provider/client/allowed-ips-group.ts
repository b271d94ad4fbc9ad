import { addAllowedIp, listAllowedIps, removeAllowedIp } from "./allowed-ips";
import type { Caller } from "./call";
import { type EndpointType, endpointTypes } from "./endpoints";
import { type Moment, type Snapshots, shareReadings, type Writes, writesTo } from "./snapshots";

/** The addresses that may send traffic: one list for each type of endpoint, with its own readings and moments. */
export interface AllowedIpsGroup {
  /** The list as it is now. */
  list(endpointType: EndpointType): Promise<readonly string[]>;
  /** The list as read at `since` or later; the reading is shared. */
  read(endpointType: EndpointType, since: Moment): Promise<readonly string[]>;
  now(endpointType: EndpointType): Moment;
  /** When this process last changed that list: a reading begun later has seen all its changes. */
  lastWrite(endpointType: EndpointType): Moment;
  add(endpointType: EndpointType, ip: string): Promise<void>;
  /** An address that is not there (404) counts as removed. */
  remove(endpointType: EndpointType, ip: string): Promise<void>;
}

export function allowedIpsGroup(call: Caller): AllowedIpsGroup {
  const lists = Object.fromEntries(endpointTypes.map((type) => [type, oneList(call, type)])) as Readonly<
    Record<EndpointType, OneList>
  >;
  return {
    list: (type) => lists[type].shared.read(lists[type].shared.now()),
    read: (type, since) => lists[type].shared.read(since),
    now: (type) => lists[type].shared.now(),
    lastWrite: (type) => lists[type].writes.last(),
    add: (type, ip) => addAllowedIp(call, type, ip).finally(lists[type].writes.ended),
    remove: (type, ip) => removeAllowedIp(call, type, ip).finally(lists[type].writes.ended),
  };
}

interface OneList {
  readonly shared: Snapshots<readonly string[]>;
  readonly writes: Writes;
}

function oneList(call: Caller, endpointType: EndpointType): OneList {
  const shared = shareReadings(() => listAllowedIps(call, endpointType));
  return { shared, writes: writesTo(shared) };
}
