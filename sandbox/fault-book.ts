import type { Fault, FaultHandle, Misfortune, Outcome, Trouble } from "./faults";
import { seededRandom } from "./sids";

/** Kinds that change the data and leave the answer to others, so that one call can meet several. */
const QUIRKS: ReadonlySet<string> = new Set(["omitEntry", "alterEntry", "ignoreField", "resetField"]);

interface Entry {
  readonly id: number;
  readonly fault: Fault;
  readonly random: () => number;
  seen: number;
  hits: number;
}

const READS = /\.list$|^orders\.get$/;
const WRITES = /\.(update|assign)$|^endpoints\.create$/;

function canMeet(kind: Trouble["kind"], operation: string): boolean {
  if (kind === "omitEntry" || kind === "alterEntry") return READS.test(operation);
  if (kind === "ignoreField" || kind === "resetField") return WRITES.test(operation);
  return true;
}

/** The faults in force, in the order in which they were added. */
export class FaultBook {
  readonly #entries = new Map<number, Entry>();
  #added = 0;

  add(fault: Fault): FaultHandle & { readonly id: number } {
    this.#added += 1;
    const random = seededRandom(fault.seed ?? this.#added);
    const entry: Entry = { id: this.#added, fault, random, seen: 0, hits: 0 };
    this.#entries.set(entry.id, entry);
    return {
      id: entry.id,
      get hits() {
        return entry.hits;
      },
      remove: () => this.remove(entry.id),
    };
  }

  remove(id: number): boolean {
    return this.#entries.delete(id);
  }

  clear(): void {
    this.#entries.clear();
  }

  list(): { id: number; fault: Fault; hits: number }[] {
    return [...this.#entries.values()].map(({ id, fault, hits }) => ({ id, fault, hits }));
  }

  /** Whether a fault refuses the caller's token or credentials; asked before authentication. */
  refusesCaller(operation: string, values: Readonly<Record<string, unknown>>): boolean {
    return [...this.#entries.values()]
      .filter((entry) => entry.fault.kind === "unauthorised")
      .some((entry) => hits(entry, operation, values, true));
  }

  /** What happens to a call whose caller was accepted. */
  meet(operation: string, values: Readonly<Record<string, unknown>>): Misfortune {
    let outcome: Outcome | undefined;
    const delays = { before: 0, after: 0 };
    const omitted = new Set<string>();
    const altered = new Map<string, Readonly<Record<string, unknown>>>();
    const ignored = new Set<string>();
    const reset = new Set<string>();
    for (const entry of this.#entries.values()) {
      const fault = entry.fault;
      if (fault.kind === "unauthorised") continue;
      const alters = fault.kind === "delay" || QUIRKS.has(fault.kind);
      if (!hits(entry, operation, values, alters || outcome === undefined)) continue;
      if (fault.kind === "delay") delays[fault.when ?? "before"] += fault.ms;
      else if (fault.kind === "omitEntry") omitted.add(fault.sid);
      else if (fault.kind === "alterEntry") altered.set(fault.sid, fault.fields);
      else if (fault.kind === "ignoreField") ignored.add(fault.field);
      else if (fault.kind === "resetField") reset.add(fault.field);
      else outcome = fault;
    }
    const quirks = { omitted, altered, ignored, reset };
    return { outcome, delayBefore: delays.before, delayAfter: delays.after, quirks };
  }
}

/** Counts the call and says whether the fault hits it; a call already decided by another fault only counts. */
function hits(
  entry: Entry,
  operation: string,
  values: Readonly<Record<string, unknown>>,
  undecided: boolean,
): boolean {
  const { fault } = entry;
  const wanted = fault.operation === undefined ? [operation] : [fault.operation].flat();
  if (!wanted.includes(operation) || !canMeet(fault.kind, operation)) return false;
  if (Object.entries(fault.where ?? {}).some(([name, value]) => values[name] !== value)) return false;
  entry.seen += 1;
  if (!undecided || entry.seen <= (fault.skip ?? 0) || entry.hits >= (fault.times ?? 1)) return false;
  if (entry.random() >= (fault.probability ?? 1)) return false;
  entry.hits += 1;
  return true;
}
