import { openTransport } from "./connection";
import type { Settings } from "./settings";

/** How the service answers somebody whom it does not know. */
export interface Greeting {
  /** 401, where all is well. */
  readonly status: number;
  /** The service's clock when it answered, in milliseconds since 1970 and in whole seconds; this machine's then. */
  readonly clocks: { readonly service: number; readonly here: number } | undefined;
}

/**
 * Asks for something without credentials: any answer shows that the way to the service is open.
 *
 * @param deadlineMs over all attempts
 * @throws {CloudNumberingError} `network` or `timeout` when no answer comes
 */
export async function greet(settings: Settings, deadlineMs: number): Promise<Greeting> {
  const { status, date } = await openTransport(settings, deadlineMs).send({
    operation: "reach the service",
    method: "GET",
    path: "/organisation",
    repeat: "safe",
  });
  return { status, clocks: date === undefined ? undefined : { service: date, here: Date.now() } };
}
