import { isDeepStrictEqual } from "node:util";
import type { Clock } from "./clock";
import { type Reply, refusal } from "./exchange";
import type { Guesses } from "./guesses";

/** Idempotency keys of one operation: what they were used for and what was answered. */
export class KeyBook {
  readonly #clock: Clock;
  readonly #guesses: Guesses;
  readonly #used = new Map<string, { body: unknown; reply: Reply; expiresAt: number }>();

  constructor(options: { clock: Clock; guesses: Guesses }) {
    this.#clock = options.clock;
    this.#guesses = options.guesses;
  }

  /** The first answer, when this key succeeded before. Throws a Refusal when it did so with another body. */
  firstReply(key: string | undefined, body: unknown): Reply | undefined {
    if (key === undefined || this.#guesses["idempotency-keys"] === "ignore") return undefined;
    const first = this.#used.get(key);
    if (first === undefined || first.expiresAt <= this.#clock()) return undefined;
    const policy = this.#guesses["idempotency-conflict"];
    if (policy === "replay" || isDeepStrictEqual(first.body, body)) return first.reply;
    throw refusal(
      policy === "conflict-409" ? 409 : 422,
      "The idempotency key was used before with another body.",
    );
  }

  /** Remembers a success; a failure leaves its key free. */
  keep(key: string | undefined, body: unknown, reply: Reply): void {
    if (key === undefined) return;
    const expiresAt = this.#clock() + this.#guesses["idempotency-key-life"] * 1000;
    this.#used.set(key, { body, reply, expiresAt });
  }
}
