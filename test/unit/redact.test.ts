import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "../../provider/http/redact";
import { mayHoldCredential } from "../../provider/resources/endpoint-uri";

test.each([
  [
    "POST /oauth/token?grant_type=x&client_id=me&client_secret=hush&a=b",
    "POST /oauth/token?grant_type=x&client_id=me&client_secret=[redacted]&a=b",
  ],
  ["refresh_token=hush&client_secret=hush", "refresh_token=[redacted]&client_secret=[redacted]"],
  ["ACCESS_TOKEN=hush", "ACCESS_TOKEN=[redacted]"],
  [
    "the uri https://sms.example/in?token=hush is taken",
    "the uri https://sms.example/in?[redacted] is taken",
  ],
  ['"https://sms.example/in?token=hush"', '"https://sms.example/in?[redacted]"'],
  ["http://sms.example#hush", "http://sms.example?[redacted]"],
  ["mailto:a@b.example?subject=hush", "mailto:a@b.example?[redacted]"],
  ["https://me:hush@sms.example/in", "https://[redacted]@sms.example/in"],
  ["https://hush@sms.example/in", "https://[redacted]@sms.example/in"],
  ["sip:me:hush@pbx.example", "sip:me:[redacted]@pbx.example"],
  ["sips:me:hush@pbx.example:5061", "sips:me:[redacted]@pbx.example:5061"],
])("F16 %s is shown as %s", (text, shown) => {
  expect(redact(text)).toBe(shown);
});

test.each([
  "endpoint EPABC has no good uri",
  "sip:%e164@203.0.113.10:5060",
  "sip:reception@pbx.example;transport=tls",
  "https://sms.example/inbound/path",
  "mailto:messages@harbour.example",
  "is it? yes: a@b.example",
  "check the base URL https://api.example:8443 and the way there",
])("F16 what holds no credential is left as it is: %s", (text) => {
  expect(redact(text)).toBe(text);
});

test("F16 a known secret is taken out wherever it stands, however often", () => {
  expect(redact("x-s3cret! and again s3cret!s3cret!", ["s3cret!"])).toBe(
    "x-[redacted] and again [redacted][redacted]",
  );
});

test("F16 a secret of no length does not blank out everything", () => {
  expect(redact("a b c", ["", "b"])).toBe("a b c");
});

test("F16 secrets with characters that mean something in a pattern are taken out too", () => {
  for (const secret of ["$&$1$$ab", "a.b*c+(d", "\\d\\w\\s"]) {
    expect(redact(`<${secret}>`, [secret])).not.toContain(secret);
  }
});

const secrets = fc.string({ minLength: 6, maxLength: 40 }).filter((text) => text.trim().length >= 6);

test("F16 a known secret never survives, whatever stands around it", () => {
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
      fc.pre(!"[redacted]".includes(secret));
      expect(redact(`${before}${secret}${after}`, [secret])).not.toContain(secret);
    }),
  );
});

const words = fc.stringMatching(/^[A-Za-z0-9._~-]{8,20}$/);
/** As they stand in the query string of a request. */
const escaped = secrets.map((x) => new URLSearchParams({ x }).toString().slice("x=".length));

test("F16 a credential in the query of the token call never survives", () => {
  const names = fc.constantFrom("client_secret", "refresh_token", "access_token");
  fc.assert(
    fc.property(names, escaped, words, (name, secret, other) => {
      const query = `https://api.example/v1.1/oauth/token?${name}=${secret}&x=${other}`;
      const bare = `/oauth/token?grant_type=client_credentials&${name}=${secret}&x=${other}`;
      expect(redact(query)).not.toContain(secret);
      expect(redact(bare).replace("[redacted]", "")).toBe(bare.replace(secret, ""));
    }),
  );
});

// A uri that the class makes a Pulumi secret must not be readable in an error either.
test.each([
  ["a query", "https://sms.example/in?token=SECRET"],
  ["a query among others", "https://sms.example/in?a=1&b=SECRET&c=2"],
  ["a fragment", "https://sms.example/in#SECRET"],
  ["a password", "https://me:SECRET@sms.example/in"],
  ["a password, the scheme in capitals", "HTTPS://me:SECRET@sms.example/in"],
  ["a password with an @", "https://me:p@SECRET@sms.example/in"],
  ["a query with quotes", "https://sms.example/in?q='SECRET'"],
  ["the query of a mailto", "mailto:a@b.example?body=SECRET"],
  ["the password of a sip uri", "sip:me:SECRET@pbx.example"],
  ["the query of a sip uri", "sip:me@pbx.example?X-Token=SECRET"],
  ["the query of a sip uri with parameters", "sip:me@pbx.example;transport=tls?X-Token=SECRET"],
])("F16 what may be a credential in a uri never survives: %s", (_where, pattern) => {
  fc.assert(
    fc.property(words, fc.constantFrom("", '"', "'", "<", "(", "at "), (secret, before) => {
      const uri = pattern.replace("SECRET", secret);
      expect(mayHoldCredential(uri)).toBe(true);
      expect(redact(`the service said ${before}${uri} is taken`)).not.toContain(secret);
    }),
  );
});

test("F16 a long text is redacted in good time", () => {
  for (const piece of ["sip:", "https://", "mailto:", "a@", "client_secret=", "?#", "https://a:b"]) {
    const begin = performance.now();
    redact(piece.repeat(2_000), ["secret-of-mine"]);
    expect(performance.now() - begin).toBeLessThan(2_000);
  }
});
