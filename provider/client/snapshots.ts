import { setTimeout as pause } from "node:timers/promises";

/** A moment in the life of a list: later ones are larger. */
export type Moment = number;

export interface Snapshots<T> {
  /**
   * The list as read at `since` or later; callers share a reading that began late enough for all of them. Without `since`
   * any reading of this process will do.
   */
  read(since?: Moment): Promise<T>;
  /** This moment: what is read since it has seen every write that is finished now. */
  now(): Moment;
}

/** The same list in another form, from the same readings. */
export function mapReadings<A, B>({ read, now }: Snapshots<A>, form: (list: A) => B): Snapshots<B> {
  return { now, read: async (since) => form(await read(since)) };
}

/** When this process last wrote to what a list shows. */
export interface Writes {
  last(): Moment;
  /** Must be called when a write ends, however it ends: one that failed may have been done. */
  ended(): void;
}

export function writesTo({ now }: Pick<Snapshots<unknown>, "now">): Writes {
  let last = ANY_TIME;
  return {
    last: () => last,
    ended: () => {
      last = now();
    },
  };
}

/** The moment before all others: any reading of this process will do. */
export const ANY_TIME: Moment = 0;

interface Reading<T> {
  readonly began: Moment;
  readonly list: Promise<T>;
  /** When the next one may begin. */
  readonly spaced: Promise<number>;
}

/**
 * Shares the readings of one list. A caller gets a reading only if it began after the moment the caller names, so
 * nobody is shown a list older than its own last write. While a reading is under way, those who need a later one
 * wait for one common next reading, which does not follow at once: more of them come to share it, and the service is
 * spared.
 *
 * @param spacingOf so many milliseconds lie at least between the beginning of the reading of that list and of the next
 */
export function shareReadings<T>(readList: () => Promise<T>, spacingOf: (list: T) => number): Snapshots<T> {
  let clock = 1;
  let latest: Reading<T> | undefined;
  /** The newest that has ended well: whom it satisfies need not wait for the latest. */
  let ended: Reading<T> | undefined;
  let next: Promise<T> | undefined;

  function begin(): Promise<T> {
    const began = clock++;
    const list = readList();
    const reading = { began, list, spaced: whenSpaced(list) };
    latest = reading;
    list.then(
      () => {
        ended = reading;
      },
      // A failed reading is nobody's answer but that of those who waited for it.
      () => {
        if (latest === reading) latest = undefined;
      },
    );
    return list;
  }

  async function whenSpaced(list: Promise<T>): Promise<number> {
    const at = performance.now();
    return at + (await list.then(spacingOf, () => 0));
  }

  async function untilNext(): Promise<void> {
    if (!latest) return;
    const left = (await latest.spaced) - performance.now();
    if (left > 0) await pause(left);
  }

  function afterLatest(): Promise<T> {
    next ??= untilNext().then(() => {
      next = undefined;
      return begin();
    });
    return next;
  }

  return {
    now: () => clock,
    read(since = ANY_TIME) {
      const reading = [ended, latest].find((each) => each && each.began >= since);
      return reading ? reading.list : afterLatest();
    },
  };
}
