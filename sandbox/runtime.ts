import { Accounts } from "./accounts";
import { CallLog } from "./call-log";
import type { Clock } from "./clock";
import { FaultBook } from "./fault-book";
import type { Guesses } from "./guesses";
import type { SeedName } from "./seeds/seeds";
import { derivedUuid } from "./sids";

/** Everything one running sandbox consists of, besides its socket. */
export class Runtime {
  readonly guesses: Guesses;
  readonly latencyMs: number;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly faults = new FaultBook();
  readonly log: CallLog;
  /** Aborted when the sandbox stops, so that nothing waits on. */
  readonly stopping = new AbortController();
  readonly #seed: SeedName;
  #requests = 0;

  constructor(options: { seed: SeedName; guesses: Guesses; latencyMs: number; clock: Clock }) {
    this.#seed = options.seed;
    this.guesses = options.guesses;
    this.latencyMs = options.latencyMs;
    this.clock = options.clock;
    this.log = new CallLog(options.clock);
    this.accounts = new Accounts(options);
    this.accounts.add({ name: undefined, seed: options.seed });
  }

  nextRequestId(): string {
    this.#requests += 1;
    return derivedUuid(this.#seed, "request", this.#requests);
  }

  /** Back to the start, but credentials stay and tokens are not issued twice. */
  reset(): void {
    for (const account of this.accounts.all) account.world.load(account.seed);
    this.accounts.revokeAll();
    this.faults.clear();
    this.log.clear();
  }
}
