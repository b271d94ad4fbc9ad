/**
 * What went wrong, as far as a caller can act on it:
 * - `api`: the service understood the request and refused it.
 * - `auth`: the credentials or the token were refused, or there are none.
 * - `network`: no complete answer arrived.
 * - `timeout`: no complete answer arrived before the deadline.
 * - `protocol`: an answer arrived that is not what the API documents.
 */
export type ErrorKind = "api" | "auth" | "network" | "timeout" | "protocol";

export interface ErrorDetails {
  readonly kind: ErrorKind;
  /** What was being done, in words: "create endpoint". */
  readonly operation: string;
  /** What happened, without the operation: "the service answered 403: not allowed". */
  readonly problem: string;
  /** What the service said, in one line and without credentials. */
  readonly said?: string | undefined;
  /** What the person can do about it. */
  readonly advice?: string | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** True when the service may have carried the request out although no answer says so. */
  readonly mayHaveHappened?: boolean | undefined;
  readonly cause?: unknown;
}

/**
 * Every failure of a call to cloudNumbering. The message names the operation, what happened, the request id
 * to quote to support, and what to do next; it never holds a credential.
 *
 * There is no `id` property, and must never be one: Pulumi takes an error with an `id` for a half-made resource.
 */
export class CloudNumberingError extends Error {
  readonly kind: ErrorKind;
  readonly operation: string;
  /** What happened, without the operation and without the advice. */
  readonly problem: string;
  readonly advice: string | undefined;
  readonly status: number | undefined;
  readonly said: string | undefined;
  readonly requestId: string | undefined;
  readonly mayHaveHappened: boolean;

  constructor(details: ErrorDetails) {
    super(sentence(details), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "CloudNumberingError";
    this.kind = details.kind;
    this.operation = details.operation;
    this.problem = details.problem;
    this.advice = details.advice;
    this.status = details.status;
    this.said = details.said;
    this.requestId = details.requestId;
    this.mayHaveHappened = details.mayHaveHappened ?? false;
  }
}

function sentence({ operation, problem, requestId, advice }: ErrorDetails): string {
  const request = requestId ? ` (request ${requestId})` : "";
  return `${operation}: ${problem}${request}${advice ? `; ${advice}` : ""}`;
}
