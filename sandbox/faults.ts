/** Before: nothing was changed. After: the service did what was asked, and only the answer suffers. */
export type Moment = "before" | "after";

/** What goes wrong. Those with `when` default to "before". */
export type Trouble =
  /** The socket is destroyed; nothing was committed. */
  | { readonly kind: "dropBefore" }
  /** The operation is committed, then the socket is destroyed. */
  | { readonly kind: "dropAfter" }
  /** The operation is committed, the answer's head and its first bytes (default 20) leave, then the socket is destroyed. */
  | { readonly kind: "cutReply"; readonly bytes?: number }
  /** Another status; the body (JSON) defaults to `{success:false,error}`. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly when?: Moment;
    }
  /** 200 with `success:false` (docs/api.md §1.5, 2). */
  | { readonly kind: "refuse"; readonly error?: string; readonly when?: Moment }
  /** The answer comes this many milliseconds later; the wait lies before or after the commit. */
  | { readonly kind: "delay"; readonly ms: number; readonly when?: Moment }
  /** No answer until the client goes away or the sandbox stops. */
  | { readonly kind: "hang"; readonly when?: Moment }
  /** Any body at all, sent as it is: HTML, half a JSON, nothing, wrong types. */
  | {
      readonly kind: "raw";
      readonly body: string;
      readonly status?: number;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly when?: Moment;
    }
  /** A well-formed answer of about this many bytes. */
  | { readonly kind: "huge"; readonly bytes: number; readonly when?: Moment }
  /** An answer that trickles and never ends. */
  | { readonly kind: "endless"; readonly when?: Moment }
  /** A list leaves one entry out: the SID, or the address of an IP list. */
  | { readonly kind: "omitEntry"; readonly sid: string }
  /** A list shows one entry with other fields, for example of a wrong type. */
  | { readonly kind: "alterEntry"; readonly sid: string; readonly fields: Readonly<Record<string, unknown>> }
  /** A write answers success but does not take this field over. */
  | { readonly kind: "ignoreField"; readonly field: string }
  /** A write answers success and puts this field back to what it is on a new object. */
  | { readonly kind: "resetField"; readonly field: string }
  /** The bearer is refused in the OAuth shape, or the credentials on oauth.token. */
  | { readonly kind: "unauthorised" };

/** Trouble and the calls that it meets. */
export type Fault = Trouble & {
  /** Operation names; without it any operation the trouble can happen to. */
  readonly operation?: string | readonly string[];
  /** Only calls where each of these equals a path parameter, query parameter, body field or `idempotency-key`. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** How many calls it hits; default 1, Infinity for all. */
  readonly times?: number;
  /** How many matching calls pass before the first hit; default 0. */
  readonly skip?: number;
  /** Chance of a hit from 0 to 1, from a seeded generator; default 1. */
  readonly probability?: number;
  /** Seed of that generator; default: the order of the faults. */
  readonly seed?: number;
};

/** A fault in force. */
export interface FaultHandle {
  /** How many calls it has hit. */
  readonly hits: number;
  remove(): void;
}

type Altering = Extract<
  Trouble,
  { kind: "delay" | "omitEntry" | "alterEntry" | "ignoreField" | "resetField" }
>;

/** Trouble that decides the answer; one call has at most one. */
export type Outcome = Exclude<Trouble, Altering | { kind: "unauthorised" }>;

/** What faults do to the data of one call. */
export interface Quirks {
  readonly omitted: ReadonlySet<string>;
  readonly altered: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly ignored: ReadonlySet<string>;
  readonly reset: ReadonlySet<string>;
}

/** Everything that happens to one call. */
export interface Misfortune {
  readonly outcome: Outcome | undefined;
  readonly delayBefore: number;
  readonly delayAfter: number;
  readonly quirks: Quirks;
}
