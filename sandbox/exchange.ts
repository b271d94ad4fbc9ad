import type { Accounts } from "./accounts";
import type { Quirks } from "./faults";
import type { Guesses } from "./guesses";
import type { World } from "./world";

/** What a handler sees of a request. */
export interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when the request had no body. */
  readonly body: unknown;
}

/** What goes back; `body` is sent as JSON, undefined sends none. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** The body's JSON where a handler has it at hand. */
  readonly json?: string;
}

/** What a handler may work with. */
export interface Backend {
  readonly world: World;
  readonly guesses: Guesses;
  readonly quirks: Quirks;
  readonly accounts: Accounts;
}

/** Answers one operation, at once: whatever it changes is committed when it returns. Throws Refusal. */
export type Handler = (request: ApiRequest, backend: Backend) => Reply;

/** Thrown to answer with something other than success. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(`refused with ${status}`);
    this.reply = { status, body };
  }
}

/** The ordinary error shape (docs/api.md §1.5, 1 and 2). */
export function refusal(status: number, error: string): Refusal {
  return new Refusal(status, { success: false, error });
}

/** A refusal because of the state of things, not of the request; its status is a guess. */
export function conflict(guesses: Guesses, error: string): Refusal {
  return refusal(Number(guesses["conflict-status"]), error);
}

/** A refusal because the balance does not cover what is asked for; its status is a guess. */
export function tooExpensive(guesses: Guesses): Refusal {
  return refusal(Number(guesses["insufficient-balance-status"]), "The balance does not cover this.");
}

/** The OAuth shape, without `success` (docs/api.md §1.5, 3). */
export function oauthRefusal(status: number, error: string, description: string): Refusal {
  return new Refusal(status, { error, error_description: description });
}

export function result(value: object): Reply {
  return { status: 200, body: { success: true, result: value } };
}

/** What a delete answers is a guess. */
export function deleted(guesses: Guesses, value: object): Reply {
  return guesses["delete-reply"] === "204" ? { status: 204 } : result(value);
}
