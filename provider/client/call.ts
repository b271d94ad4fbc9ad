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
): Caller {
  return async (call, schema) => {
    const reply = await transport.send(call, tokens);
    return resultOf(call, reply, schema, secrets);
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
  const answer = status < 300 ? "the service refused" : `the service answered ${status}`;
  return new CloudNumberingError({
    kind: status === 401 ? "auth" : "api",
    operation: call.operation,
    problem: text ? `${answer}: ${quoted(text, secrets)}` : answer,
    advice: adviceFor(status),
    status,
    requestId,
    mayHaveHappened: status >= 500 && call.repeat !== "safe",
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
function shapeOf(error: z.ZodError): string {
  const [first] = error.issues;
  if (!first) return "unknown shape";
  return `${first.path.join(".") || "the whole"}: ${first.message}`;
}

/** What a create or an update answers: at least the sid (docs: api-conventions). */
export const sidReply = z.looseObject({ result: z.looseObject({ sid: z.string().min(1) }) });

/** What an operation answers whose result is of no interest: an envelope, or nothing (204). */
export const anyReply = z.looseObject({});

/** An entry of a list that is not as documented: which one, if that much can be read, and what is wrong with it. */
export interface Unreadable {
  readonly sid: string | undefined;
  readonly problem: string;
}

/** What could be read of a list, and what could not: one strange entry must not hide all the others. */
export interface Entries<T> {
  readonly readable: readonly T[];
  readonly unreadable: readonly Unreadable[];
}

/** A list: `result.entries`. A reply without it is a protocol error, never an empty list. */
export function listReply<T>(entry: z.ZodType<T>) {
  const entries = z.array(z.unknown()).transform((all) => sort(entry, all));
  return z.looseObject({ result: z.looseObject({ entries }) });
}

const withSid = z.looseObject({ sid: z.string() });

function sort<T>(entry: z.ZodType<T>, all: readonly unknown[]): Entries<T> {
  const parsed = all.map((each) => ({ each, result: entry.safeParse(each) }));
  return {
    readable: parsed.flatMap(({ result }) => (result.success ? [result.data] : [])),
    unreadable: parsed.flatMap(({ each, result }) =>
      result.success ? [] : [{ sid: withSid.safeParse(each).data?.sid, problem: shapeOf(result.error) }],
    ),
  };
}

/**
 * The entries of a list that is of use only whole.
 *
 * @throws {CloudNumberingError} `protocol` when one of them cannot be read
 */
export function wholeList<T>(operation: string, { readable, unreadable }: Entries<T>): readonly T[] {
  const [first] = unreadable;
  if (!first) return readable;
  throw unreadableEntry(operation, first);
}

export function unreadableEntry(operation: string, { sid, problem }: Unreadable): CloudNumberingError {
  return new CloudNumberingError({
    kind: "protocol",
    operation,
    problem: `the service lists ${sid ?? "an entry without a sid"} in a form this package does not understand (${problem})`,
    advice: "report this to the authors of pulumi-cloudnumbering",
  });
}

/** A path with its parameters escaped: path`/endpoints/${sid}`. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}
