import type { Clock } from "./clock";

/** One request that arrived at the API (not at `/_sandbox`). It is complete once `finishedAt` is set. */
export interface Call {
  /** `endpoints.list`, …; "unknown" for a route that does not exist. */
  readonly operation: string;
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** Secrets redacted. */
  readonly query: Readonly<Record<string, string | string[]>>;
  /** Lower-case names; the authorization is redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text if it is none; undefined without a body and until the body has arrived. */
  body: unknown;
  /** undefined: never answered, or not yet. */
  status: number | undefined;
  readonly requestId: string;
  /** Set once the caller is authenticated. */
  organisationSid?: string;
  /** Milliseconds since 1970 on the sandbox's clock. */
  readonly startedAt: number;
  finishedAt?: number;
  /** How many calls were being served when this one arrived, itself included. */
  readonly inFlight: number;
}

const SECRET_NAMES = new Set(["client_secret", "refresh_token", "authorization"]);

export function redacted<Value>(values: Readonly<Record<string, Value>>): Record<string, Value | string> {
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, SECRET_NAMES.has(name) ? "[redacted]" : value]),
  );
}

/** Keeps what arrived. */
export class CallLog {
  readonly calls: Call[] = [];
  readonly #clock: Clock;
  #inFlight = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(arrival: Pick<Call, "operation" | "method" | "path" | "query" | "headers" | "requestId">): Call {
    this.#inFlight += 1;
    const call: Call = {
      ...arrival,
      body: undefined,
      status: undefined,
      startedAt: this.#clock(),
      inFlight: this.#inFlight,
    };
    this.calls.push(call);
    return call;
  }

  close(call: Call): void {
    if (call.finishedAt !== undefined) return;
    call.finishedAt = this.#clock();
    this.#inFlight -= 1;
  }

  clear(): void {
    this.calls.length = 0;
  }
}
