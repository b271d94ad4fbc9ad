import { z } from "zod";
import { CloudNumberingError } from "../http/errors";
import type { HttpReply } from "../http/exchange";
import { redact } from "../http/redact";
import type { TokenCache } from "../http/token";
import type { Call, Transport } from "../http/transport";

/**
 * Sends a call as one account and returns its whole JSON reply as `schema` reads it.
 *
 * @throws {CloudNumberingError}
 */
export type Caller = <T>(call: Call, schema: z.ZodType<T>) => Promise<T>;

export function createCaller(
  transport: Transport,
  tokens: TokenCache | undefined,
  secrets: readonly string[],
  /** Is shown each reply that the service itself, and no gateway before it, has given. */
  onSuccess: (reply: HttpReply) => void = () => {},
): Caller {
  return async (call, schema) => {
    const reply = await transport.send(call, tokens);
    const result = resultOf(call, reply, schema, secrets);
    onSuccess(reply);
    return result;
  };
}

/**
 * Success is a 2xx without `success: false`: some operations answer 200 with a refusal (docs: handle-api-errors).
 */
function resultOf<T>(call: Call, reply: HttpReply, schema: z.ZodType<T>, secrets: readonly string[]): T {
  const json = parseJson(reply.text);
  const succeeded = reply.status >= 200 && reply.status < 300;
  if (!succeeded || refused(json)) throw apiError(call, reply, json, secrets);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw protocolError(call, reply, json === undefined ? "no JSON" : shapeOf(parsed.error));
}

/** The JSON of a reply; `undefined` when it is none, `{}` when the reply has no body at all (a 204). */
function parseJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A `success` that is anything but true is none. */
function refused(json: unknown): boolean {
  return json !== null && typeof json === "object" && "success" in json && json.success !== true;
}

/** What the service said, in any of the shapes that it is known or said to use (docs/api.md §1.5). */
const said = z.string().min(1);
const errorText = z.union([
  z.looseObject({ error_description: said }).transform((body) => body.error_description),
  z.looseObject({ error: said }).transform((body) => body.error),
  z.looseObject({ error: z.looseObject({ message: said }) }).transform((body) => body.error.message),
  z.looseObject({ message: said }).transform((body) => body.message),
]);

const LONGEST_QUOTE = 500;

/** In one line, without secrets, and only then cut: a secret cut in two would not be recognised. */
function quoted(text: string, secrets: readonly string[]): string {
  return redact(text, secrets).replace(/\s+/g, " ").trim().slice(0, LONGEST_QUOTE);
}

function apiError(
  call: Call,
  reply: HttpReply,
  json: unknown,
  secrets: readonly string[],
): CloudNumberingError {
  const { status, requestId } = reply;
  const text = errorText.safeParse(json).data;
  const said = text === undefined ? undefined : quoted(text, secrets);
  const answer = status < 300 ? "the service refused" : `the service answered ${status}`;
  return new CloudNumberingError({
    kind: status === 401 ? "auth" : "api",
    operation: call.operation,
    problem: said ? `${answer}: ${said}` : answer,
    said,
    advice: adviceFor(status),
    status,
    requestId,
    // A gateway that gave up waiting answers 408 or 5xx, whatever the service behind it did.
    mayHaveHappened: (status >= 500 || status === 408) && call.repeat !== "safe",
  });
}

function adviceFor(status: number): string | undefined {
  if (status === 401) return "check the client id and secret (portal: Settings, Credentials)";
  if (status === 403) return "this organisation may not do that; ask cloudNumbering support to enable it";
  if (status === 404)
    return "check that it still exists, and that the base URL ends in the API's version (/v1.1)";
  if (status === 429)
    return "the service asks for patience; run it again later or lower cloudnumbering:maxConcurrentRequests";
  if (status >= 500)
    return "the fault is on the service's side; run it again later, quoting the request to support";
  return undefined;
}

function protocolError(call: Call, { status, requestId }: HttpReply, found: string): CloudNumberingError {
  return new CloudNumberingError({
    kind: "protocol",
    operation: call.operation,
    problem: `the service answered ${status} with something this package does not understand (${found})`,
    advice: "check that the base URL is the API's; if it is, report this with the request id",
    status,
    requestId,
    mayHaveHappened: call.repeat !== "safe",
  });
}

/** Where a reply is not as documented, by path and type only: its values may be private. */
export function shapeOf(error: z.ZodError): string {
  const [first] = error.issues;
  if (!first) return "unknown shape";
  return `${first.path.join(".") || "the whole"}: ${first.message}`;
}

/** What a create or an update answers: at least the sid (docs: api-conventions). */
export const sidReply = z.looseObject({ result: z.looseObject({ sid: z.string().min(1) }) });

/** What an operation answers whose result is of no interest: an envelope, or nothing (204). */
export const anyReply = z.looseObject({});

/** A path with its parameters escaped: path`/endpoints/${sid}`. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}
