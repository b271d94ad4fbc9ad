import { redact } from "./redact";

/** True when `CLOUDNUMBERING_LOG=debug` asks for one line a request on standard error. */
function wanted(): boolean {
  return process.env.CLOUDNUMBERING_LOG === "debug";
}

export interface LoggedAttempt {
  readonly method: string;
  readonly url: URL;
  readonly attempt: number;
  readonly milliseconds: number;
  readonly outcome: string;
  readonly requestId: string | undefined;
}

/** Writes the line of one attempt, without credentials. */
export function logAttempt({ method, url, attempt, milliseconds, outcome, requestId }: LoggedAttempt): void {
  if (!wanted()) return;
  const again = attempt > 1 ? ` attempt ${attempt}` : "";
  const request = requestId ? ` request ${requestId}` : "";
  const line = `cloudnumbering ${method} ${url.pathname}${url.search}${again} ${outcome} ${milliseconds} ms${request}`;
  process.stderr.write(`${redact(line)}\n`);
}
