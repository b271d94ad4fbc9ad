import { createTransport, type Transport } from "../http/transport";
import { version } from "../version";
import type { Settings } from "./settings";

/**
 * The way to a service; nothing is sent yet.
 *
 * @param deadlineMs of each call over all its attempts
 */
export function openTransport(
  { baseUrl, maxConcurrentRequests }: Pick<Settings, "baseUrl" | "maxConcurrentRequests">,
  deadlineMs: number,
): Transport {
  return createTransport({
    baseUrl,
    maxConcurrentRequests,
    deadlineMs,
    userAgent: `pulumi-cloudnumbering/${version} node/${process.versions.node}`,
  });
}
