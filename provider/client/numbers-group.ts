import type { Caller } from "./call";
import { entryOf, spacingOf, wholeList } from "./entries";
import { lookSoon } from "./look-soon";
import {
  type Assignment,
  assignEndpoints,
  disconnectNumber,
  listEveryNumber,
  listNumbers,
  type NumberFilter,
  type NumberRecord,
} from "./numbers";
import {
  previewReconnect,
  type Reconnection,
  type ReconnectQuote,
  reconnect,
  reconnectStatus,
} from "./reconnect";
import { type Moment, mapReadings, type Snapshots, shareReadings, writesTo } from "./snapshots";

export interface NumbersGroup {
  /** The numbers that the service finds by a filter, as they are now. */
  list(filter: NumberFilter): Promise<readonly NumberRecord[]>;
  /**
   * All numbers of the account, whatever their status; the one shared list of numbers.
   *
   * @throws {CloudNumberingError} `protocol` when one of them cannot be read
   */
  readonly everyStatus: Snapshots<readonly NumberRecord[]>;
  /** The same list, by sid and by E.164. */
  readonly byName: Snapshots<ReadonlyMap<string, NumberRecord>>;
  /** Those that can ring, from the same readings: in service, being ported, or of a status that nobody knows. */
  readonly live: Snapshots<readonly NumberRecord[]>;
  /**
   * The number with that sid (AN…) or E.164, whatever its status, or `undefined` when the account has no such number.
   * One that a shared reading lacks is looked for in a second reading, begun now, before it is called gone. An E.164 that
   * the account had before and has again is the one that can ring.
   *
   * @throws {CloudNumberingError} `protocol` when the list shows it, or may show it, in a form that cannot be read
   */
  find(sidOrNumber: string, since?: Moment): Promise<NumberRecord | undefined>;
  /**
   * The number with that sid (AN…) or E.164 as it is now. One whose E.164 is known is asked for by that alone, which is
   * one short answer in an account of any size; only one that is not in service is looked for in the whole list.
   *
   * @throws {CloudNumberingError} `protocol` as {@link find}
   */
  look(sidOrNumber: string, e164?: string): Promise<NumberRecord | undefined>;
  /** As {@link look}; a number just bought is looked for again a few times when it is not listed at once. */
  lookSoon(sidOrNumber: string): Promise<NumberRecord | undefined>;
  /** When this process last changed, bought or lost a number: a reading begun later has seen all of that. */
  lastWrite(): Moment;
  /** Counts as a write what another operation may have done to the numbers: an order buys some. */
  changed(): void;
  assign(sid: string, body: Assignment): Promise<void>;
  disconnect(sid: string): Promise<void>;
  reconnectPreview(sids: readonly string[]): Promise<ReconnectQuote>;
  /** @returns the sid of the request (NR…), to ask {@link reconnectStatus} about */
  reconnect(sids: readonly string[], idempotencyKey: string): Promise<string>;
  reconnectStatus(requestSid: string): Promise<Reconnection>;
}

export function numbersGroup(call: Caller): NumbersGroup {
  const shared = shareReadings(() => listEveryNumber(call), spacingOf);
  const everyStatus = mapReadings(shared, (entries) => wholeList("list numbers", entries));
  const writes = writesTo(shared);
  const findIn = async (key: string, since?: Moment) => {
    const entries = await shared.read(since);
    const found = byName(entries.readable).get(key);
    return entryOf(
      `read number ${key}`,
      { readable: found ? [found] : [], unreadable: entries.unreadable },
      () => true,
      // An unreadable entry shows its sid at most, so any may be the number that is looked for by its E.164.
      ({ sid }) => sid === key || sid === undefined || key.startsWith("+"),
    );
  };
  const look = async (sidOrNumber: string, e164 = sidOrNumber) =>
    (e164.startsWith("+") ? await lookUp(sidOrNumber, e164) : undefined) ??
    (await findIn(sidOrNumber, shared.now()));
  const lookUp = async (sidOrNumber: string, e164: string) => {
    const { readable } = await listNumbers(call, { e164 });
    return readable.find(({ sid, number }) => sid === sidOrNumber || number === sidOrNumber);
  };
  return {
    list: async (filter) => wholeList("list numbers", await listNumbers(call, filter)),
    everyStatus,
    byName: mapReadings(everyStatus, byName),
    live: mapReadings(everyStatus, (numbers) => numbers.filter(canRing)),
    find: async (key, since) => (await findIn(key, since)) ?? findIn(key, shared.now()),
    look,
    lookSoon: (sidOrNumber) => lookSoon(() => look(sidOrNumber)),
    lastWrite: writes.last,
    changed: writes.ended,
    assign: (sid, body) => assignEndpoints(call, sid, body).finally(writes.ended),
    disconnect: (sid) => disconnectNumber(call, sid).finally(writes.ended),
    reconnectPreview: (sids) => previewReconnect(call, sids),
    reconnect: (sids, idempotencyKey) => reconnect(call, sids, idempotencyKey).finally(writes.ended),
    // A reconnection is carried out some time after it was asked for: its status is the first to know.
    reconnectStatus: (requestSid) => reconnectStatus(call, requestSid).finally(writes.ended),
  };
}

const indexes = new WeakMap<readonly NumberRecord[], ReadonlyMap<string, NumberRecord>>();

/** A list of numbers by sid and by E.164, made once for each reading: an estate looks every one of its numbers up. */
function byName(numbers: readonly NumberRecord[]): ReadonlyMap<string, NumberRecord> {
  const known = indexes.get(numbers);
  if (known) return known;
  const index = new Map<string, NumberRecord>();
  for (const record of numbers) {
    for (const name of [record.sid, record.number]) {
      const same = index.get(name);
      if (!same || (!canRing(same) && canRing(record))) index.set(name, record);
    }
  }
  indexes.set(numbers, index);
  return index;
}

function canRing({ status }: NumberRecord): boolean {
  return status !== "DISCONNECTED";
}
