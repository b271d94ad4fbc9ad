import type { Caller } from "./call";
import { type CreateEndpoint, endpointCreation } from "./endpoint-creation";
import {
  createEndpoint,
  deleteEndpoint,
  type EndpointRecord,
  type EndpointUpdate,
  listEndpoints,
  updateEndpoint,
} from "./endpoints";
import { type Entries, entryOf, spacingOf, wholeList } from "./entries";
import { lookSoon } from "./look-soon";
import { type Moment, type Snapshots, shareReadings, writesTo } from "./snapshots";

export interface EndpointsGroup extends Snapshots<Entries<EndpointRecord>> {
  /**
   * The endpoint with that sid, or `undefined` when it is gone. One that a shared reading lacks is looked for in a
   * second reading, begun now, before it is called gone.
   *
   * @throws {CloudNumberingError} `protocol` when the list shows it, or may show it, in a form that cannot be read
   */
  find(sid: string, since?: Moment): Promise<EndpointRecord | undefined>;
  /** The endpoint just created; looked for again a few times when the list does not show it at once. */
  findSoon(sid: string): Promise<EndpointRecord | undefined>;
  /** All of them, as they are now. @throws {CloudNumberingError} `protocol` when one cannot be read */
  all(): Promise<readonly EndpointRecord[]>;
  /** When this process last changed an endpoint: a reading begun later has seen all its changes. */
  lastWrite(): Moment;
  /** The same without deletes, which leave every other endpoint as it was. */
  lastChange(): Moment;
  readonly create: CreateEndpoint;
  update(sid: string, body: EndpointUpdate): Promise<void>;
  delete(sid: string): Promise<void>;
}

export function endpointsGroup(call: Caller): EndpointsGroup {
  const shared = shareReadings(() => listEndpoints(call), spacingOf);
  const creations = writesTo(shared);
  const updates = writesTo(shared);
  const deletes = writesTo(shared);
  const findIn = async (sid: string, since?: Moment) =>
    entryOf(
      `read endpoint ${sid}`,
      await shared.read(since),
      (endpoint) => endpoint.sid === sid,
      (entry) => entry.sid === sid || entry.sid === undefined,
    );
  return {
    ...shared,
    find: async (sid, since) => (await findIn(sid, since)) ?? findIn(sid, shared.now()),
    findSoon: (sid) => lookSoon(() => findIn(sid, shared.now())),
    all: async () => wholeList("list endpoints", await shared.read(shared.now())),
    lastWrite: () => Math.max(creations.last(), updates.last(), deletes.last()),
    lastChange: () => Math.max(creations.last(), updates.last()),
    create: endpointCreation(
      shared,
      () => Math.max(updates.last(), deletes.last()),
      (body) => createEndpoint(call, body).finally(creations.ended),
    ),
    update: (sid, body) => updateEndpoint(call, sid, body).finally(updates.ended),
    delete: (sid) => deleteEndpoint(call, sid).finally(deletes.ended),
  };
}
