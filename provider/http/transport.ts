import { setTimeout as pause } from "node:timers/promises";
import pLimit from "p-limit";
import type { Dispatcher } from "undici";
import { parseRetryAfter } from "./dates";
import { createDispatcher } from "./dispatcher";
import { CloudNumberingError } from "./errors";
import { BrokenExchange, exchange, type HttpReply, type HttpRequest } from "./exchange";
import { logAttempt } from "./log";
import { type Outcome, type Repeat, retryDelay, shouldRetry } from "./retry";
import type { Token, TokenCache } from "./token";

export interface TransportOptions {
  /** Where the API is, with its version: `https://api.cloudnumbering.com/v1.1`. */
  readonly baseUrl: string;
  /** At most so many requests at once. */
  readonly maxConcurrentRequests: number;
  /** One deadline over all attempts of a request, in milliseconds, from the moment it has its turn. */
  readonly deadlineMs: number;
  readonly userAgent: string;
}

/** What a caller wants to have sent. */
export interface Call {
  /** What is being done, in words, for messages: "create endpoint". */
  readonly operation: string;
  readonly method: HttpRequest["method"];
  /** Below the base URL, beginning with a slash, its segments already escaped. */
  readonly path: string;
  readonly query?: URLSearchParams | undefined;
  /** Beyond those that every request has. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly repeat: Repeat;
}

export interface Transport {
  /** Sends with the token of `tokens` (none: unauthenticated) and returns the last reply, whatever its status. */
  send(call: Call, tokens?: TokenCache): Promise<HttpReply>;
}

/** Another process may revoke a token as soon as it is given (docs/api.md §8: unknown); it must not go on for ever. */
const MAX_RENEWALS = 6;
/** Two processes that revoke each other's tokens get out of step by chance; the range doubles with every renewal. */
const FIRST_STEP_ASIDE_MS = 100;

export function createTransport(options: TransportOptions): Transport {
  const dispatcher = createDispatcher(options.baseUrl, options.maxConcurrentRequests);
  const turn = pLimit(options.maxConcurrentRequests);
  return {
    send(call, tokens) {
      // The token call takes no turn: whoever waits for it holds one already.
      return tokens
        ? turn(() => withToken(tokens, (token) => deliver(call, options, dispatcher, token)))
        : deliver(call, options, dispatcher, undefined);
    },
  };
}

/** Sends with the current token; a refused one is renewed, once a token generation over all callers. */
async function withToken(tokens: TokenCache, send: (token: Token) => Promise<HttpReply>): Promise<HttpReply> {
  let token = await tokens.current();
  for (let renewals = 0; ; renewals++) {
    const reply = await send(token);
    // A 401 is answered before the request is carried out, so even a create may be sent again.
    if (reply.status !== 401 || renewals === MAX_RENEWALS) return reply;
    if (renewals > 0) await pause(Math.random() * FIRST_STEP_ASIDE_MS * 2 ** (renewals - 1));
    token = await tokens.renew(token);
  }
}

/** All attempts of one call within one deadline. */
async function deliver(
  call: Call,
  options: TransportOptions,
  dispatcher: Dispatcher,
  token: Token | undefined,
): Promise<HttpReply> {
  const request = httpRequest(call, options, token);
  const endsAt = performance.now() + options.deadlineMs;
  const signal = AbortSignal.timeout(options.deadlineMs);
  for (let attempt = 1; ; attempt++) {
    const result = await tryOnce(dispatcher, request, signal, attempt);
    const outcome = outcomeOf(result);
    const delay = retryDelay(outcome, attempt, Math.random);
    const inTime = performance.now() + delay < endsAt;
    if (inTime && shouldRetry(outcome, call.repeat, attempt)) {
      await pause(delay);
    } else if (result instanceof BrokenExchange) {
      throw failure(call, options, result, attempt);
    } else {
      return result;
    }
  }
}

function httpRequest(
  call: Call,
  { baseUrl, userAgent }: TransportOptions,
  token: Token | undefined,
): HttpRequest {
  const url = new URL(`${baseUrl}${call.path}`);
  if (call.query) url.search = call.query.toString();
  return {
    method: call.method,
    url,
    headers: {
      ...call.headers,
      accept: "application/json",
      "user-agent": userAgent,
      ...(token && { authorization: `Bearer ${token.value}` }),
      ...(call.body !== undefined && { "content-type": "application/json" }),
    },
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
  };
}

/** One attempt: a reply, or why there is none. */
async function tryOnce(
  dispatcher: Dispatcher,
  request: HttpRequest,
  signal: AbortSignal,
  attempt: number,
): Promise<HttpReply | BrokenExchange> {
  const startedAt = performance.now();
  const result = await exchange(dispatcher, request, signal).catch((error: BrokenExchange) => error);
  const broke = result instanceof BrokenExchange;
  logAttempt({
    method: request.method,
    url: request.url,
    attempt,
    milliseconds: Math.round(performance.now() - startedAt),
    outcome: broke ? result.reason : String(result.status),
    requestId: broke ? undefined : result.requestId,
  });
  return result;
}

function outcomeOf(result: HttpReply | BrokenExchange): Outcome {
  // An answer too large is as large the next time: only a broken connection is worth another attempt.
  if (result instanceof BrokenExchange && result.reason !== "network") return { kind: "final" };
  if (result instanceof BrokenExchange) return { kind: "broken", sent: result.sent };
  const { status, retryAfter } = result;
  return { kind: "reply", status, retryAfterMs: parseRetryAfter(retryAfter, Date.now()) };
}

function failure(
  { operation, repeat }: Call,
  { baseUrl, deadlineMs }: TransportOptions,
  broken: BrokenExchange,
  attempts: number,
): CloudNumberingError {
  const mayHaveHappened = broken.sent && repeat !== "safe";
  const times = attempts > 1 ? ` (${attempts} attempts)` : "";
  const details = { operation, mayHaveHappened, cause: broken };
  switch (broken.reason) {
    case "deadline":
      return new CloudNumberingError({
        ...details,
        kind: "timeout",
        problem: `no complete answer within ${deadlineMs / 1000} s${times}`,
        advice: "run it again, or raise cloudnumbering:timeoutSeconds if the service is that slow",
      });
    case "too-large":
      return new CloudNumberingError({ ...details, kind: "protocol", problem: broken.message });
    case "network":
      return new CloudNumberingError({
        ...details,
        kind: "network",
        problem: `${broken.message}${times}`,
        advice: broken.sent
          ? "run it again"
          : `check the base URL ${new URL(baseUrl).origin} and the way there (network, proxy, firewall)`,
      });
  }
}
