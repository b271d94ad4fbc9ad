/** A moment, in milliseconds since 1970, and whose clock says so. */
export interface ServerTime {
  readonly ms: number;
  /** `local` when the service sends no `Date`: this machine's clock may be minutes off. */
  readonly source: "server" | "local";
}

export interface ServerClock {
  /** Takes note of a reply's `Date`. */
  saw(date: number | undefined): void;
  /**
   * The service's clock now, `undefined` while no reply has told it. It is behind by the rest of a second that a `Date`
   * leaves out and by the reply's way here, never ahead.
   */
  now(): number | undefined;
}

/** Goes on from the last `Date` by a monotonic clock in milliseconds: the wall clock of this machine may jump. */
export function serverClock(elapsed: () => number = () => performance.now()): ServerClock {
  let start: number | undefined;
  return {
    saw(date) {
      if (date !== undefined) start = date - elapsed();
    },
    now: () => (start === undefined ? undefined : Math.round(start + elapsed())),
  };
}
