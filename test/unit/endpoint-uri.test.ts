import fc from "fast-check";
import { expect, test } from "vitest";
import { mayHoldCredential, uriProblem } from "../../provider/resources/endpoint-uri";

test.each([
  "sip:%e164@203.0.113.10:5060",
  "sip:%e164@203.0.113.10",
  "sip:%raw@pbx.example.com",
  "sip:%national@pbx.example.com",
  "sip:+44%national@pbx.example.com",
  "sip:%e164;npdi=yes@pbx.example.com",
  "sip:reception@pbx.example.com",
  "sip:reception:password@pbx.example.com",
  "sip:pbx.example.com",
  "sip:pbx.example.com:5060",
  "sip:localhost",
  "sip:%e164@[2001:db8::1]",
  "sip:%e164@[2001:db8::1]:5060",
  "sip:%e164@[::ffff:203.0.113.10]",
  "sip:%e164@pbx.example.com;transport=tls",
  "sip:%e164@pbx.example.com:5061;transport=tls;lr",
  "sip:%e164@pbx.example.com?subject=call",
  "sip:%e164@PBX.Example.COM",
  "sip:%e164@pbx.example.com.",
  "sip:%e164@xn--bcher-kva.example",
  "sip:%e164@pbx.example.com:1",
  "sip:%e164@pbx.example.com:65535",
])("F11 a voice endpoint may have %s", (uri) => {
  expect(uriProblem("voice", uri)).toBeUndefined();
});

const scheme =
  /^of a voice endpoint must begin with sip:, not .*; for example sip:%e164@203\.0\.113\.10:5060$/;
const host = /^has no good host after sip: or the @/;
const port = /^has a port that is not between 1 and 65535$/;
const place = /^may have a placeholder only before the @$/;
const stranger = /, which is no placeholder; there are %e164, %raw, %national$/;

test.each<[string, RegExp]>([
  ["", /without a scheme/],
  ["pbx.example.com", /without a scheme/],
  ["https://pbx.example.com", /not https:\/\/;/],
  ["sips:%e164@pbx.example.com", /not sips:;/],
  ["tel:+441134960100", /not tel:;/],
  ["SIP:%e164@pbx.example.com", scheme],
  ["sip:", host],
  ["sip:@pbx.example.com", /^has an @ with nothing before it$/],
  ["sip:%e164@", host],
  ["sip://pbx.example.com", host],
  ["sip:%e164@pbx..example.com", host],
  ["sip:%e164@-pbx.example.com", host],
  ["sip:%e164@pbx_1.example.com", host],
  ["sip:%e164@pbx.example.com/path", host],
  ["sip:a@b@pbx.example.com", host],
  [`sip:%e164@${"a".repeat(64)}.example.com`, host],
  [`sip:%e164@${"a.".repeat(127)}example.com`, host],
  ["sip:%e164@203.0.113.256", host],
  ["sip:%e164@203.0.113", host],
  ["sip:%e164@1.2.3.4.5", host],
  ["sip:%e164@2001:db8::1", /host|port/],
  ["sip:%e164@[2001:db8::g]", host],
  ["sip:%e164@[2001:db8::1", host],
  ["sip:%e164@[]", host],
  ["sip:%e164@[203.0.113.10]", host],
  ["sip:%e164@pbx.example.com:", port],
  ["sip:%e164@pbx.example.com:0", port],
  ["sip:%e164@pbx.example.com:65536", port],
  ["sip:%e164@pbx.example.com:sip", port],
  ["sip:%e164@pbx.example.com:-1", port],
  ["sip:%e164@pbx.example.com:5060:5060", port],
  ["sip:%number@pbx.example.com", stranger],
  ["sip:%E164@pbx.example.com", stranger],
  ["sip:%@pbx.example.com", stranger],
  ["sip:%23@pbx.example.com", stranger],
  ["sip:%r%e164aw@pbx.example.com", stranger],
  ["sip:me@%e164", place],
  ["sip:%e164", place],
  ["sip:me@pbx.example.com;user=%e164", place],
  ["sip:%e164@pbx.example.com ", /^has a space in it$/],
  [" sip:%e164@pbx.example.com", /^has a space in it$/],
  ["sip:%e164@pbx.\texample.com", /^has a space in it$/],
  ["sip:%e164@pbx.example.com\n", /^has a space in it$/],
  ["sip:%e164@pbx\u00a0.example.com", /^has a space in it$/],
])("F11 a voice endpoint may not have %j", (uri, problem) => {
  expect(uriProblem("voice", uri)).toMatch(problem);
});

test.each([
  "https://sms.example.com",
  "https://sms.example.com/inbound",
  "https://sms.example.com:8443/inbound?token=abc&x=%20#y",
  "https://me:password@sms.example.com/",
  "https://[2001:db8::1]/inbound",
  "mailto:messages@example.com",
  "mailto:first.last+tag@mail.example.co.uk",
  "mailto:messages@example.com?subject=SMS",
])("F11 an sms endpoint may have %s", (uri) => {
  expect(uriProblem("sms", uri)).toBeUndefined();
});

