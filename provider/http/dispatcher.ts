import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import { isLoopback } from "./loopback";

/** No list of this API comes near it: a page of 100 numbers is about 40 kB. */
const LARGEST_REPLY_BYTES = 16 * 1024 * 1024;

/** The connections to one host: kept alive, through the proxy that the environment names, if any. */
export function createDispatcher(baseUrl: string, connections: number): Dispatcher {
  const options = { connections, maxResponseSize: LARGEST_REPLY_BYTES, connect: { timeout: 10_000 } };
  // A proxy cannot reach this machine's own loopback, whatever NO_PROXY says.
  return isLoopback(new URL(baseUrl).hostname) ? new Agent(options) : new EnvHttpProxyAgent(options);
}
