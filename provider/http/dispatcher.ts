import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import { CloudNumberingError } from "./errors";
import { isLoopback } from "./loopback";

/** No list of this API comes near it: a page of 100 numbers is about 40 kB. */
const LARGEST_REPLY_BYTES = 16 * 1024 * 1024;

/**
 * The connections to one host: kept alive, through the proxy that the environment names, if any.
 *
 * @throws {CloudNumberingError} `network` when the proxy's address is none
 */
export function createDispatcher(baseUrl: string, connections: number): Dispatcher {
  const options = { connections, maxResponseSize: LARGEST_REPLY_BYTES, connect: { timeout: 10_000 } };
  // A proxy cannot reach this machine's own loopback, whatever NO_PROXY says.
  if (isLoopback(new URL(baseUrl).hostname)) return new Agent(options);
  try {
    return new EnvHttpProxyAgent(options);
  } catch {
    // Not told on: the address may hold the proxy's password.
    throw new CloudNumberingError({
      kind: "network",
      operation: "connect",
      problem: "HTTPS_PROXY or HTTP_PROXY is not a proxy's address",
      advice: "set it to http://host:port, or unset it",
    });
  }
}
