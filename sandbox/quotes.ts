import { isDeepStrictEqual } from "node:util";
import type { Clock } from "./clock";
import type { Guesses } from "./guesses";
import type { UnitPrice } from "./prices";
import { derivedCode } from "./sids";

/** What was asked for; a quote is good for nothing else. */
export interface Wanted {
  readonly rateCardEntrySid: string;
  readonly amount: number;
  readonly numberSids: readonly string[] | undefined;
  readonly numberGroupSid: string | undefined;
}

interface Quote {
  readonly wanted: Wanted;
  readonly unit: UnitPrice;
  readonly expiresAt: number;
}

/** The quotes that an organisation was given. */
export class QuoteBook {
  readonly #scope: string;
  readonly #clock: Clock;
  readonly #guesses: Guesses;
  readonly #quotes = new Map<string, Quote>();
  #issued = 0;

  constructor(options: { scope: string; clock: Clock; guesses: Guesses }) {
    this.#scope = options.scope;
    this.#clock = options.clock;
    this.#guesses = options.guesses;
  }

  /** Returns the quote's token. */
  issue(wanted: Wanted, unit: UnitPrice): string {
    this.#issued += 1;
    const token = derivedCode(this.#scope, "quote", this.#issued);
    this.#quotes.set(token, {
      wanted,
      unit,
      expiresAt: this.#clock() + this.#guesses["quote-lifetime"] * 1000,
    });
    return token;
  }

  /** The prices quoted for this; undefined when the token is unknown, used up, expired or was for something else. */
  pricesFor(token: string, wanted: Wanted): UnitPrice | undefined {
    const quote = this.#quotes.get(token);
    if (quote === undefined || quote.expiresAt <= this.#clock()) return undefined;
    return isDeepStrictEqual(quote.wanted, wanted) ? quote.unit : undefined;
  }

  /** An order was made with it. */
  use(token: string): void {
    if (this.#guesses["quote-reuse"] === "refuse") this.#quotes.delete(token);
  }
}
