import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";
import { type Account, connect } from "../../provider/client/account";
import type { Settings } from "../../provider/client/settings";
import { CloudNumberingError } from "../../provider/http/errors";

// A service that answers as a test says, for what the sandbox does not do, or does in one way only.

export interface Received {
  readonly method: string;
  /** Below the base URL, still escaped. */
  readonly path: string;
  /** As it was sent: `page=1&perPage=100`. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Answer {
  readonly status?: number;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without its own `Date`. */
  readonly dateless?: boolean;
}

/** What to answer; "drop" closes the connection after the request has arrived whole. */
export type Answering = (request: Received, before: readonly Received[]) => Answer | "drop";

export interface Wire {
  readonly account: Account;
  /** What arrived, without the sign-ins. */
  readonly received: Received[];
  readonly settings: Settings;
}

/** Starts it for one test. The path of the API's version is there so that tests see that it is kept. */
export async function wire(answering: Answering, changes: Partial<Settings> = {}): Promise<Wire> {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    const signIn = request.path === "/oauth/token";
    const answer = signIn ? grant : answering(request, received);
    if (!signIn) received.push(request);
    if (answer === "drop") return void incoming.socket.destroy();
    const { status = 200, body = { success: true, result: {} }, headers = {}, dateless = false } = answer;
    response.sendDate = !dateless;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const settings: Settings = {
    clientId: "id",
    clientSecret: "a-secret-of-tests",
    baseUrl: `http://127.0.0.1:${port}/v1.1`,
    maxConcurrentRequests: 8,
    timeoutSeconds: 20,
    ...changes,
  };
  return { account: connect(settings), received, settings };
}

const grant: Answer = {
  body: { access_token: "token-1", token_type: "Bearer", expires_in: 3600 },
  dateless: true,
};

async function read(incoming: IncomingMessage): Promise<Received> {
  let text = "";
  for await (const chunk of incoming) text += chunk;
  const [path = "", query = ""] = (incoming.url ?? "").replace("/v1.1", "").split("?");
  const { method = "", headers } = incoming;
  return { method, path, query, headers, body: text === "" ? undefined : JSON.parse(text) };
}

/** An envelope around a result. */
export const ok = (result: unknown, more: object = {}): Answer => ({
  body: { success: true, result, ...more },
});

/** A list, whole on one page. */
export const listOf = (entries: readonly unknown[]): Answer =>
  ok({ entries }, { meta: { pagination: { page: 1, perPage: 100, pageCount: 1, total: entries.length } } });

/** One page of a list, as a request asks for it; at most `limit` on it. */
export function pageOf(entries: readonly unknown[], { query }: Received, limit = 100): Answer {
  const asked = new URLSearchParams(query);
  const page = Number(asked.get("page"));
  const perPage = Math.min(Number(asked.get("perPage")), limit);
  const pageCount = Math.ceil(entries.length / perPage);
  return ok(
    { entries: entries.slice((page - 1) * perPage, page * perPage) },
    { meta: { pagination: { page, perPage, pageCount, total: entries.length } } },
  );
}

/** What of the requests a test is about: "GET /orders page=1&perPage=100". */
export const lines = (received: readonly Received[]) =>
  received.map(({ method, path, query }) => `${method} ${path}${query && ` ${query}`}`);

/** How a call failed: with an error of our class. */
export async function refusalOf(call: Promise<unknown>): Promise<CloudNumberingError> {
  const error = await call.then(
    (value) => expect.fail(`it succeeded with ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CloudNumberingError);
  return error as CloudNumberingError;
}
