import { refusal } from "./exchange";
import type { EndpointType } from "./records";

const SIP = /^sip:(?:([^@\s]+)@)?([^@\s%]+)$/;
const MAILTO = /^mailto:[^@\s]+@[^@\s]+$/;
const PLACEHOLDER = /^%(?:e164|raw|national)/;

/** Throws a 400 unless the uri is one that an endpoint of this type takes (docs/api.md §2, URI rules). */
export function checkUri(type: EndpointType, uri: string): void {
  if (type === "voice") checkSip(uri);
  else checkMessageTarget(uri);
}

function checkSip(uri: string): void {
  if (!uri.startsWith("sip:")) throw refusal(400, "The uri of a voice endpoint must begin with sip:.");
  const user = SIP.exec(uri)?.[1] ?? "";
  for (let at = uri.indexOf("%"); at >= 0; at = uri.indexOf("%", at + 1)) {
    const inUser = at < "sip:".length + user.length;
    if (inUser && PLACEHOLDER.test(uri.slice(at))) continue;
    throw refusal(
      400,
      "The uri may contain the placeholders %e164, %raw and %national in its user part, and no others.",
    );
  }
  if (!SIP.test(uri)) throw refusal(400, "The uri must look like sip:user@host or sip:host.");
}

function checkMessageTarget(uri: string): void {
  if (uri.startsWith("mailto:")) {
    if (!MAILTO.test(uri)) throw refusal(400, "The uri must look like mailto:name@host.");
    return;
  }
  if (!uri.startsWith("https://")) {
    throw refusal(400, "The uri of an sms endpoint must begin with https:// or mailto:.");
  }
  if (!URL.canParse(uri) || /\s/.test(uri)) throw refusal(400, "The uri is not a valid https address.");
}
