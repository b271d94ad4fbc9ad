import type { Dispatcher } from "undici";
import { parseHttpDate } from "./dates";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly retryAfter: string | undefined;
  /** The server's clock when it answered, in milliseconds since 1970: its `Date` header, which knows whole seconds. */
  readonly date: number | undefined;
  readonly text: string;
}

/** No complete reply arrived. */
export class BrokenExchange extends Error {
  constructor(
    readonly reason: "network" | "deadline" | "too-large",
    /** False only when the request surely never left this machine. */
    readonly sent: boolean,
    message: string,
    cause: unknown,
  ) {
    super(message, { cause });
    this.name = "BrokenExchange";
  }
}

/** One request, one reply, whole; throws {@link BrokenExchange} and nothing else. */
export async function exchange(
  dispatcher: Dispatcher,
  { method, url, headers, body }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpReply> {
  try {
    const target = { origin: url.origin, path: url.pathname + url.search };
    const reply = await dispatcher.request({ ...target, method, headers, body: body ?? null, signal });
    return {
      status: reply.statusCode,
      requestId: only(reply.headers["x-request-id"]),
      retryAfter: only(reply.headers["retry-after"]),
      date: parseHttpDate(only(reply.headers.date)),
      text: await reply.body.text(),
    };
  } catch (error) {
    throw broken(error, signal, url.host);
  }
}

function only(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** Errors that come before the first byte is sent. */
const NEVER_SENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing accepts connections there",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  UND_ERR_ABORTED: "the proxy refused the tunnel to it",
  UND_ERR_CONNECT_TIMEOUT: "the connection was not accepted in time",
  CERT_HAS_EXPIRED: "its TLS certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its TLS certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its TLS certificate is not from a known authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its TLS certificate is not from a known authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "its TLS certificate is for another host",
};

/** Errors of a request whose headers or body did not come in time. */
const TOO_LATE = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

function broken(error: unknown, signal: AbortSignal, host: string): BrokenExchange {
  const code = errorCode(error);
  if (signal.aborted || TOO_LATE.has(code)) {
    return new BrokenExchange("deadline", true, "no complete answer in time", error);
  }
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    return new BrokenExchange("too-large", true, "the answer is larger than any this API gives", error);
  }
  const neverSent = NEVER_SENT[code];
  if (neverSent) return new BrokenExchange("network", false, `${host}: ${neverSent}`, error);
  return new BrokenExchange(
    "network",
    true,
    `the connection to ${host} broke before the answer was complete`,
    error,
  );
}

/** The error's code, looking inside the aggregate that Node makes when several addresses were tried. */
function errorCode(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  const code = inner instanceof Error && "code" in inner ? inner.code : undefined;
  return typeof code === "string" ? code : "";
}
