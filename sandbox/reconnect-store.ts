import type { SidSource } from "./sids";

/** A wish to have disconnected numbers back (docs/api.md §3, reconnect). Amounts in major units. */
export interface ReconnectRequest {
  /** `NR…` */
  readonly requestSid: string;
  readonly createdAt: string;
  /** When it is over, on the sandbox's clock. */
  readonly dueAt: string;
  readonly status: "PENDING" | "COMPLETED" | "FAILED";
  readonly totalCost: number;
  readonly currency: string;
  readonly numbers: readonly { readonly sid: string; readonly cost: number }[];
}

/** The reconnection requests of an organisation, in the order in which they came. */
export class ReconnectStore {
  readonly #sids: SidSource;
  readonly #records = new Map<string, ReconnectRequest>();

  constructor(sids: SidSource) {
    this.#sids = sids;
  }

  get records(): ReadonlyMap<string, ReconnectRequest> {
    return this.#records;
  }

  add(request: Omit<ReconnectRequest, "requestSid" | "status">): ReconnectRequest {
    return this.#store({ ...request, requestSid: this.#sids.next("NR"), status: "PENDING" });
  }

  /** Requests whose time has come. */
  due(now: number): readonly ReconnectRequest[] {
    if (this.#records.size === 0) return [];
    return this.#pending().filter((request) => Date.parse(request.dueAt) <= now);
  }

  /** Whether a number (AN SID) is on its way back. */
  awaits(sid: string): boolean {
    return this.#pending().some((request) => request.numbers.some((number) => number.sid === sid));
  }

  end(request: ReconnectRequest, status: "COMPLETED" | "FAILED"): ReconnectRequest {
    return this.#store({ ...request, status });
  }

  #pending(): ReconnectRequest[] {
    return [...this.#records.values()].filter((request) => request.status === "PENDING");
  }

  #store(request: ReconnectRequest): ReconnectRequest {
    this.#records.set(request.requestSid, request);
    return request;
  }
}
