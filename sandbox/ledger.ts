import type { Clock } from "./clock";
import { checkAmount, sum } from "./money";

/** One movement of the balance. */
export interface Movement {
  /** ISO 8601, on the sandbox's clock. */
  readonly at: string;
  /** In major units; what leaves the balance is negative. */
  readonly amount: number;
  readonly why: "order" | "reconnect" | "reconnect refund" | "portal";
  /** The order or reconnection request that moved it. */
  readonly sid: string | null;
}

/** The balance of an organisation and everything that moved it since the seed. */
export class Ledger {
  readonly #clock: Clock;
  readonly #movements: Movement[] = [];
  #balance = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In major units of the organisation's currency. */
  get balance(): number {
    return this.#balance;
  }

  get movements(): readonly Movement[] {
    return this.#movements;
  }

  /** What is there now counts as the start: no movement led to it. */
  open(): void {
    this.#movements.length = 0;
  }

  covers(amount: number): boolean {
    return sum(this.#balance, -amount) >= 0;
  }

  /** Takes the amount. Throws an Error, and takes nothing, when the balance does not cover it. */
  charge(amount: number, why: Movement["why"], sid: string): void {
    if (!this.covers(amount)) throw new Error(`a balance of ${this.#balance} does not cover ${amount}`);
    this.#move(-amount, why, sid);
  }

  refund(amount: number, why: Movement["why"], sid: string): void {
    this.#move(amount, why, sid);
  }

  /** Sets the balance, as a payment or the support staff would. */
  set(balance: number): void {
    const difference = sum(checkAmount("balance", balance), -this.#balance);
    if (difference !== 0) this.#move(difference, "portal", null);
  }

  #move(amount: number, why: Movement["why"], sid: string | null): void {
    this.#balance = sum(this.#balance, amount);
    this.#movements.push({ at: new Date(this.#clock()).toISOString(), amount: sum(amount), why, sid });
  }
}
