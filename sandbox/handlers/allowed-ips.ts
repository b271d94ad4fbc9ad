import { isIP, isIPv4 } from "node:net";
import { type ApiRequest, type Backend, deleted, type Reply, refusal, result } from "../exchange";
import { allowQuery, readBody, text } from "../fields";
import type { Guesses } from "../guesses";
import { withoutOmitted } from "../quirks";
import type { EndpointType } from "../records";

/** GET /endpoints/{endpointType}/ips: bare strings, no pages (docs/api.md §2, IP allowlist). */
export function listAllowedIps(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, [], guesses);
  const type = readType(request, guesses);
  return result({ entries: withoutOmitted(world.allowedIps[type], (ip) => ip, quirks) });
}

/** POST /endpoints/{endpointType}/ips */
export function addAllowedIp(request: ApiRequest, { world, guesses }: Backend): Reply {
  allowQuery(request, [], guesses);
  const type = readType(request, guesses);
  const { ip } = readBody(request, { ip: text.required }, guesses);
  if (!isAcceptable(ip, guesses)) throw refusal(400, "The field ip must be a valid IP address.");
  if (guesses["duplicate-ip"] === "409" && world.allowedIps[type].includes(ip)) {
    throw refusal(409, "The IP address is allowed already.");
  }
  world.allowIp(type, ip);
  return result({ ip });
}

/** DELETE /endpoints/{endpointType}/ips/{ip}: the address is the last path segment, URL-encoded. */
export function removeAllowedIp(request: ApiRequest, { world, guesses }: Backend): Reply {
  allowQuery(request, [], guesses);
  const type = readType(request, guesses);
  const ip = request.params.ip ?? "";
  if (!world.disallowIp(type, ip)) throw refusal(404, "IP address not found.");
  return deleted(guesses, { ip });
}

function readType(request: ApiRequest, guesses: Guesses): EndpointType {
  const type = request.params.endpointType;
  if (type === "voice" || (type === "sms" && guesses["sms-allowlist"] === "yes")) return type;
  throw refusal(400, "Invalid endpoint type for an IP allowlist.");
}

function isAcceptable(ip: string, guesses: Guesses): boolean {
  if (guesses["ip-forms"] === "ipv4") return isIPv4(ip);
  const [address = "", bits, ...rest] = ip.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
