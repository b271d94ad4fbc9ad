const REDACTED = "[redacted]";

/** Parameters that are credentials by their name: those of the token call, and those that callbacks use. */
const CREDENTIAL_PARAMETERS = /\b(\w*(?:token|secret|password|passwd|signature|api_?key))=[^&\s"'<>]*/gi;

/** Anything after `?` or `#` in a uri, up to the next space: SMS callbacks carry their token there. */
const URI_QUERY = /\b((?:https?:\/\/|mailto:|sips?:)[^\s?#]*)[?#]\S*?(?=["'>)]*(?:\s|$))/gi;

/** `user:password@` in a web address, and the password of a SIP uri, whose user alone is no secret. */
const URL_USER = /(\bhttps?:\/\/)[^\s/?#]+@/gi;
const SIP_PASSWORD = /(\bsips?:[^\s:@]*):\S*@/gi;

/** Takes out of a text whatever may be a credential: what goes to a log, an error or the state passes here. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text
    .replace(CREDENTIAL_PARAMETERS, `$1=${REDACTED}`)
    .replace(URI_QUERY, `$1?${REDACTED}`)
    .replace(URL_USER, `$1${REDACTED}@`)
    .replace(SIP_PASSWORD, `$1:${REDACTED}@`);
  for (const secret of secrets) {
    // A very short "secret" would blank out ordinary words; real ones are long.
    if (secret.length >= 6) clean = clean.replaceAll(secret, REDACTED);
  }
  return clean;
}
