import type { ServerResponse } from "node:http";
import type { Call } from "./call-log";
import type { Reply } from "./exchange";
import type { Outcome } from "./faults";

const TRICKLE_MS = 20;

/** Sends an answer as JSON and notes its status before the client can see it. */
export async function send(outgoing: ServerResponse, call: Call, reply: Reply): Promise<void> {
  const text = jsonOf(reply);
  await sendText(outgoing, call, {
    status: reply.status,
    contentType: "application/json; charset=utf-8",
    text,
  });
}

function jsonOf(reply: Reply): string {
  return reply.json ?? (reply.body === undefined ? "" : JSON.stringify(reply.body));
}

interface TextReply {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function sendText(outgoing: ServerResponse, call: Call, reply: TextReply): Promise<void> {
  if (outgoing.destroyed) return;
  const bytes = Buffer.from(reply.text);
  const hasBody = reply.status >= 200 && reply.status !== 204 && reply.status !== 304;
  const content = hasBody ? { "Content-Type": reply.contentType, "Content-Length": bytes.length } : {};
  call.status = reply.status;
  outgoing.writeHead(reply.status, { ...content, ...reply.headers });
  outgoing.end(hasBody ? bytes : undefined);
}

/** Ends the call in trouble; resolves when the trouble is over. `reply` is what would have been said. */
export async function play(
  outcome: Outcome,
  outgoing: ServerResponse,
  call: Call,
  reply?: Reply,
): Promise<void> {
  switch (outcome.kind) {
    case "dropBefore":
    case "dropAfter":
      return void outgoing.socket?.destroy();
    case "cutReply":
      return cut(outgoing, call, reply === undefined ? "{}" : jsonOf(reply), outcome.bytes ?? 20);
    case "hang":
      return gone(outgoing);
    case "status": {
      const body = outcome.body ?? { success: false, error: `Scripted trouble: ${outcome.status}.` };
      const text = JSON.stringify(body);
      const extra = outcome.headers === undefined ? {} : { headers: outcome.headers };
      return sendText(outgoing, call, {
        status: outcome.status,
        contentType: "application/json; charset=utf-8",
        text,
        ...extra,
      });
    }
    case "refuse":
      return send(outgoing, call, {
        status: 200,
        body: { success: false, error: outcome.error ?? "Scripted trouble: refused." },
      });
    case "raw":
      return sendText(outgoing, call, {
        status: outcome.status ?? 200,
        contentType: outcome.contentType ?? "application/json; charset=utf-8",
        text: outcome.body,
        ...(outcome.headers === undefined ? {} : { headers: outcome.headers }),
      });
    case "huge":
      return flood(outgoing, call, outcome.bytes);
    case "endless":
      return trickle(outgoing, call);
  }
}

/** Resolves when the other side, or the sandbox, closes the connection. */
function gone(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed) return resolve();
    outgoing.once("close", resolve);
  });
}

function openBody(outgoing: ServerResponse, call: Call, headers: Record<string, number> = {}): void {
  call.status = 200;
  outgoing.writeHead(200, { "Content-Type": "application/json; charset=utf-8", ...headers });
}

async function cut(outgoing: ServerResponse, call: Call, text: string, bytes: number): Promise<void> {
  const whole = Buffer.from(text);
  openBody(outgoing, call, { "Content-Length": whole.length });
  // Destroying at once could discard the bytes before they leave.
  await new Promise<void>((resolve) => {
    outgoing.write(whole.subarray(0, Math.min(bytes, whole.length - 1)), () => resolve());
  });
  outgoing.socket?.destroy();
}

async function flood(outgoing: ServerResponse, call: Call, bytes: number): Promise<void> {
  openBody(outgoing, call);
  outgoing.write('{"success":true,"result":{"entries":[],"padding":"');
  const closed = gone(outgoing);
  const chunk = Buffer.alloc(64 * 1024, "x");
  for (let left = bytes; left > 0 && !outgoing.destroyed; left -= chunk.length) {
    const more = outgoing.write(left < chunk.length ? chunk.subarray(0, left) : chunk);
    if (!more) await Promise.race([closed, new Promise((resolve) => outgoing.once("drain", resolve))]);
  }
  if (!outgoing.destroyed) outgoing.end('"}}');
}

async function trickle(outgoing: ServerResponse, call: Call): Promise<void> {
  openBody(outgoing, call);
  outgoing.write('{"success":true,"result":{"entries":[');
  const timer = setInterval(() => outgoing.write(" "), TRICKLE_MS);
  await gone(outgoing);
  clearInterval(timer);
}
