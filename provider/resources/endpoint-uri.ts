import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";

/** What a voice uri may hold where the called number goes (docs: route-numbers-api, sip-routing-api). */
const PLACEHOLDERS = "%e164, %raw, %national";

/** `sip:user:password@host:port;parameters?headers`, the user optional. */
const SIP =
  /^sip:(?:(?<user>[^@:?]*)(?<password>:[^@?]*)?@)?(?<host>\[[^\]]*\]|[^:;?]*)(?::(?<port>[^;?]*))?(?<rest>[;?].*)?$/;
/** A % that begins no placeholder. */
const STRANGER = /%(?!e164|raw|national)[A-Za-z0-9]*/;
const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;

/**
 * What is wrong with a uri for that type of endpoint, or `undefined`. Never shows the uri: it may carry a token.
 */
export function uriProblem(endpointType: "voice" | "sms", uri: string): string | undefined {
  if (/\s/.test(uri)) return "has a space in it";
  return endpointType === "voice" ? sipProblem(uri) : callbackProblem(uri);
}

function sipProblem(uri: string): string | undefined {
  const { user, password = "", host, port, rest = "" } = SIP.exec(uri)?.groups ?? {};
  if (host === undefined) {
    return `of a voice endpoint must begin with sip:, not ${schemeOf(uri)}; for example sip:%e164@203.0.113.10:5060`;
  }
  if (user === "") return "has an @ with nothing before it";
  const [stranger] = STRANGER.exec(user ?? "") ?? [];
  if (stranger) return `has ${stranger}, which is no placeholder; there are ${PLACEHOLDERS}`;
  if (`${password}${host}${rest}`.includes("%")) return "may have a placeholder only before the @";
  if (!isHost(host)) return "has no good host after sip: or the @ (a name, an IPv4 address or [IPv6])";
  if (port !== undefined && !isPort(port)) return "has a port that is not between 1 and 65535";
  return undefined;
}

function isHost(host: string): boolean {
  if (host.startsWith("[")) return isIPv6(host.slice(1, -1));
  // Four groups of digits are meant as an address: as a name they would be accepted with any number in them.
  return /^[\d.]+$/.test(host) ? isIPv4(host) : HOST_NAME.test(host);
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
}

const emailAddress = z.email();

function callbackProblem(uri: string): string | undefined {
  if (uri.startsWith("mailto:")) {
    const [address] = uri.slice("mailto:".length).split("?");
    return emailAddress.safeParse(address).success ? undefined : "has no good e-mail address after mailto:";
  }
  if (uri.startsWith("https://")) {
    return URL.canParse(uri) ? undefined : "is not a complete https:// address";
  }
  return `of an sms endpoint must begin with https:// or mailto:, not ${schemeOf(uri)}`;
}

/** The scheme alone may be shown. */
function schemeOf(uri: string): string {
  return /^[a-z][a-z0-9+.-]{0,15}:(\/\/)?/i.exec(uri)?.[0] ?? "without a scheme";
}

/**
 * Whether a uri has a part in which credentials travel: a query, a fragment, a user or a password. The user of a SIP
 * uri is none: it is the called number.
 */
export function mayHoldCredential(uri: string): boolean {
  if (/[?#]/.test(uri)) return true;
  if (uri.startsWith("sip:")) return /^sip:[^@]*:[^@]*@/.test(uri);
  return /^https?:\/\/[^/]*@/i.test(uri);
}
