import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Account } from "./accounts";
import { type Call, redacted } from "./call-log";
import { type ApiRequest, oauthRefusal, Refusal, type Reply, refusal } from "./exchange";
import type { Misfortune } from "./faults";
import { play, send } from "./outcome";
import { type Route, TOKEN_OPERATION } from "./routes";
import type { Runtime } from "./runtime";

/** A request that reached the server, and where its answer goes. */
export interface Arrival {
  /** undefined: no such route. */
  readonly route: Route | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

type Headers = Readonly<Record<string, string>>;

interface Received {
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON, or as it is. */
  readonly body: unknown;
}

/** Takes one call from arrival to answer; it is in the log from its first byte. Never throws. */
export async function serveCall(runtime: Runtime, arrival: Arrival): Promise<void> {
  const { incoming, outgoing } = arrival;
  const headers = headersOf(incoming);
  const call = openCall(runtime, arrival, headers);
  outgoing.setHeader("X-Request-Id", call.requestId);
  // The date comes from the sandbox's clock, so that a test can give the service another time than its own.
  outgoing.setHeader("Date", new Date(call.startedAt).toUTCString());
  try {
    const text = await readText(incoming);
    const body = text === "" ? undefined : parsedOr(text, text);
    call.body = isRecord(body) ? redacted(body) : body;
    if (runtime.latencyMs > 0) await wait(runtime.latencyMs, undefined, { signal: runtime.stopping.signal });
    await answerCall(runtime, arrival, call, { headers, text, body });
  } catch (error) {
    if (error instanceof Refusal) await send(outgoing, call, error.reply);
    else if (runtime.stopping.signal.aborted || !incoming.complete) outgoing.destroy();
    else await send(outgoing, call, { status: 500, body: { success: false, error: `Sandbox: ${error}` } });
  } finally {
    runtime.log.close(call);
  }
}

function openCall(runtime: Runtime, { route, query, incoming }: Arrival, headers: Headers): Call {
  const flat: Record<string, string | string[]> = {};
  for (const [name, values] of Object.entries(query)) {
    flat[name] = values.length === 1 ? (values[0] ?? "") : [...values];
  }
  return runtime.log.open({
    operation: route?.operation ?? "unknown",
    method: incoming.method ?? "",
    path: (incoming.url ?? "").split("?", 1)[0] ?? "",
    query: redacted(flat),
    headers: redacted(headers),
    requestId: runtime.nextRequestId(),
  });
}

async function answerCall(runtime: Runtime, arrival: Arrival, call: Call, received: Received): Promise<void> {
  const { headers, text, body } = received;
  const { route, params, query, outgoing } = arrival;
  if (route === undefined) {
    throw refusal(404, `Route not found: the sandbox has no ${call.method} ${call.path}.`);
  }
  const request: ApiRequest = { params, query, headers, body };
  const values = comparable(request);
  const account = authenticate(runtime, route, headers, values);
  if (account !== undefined) call.organisationSid = account.world.organisation.sid;

  const misfortune = runtime.faults.meet(route.operation, values);
  await pause(runtime, misfortune.delayBefore);
  const { outcome } = misfortune;
  if (outcome !== undefined && momentOf(outcome) === "before") return play(outcome, outgoing, call);
  checkBodyIsJson(text, headers);
  const reply = commit(runtime, route, request, account ?? runtime.accounts.first, misfortune);
  await pause(runtime, misfortune.delayAfter);
  if (outcome !== undefined) return play(outcome, outgoing, call, reply);
  return send(outgoing, call, reply);
}

/** The caller's account; undefined on the token operation, which identifies the caller itself. */
function authenticate(
  runtime: Runtime,
  route: Route,
  headers: Headers,
  values: Readonly<Record<string, unknown>>,
): Account | undefined {
  const refused = runtime.faults.refusesCaller(route.operation, values);
  if (route.operation === TOKEN_OPERATION) {
    if (refused) throw oauthRefusal(401, "invalid_client", "Client authentication failed");
    return undefined;
  }
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  const account = token === undefined || refused ? undefined : runtime.accounts.withAccessToken(token);
  // The text is the real service's own (docs/api.md §1.2).
  if (account === undefined) throw oauthRefusal(401, "invalid_token", "invalid token");
  return account;
}

function commit(
  runtime: Runtime,
  route: Route,
  request: ApiRequest,
  account: Account,
  { quirks }: Misfortune,
): Reply {
  const { guesses, accounts } = runtime;
  try {
    return route.handle(request, { world: account.world, guesses, accounts, quirks });
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function momentOf(outcome: NonNullable<Misfortune["outcome"]>): "before" | "after" {
  if (outcome.kind === "dropBefore") return "before";
  if (outcome.kind === "dropAfter" || outcome.kind === "cutReply") return "after";
  return outcome.when ?? "before";
}

async function pause(runtime: Runtime, ms: number): Promise<void> {
  // A client that goes away does not stop the service: only the end of the sandbox ends the wait.
  if (ms > 0) await wait(ms, undefined, { signal: runtime.stopping.signal });
}

function checkBodyIsJson(body: string, headers: Headers): void {
  if (body === "") return;
  if (!/^application\/json\b/i.test(headers["content-type"] ?? "")) {
    throw refusal(400, "A body must come with Content-Type: application/json.");
  }
  if (parsedOr(body, undefined) === undefined) throw refusal(400, "The body is not valid JSON.");
}

function parsedOr(body: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return otherwise;
  }
}

/** What a fault's `where` is compared with. */
function comparable(request: ApiRequest): Record<string, unknown> {
  const query = Object.entries(request.query).map(([name, values]) => [name, values.join(",")]);
  const body = isRecord(request.body) ? request.body : {};
  const key = { "idempotency-key": request.headers["idempotency-key"] };
  return { ...key, ...request.params, ...Object.fromEntries(query), ...body };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(entries);
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
