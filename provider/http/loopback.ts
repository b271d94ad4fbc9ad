import { isIPv4 } from "node:net";

/** Whether a URL's host name is this machine, where plain http and no proxy are right. */
export function isLoopback(hostname: string): boolean {
  if (hostname === "localhost" || hostname === "[::1]") return true;
  return isIPv4(hostname) && hostname.startsWith("127.");
}