const callback = /^of an sms endpoint must begin with https:\/\/ or mailto:, not /;

test.each<[string, RegExp]>([
  ["", callback],
  ["sms.example.com/inbound", callback],
  ["http://sms.example.com", /not http:\/\/$/],
  ["sip:%e164@pbx.example.com", /not sip:$/],
  ["HTTPS://sms.example.com", callback],
  ["https:sms.example.com", callback],
  ["javascript:alert(1)", callback],
  ["https://", /^is not a complete https:\/\/ address$/],
  ["https://?token=abc", /^is not a complete https:\/\/ address$/],
  ["https://sms.example.com:99999/", /^is not a complete https:\/\/ address$/],
  ["https://[2001:db8::g]/", /^is not a complete https:\/\/ address$/],
  ["https://sms.example.com/a b", /^has a space in it$/],
  ["mailto:", /^has no good e-mail address after mailto:$/],
  ["mailto:messages", /^has no good e-mail address/],
  ["mailto:@example.com", /^has no good e-mail address/],
  ["mailto:a@b@example.com", /^has no good e-mail address/],
  ["mailto:a@example.com,b@example.com", /^has no good e-mail address/],
  ["mailto:?subject=SMS", /^has no good e-mail address/],
])("F11 an sms endpoint may not have %j", (uri, problem) => {
  expect(uriProblem("sms", uri)).toMatch(problem);
});

const types = fc.constantFrom("voice" as const, "sms" as const);
const pieces = fc.constantFrom(
  ..."sip: sips: https:// mailto: @ : ; ? # % %e164 %raw [ ] :: . / 5060 pbx.example.com a = &".split(" "),
);

test("F11 whatever a uri is, it is fine or has a problem in words", () => {
  const uris = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 }))).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(types, uris, (type, uri) => {
      const problem = uriProblem(type, uri);
      if (problem !== undefined) expect(problem).toMatch(/^(has|of|is|may) /);
    }),
    { numRuns: 1_000 },
  );
});

test("F11 a uri of 100 kB is judged in good time", () => {
  for (const piece of ["a", "a.", "1.", "%", "%e164", ":", ";a=", "@", "a@", "[", "-"]) {
    for (const start of ["sip:", "sip:a@", "https://", "mailto:", "mailto:a@", ""]) {
      const uri = start + piece.repeat(100_000 / piece.length);
      const begin = performance.now();
      for (const type of ["voice", "sms"] as const) uriProblem(type, uri);
      expect(performance.now() - begin).toBeLessThan(2_000);
    }
  }
});

// What a person sees when a uri is refused must not hold what makes it a secret.
test.each([
  ["a password", "SCHEME:me:SECRET@HOST"],
  ["a password with a percent sign", "SCHEME:me:pa%SECRET@HOST"],
  ["a password that is all percent", "SCHEME:me:%SECRET@HOST"],
  ["a password of an https uri", "SCHEME://me:SECRET@HOST"],
  ["a query", "SCHEME:me@HOST?token=SECRET"],
  ["a query with a percent sign", "SCHEME:me@HOST?token=%SECRET"],
  ["a query with a percent sign and an @", "SCHEME:HOST?token=%SECRET@x"],
  ["a query of an https uri", "SCHEME://HOST/in?token=%SECRET"],
  ["a fragment", "SCHEME://HOST/in#SECRET"],
])("F16 the problem of a uri never shows %s", (_where, pattern) => {
  const schemes = fc.constantFrom("sip", "sips", "https", "http", "mailto", "tel", "");
  const hosts = fc.constantFrom("pbx.example.com", "203.0.113.300", "pbx..example", "[::1", "x y", "a:0", "");
  const secrets = fc.stringMatching(/^[A-Z0-9]{6,12}$/);
  fc.assert(
    fc.property(types, schemes, hosts, secrets, (type, name, at, secret) => {
      const uri = pattern.replace("SCHEME", name).replace("HOST", at).replace("SECRET", secret);
      expect(uriProblem(type, uri) ?? "").not.toContain(secret);
    }),
    { numRuns: 500 },
  );
});

test.each<[string, boolean]>([
  ["sip:%e164@203.0.113.10:5060", false],
  ["sip:reception@pbx.example.com;transport=tls", false],
  ["sip:[2001:db8::1]:5060", false],
  ["https://sms.example.com/inbound", false],
  ["https://sms.example.com/@me", false],
  ["mailto:messages@example.com", false],
  ["https://sms.example.com/inbound?token=abc", true],
  ["https://sms.example.com/inbound#abc", true],
  ["https://me:password@sms.example.com/", true],
  ["https://me@sms.example.com/", true],
  ["mailto:messages@example.com?body=abc", true],
  ["sip:me:password@pbx.example.com", true],
  ["sip:me@pbx.example.com?token=abc", true],
])("F16 whether %s may hold a credential: %s", (uri, may) => {
  expect(mayHoldCredential(uri)).toBe(may);
});
