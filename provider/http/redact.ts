const REDACTED = "[redacted]";

/** Query parameters of the token call that are credentials (docs: authenticate-api-requests). */
const CREDENTIAL_PARAMETERS = /\b(client_secret|refresh_token|access_token)=[^&\s"'<>]*/gi;

/** Anything after `?` in a web address: SMS callbacks carry their token there. */
const URL_QUERY = /(\bhttps?:\/\/[^\s?#"'<>]*|\bmailto:[^\s?#"'<>]*)[?#][^\s"'<>]*/gi;

/** `user:password@` in a web address or a SIP uri; the SIP user alone is no secret. */
const URL_USER = /(\bhttps?:\/\/)[^\s/@"'<>]+@/gi;
const SIP_PASSWORD = /(\bsips?:[^\s:@"'<>]*):[^\s@"'<>]*@/gi;

/** Takes out of a text whatever may be a credential: what goes to a log, an error or the state passes here. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text
    .replace(CREDENTIAL_PARAMETERS, `$1=${REDACTED}`)
    .replace(URL_QUERY, `$1?${REDACTED}`)
    .replace(URL_USER, `$1${REDACTED}@`)
    .replace(SIP_PASSWORD, `$1:${REDACTED}@`);
  for (const secret of secrets) {
    // A very short "secret" would blank out ordinary words; real ones are long.
    if (secret.length >= 6) clean = clean.replaceAll(secret, REDACTED);
  }
  return clean;
}
