import fc from "fast-check";
import { expect, test } from "vitest";
import { readSettings } from "../../provider/client/settings";
import { CloudNumberingError } from "../../provider/http/errors";

const SECRET = "hush-hush-hush";
const credentials = { "cloudnumbering:clientId": "me", "cloudnumbering:clientSecret": SECRET };

type Texts = Readonly<Record<string, string>>;

const settings = (config: Texts = {}, environment: Texts = {}) =>
  readSettings((key) => config[key], environment);

/** The message of what is wrong; it shows the secret in no case. */
function problem(config: Texts = {}, environment: Texts = {}): string {
  try {
    settings(config, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(CloudNumberingError);
    const { message } = error as CloudNumberingError;
    expect(message).not.toContain(SECRET);
    return message;
  }
  return expect.fail("nothing was wrong");
}

test("credentials are enough: the rest has a default", () => {
  expect(settings(credentials)).toEqual({
    clientId: "me",
    clientSecret: SECRET,
    baseUrl: "https://api.cloudnumbering.com/v1.1",
    maxConcurrentRequests: 8,
    timeoutSeconds: 60,
  });
});

const keys = [
  ["clientId", "CLOUDNUMBERING_CLIENT_ID", "one", "two", "one"],
  ["clientSecret", "CLOUDNUMBERING_CLIENT_SECRET", "one", "two", "one"],
  ["baseUrl", "CLOUDNUMBERING_BASE_URL", "https://one.example", "https://two.example", "https://one.example"],
  ["maxConcurrentRequests", "CLOUDNUMBERING_MAX_CONCURRENT_REQUESTS", "1", "2", 1],
  ["timeoutSeconds", "CLOUDNUMBERING_TIMEOUT_SECONDS", "1", "2", 1],
] as const;

test.each(keys)(
  "F9 %s is what the environment says (%s), whatever the stack's config holds",
  (key, name, one, two, value) => {
    const config = { ...credentials, [`cloudnumbering:${key}`]: two };

    expect(settings(config, { [name]: one })).toMatchObject({ [key]: value });
  },
);

test.each(keys)(
  "%s is what the stack's config says where the environment (%s) is silent or empty",
  (key, name, one, _two, value) => {
    const config = { ...credentials, [`cloudnumbering:${key}`]: one };

    expect(settings(config)).toMatchObject({ [key]: value });
    expect(settings(config, { [name]: "" })).toMatchObject({ [key]: value });
  },
);

test.each([
  ["client id and no client secret", {}],
  ["client id", { "cloudnumbering:clientSecret": SECRET }],
  ["client secret", { "cloudnumbering:clientId": "me" }],
  ["client secret", { "cloudnumbering:clientId": "me", "cloudnumbering:clientSecret": "" }],
])("F1 a missing %s is named, with both ways to set it", (missing, config) => {
  const message = problem(config);

  expect(message).toContain(`there is no ${missing} for cloudNumbering;`);
  expect(message).toContain("CLOUDNUMBERING_CLIENT_ID and CLOUDNUMBERING_CLIENT_SECRET");
  expect(message).toContain("pulumi config set --secret cloudnumbering:clientSecret");
});

test.each([
  "http://api.cloudnumbering.com/v1.1",
  "http://192.168.1.1/v1.1",
  "http://localhost.evil.example/v1.1",
  "http://127.0.0.1.evil.example/v1.1",
  "http://128.0.0.1/v1.1",
  "http://[::2]/v1.1",
  "http://0.0.0.0/v1.1",
  "HTTP://api.cloudnumbering.com/v1.1",
])("F4 plain http to a public host is refused: %s", (baseUrl) => {
  expect(problem({ ...credentials, "cloudnumbering:baseUrl": baseUrl })).toMatch(
    /^read settings: cloudnumbering:baseUrl must begin with https:\/\/: the credentials would travel in clear text; /,
  );
});

test.each([
  ["http://127.0.0.1:8080/v1.1", "http://127.0.0.1:8080/v1.1"],
  ["http://127.9.9.9/v1.1", "http://127.9.9.9/v1.1"],
  ["http://localhost:8080/v1.1", "http://localhost:8080/v1.1"],
  ["http://[::1]:8080/v1.1", "http://[::1]:8080/v1.1"],
  ["https://api.example/v1.1/", "https://api.example/v1.1"],
  ["https://api.example/", "https://api.example"],
  ["https://API.example//", "https://api.example"],
])("F4 the base URL %s is taken, as %s", (baseUrl, taken) => {
  expect(settings({ ...credentials, "cloudnumbering:baseUrl": baseUrl }).baseUrl).toBe(taken);
});

test.each([
  "api.cloudnumbering.com/v1.1",
  "//api.cloudnumbering.com",
  "ftp://api.cloudnumbering.com",
  "file:///etc/passwd",
  "https://",
  "https:// space.example",
  "nonsense",
  `https://me:${SECRET}@api.example/v1.1`,
  `https://:${SECRET}@api.example/v1.1`,
  `https://api.example/v1.1?key=${SECRET}`,
  `https://api.example/v1.1#${SECRET}`,
  "https://api.example/v1.1?",
  "https://api.example/v1.1#",
])("F3 the base URL %s is refused, and not shown", (baseUrl) => {
  const message = problem({ ...credentials, "cloudnumbering:baseUrl": baseUrl });

  expect(message).toContain(
    "cloudnumbering:baseUrl must be a web address such as https://api.cloudnumbering.com",
  );
  expect(message).toContain("CLOUDNUMBERING_BASE_URL");
});

test.each(["0", "-1", "1.5", "many", "NaN", "Infinity", "1e999", "9007199254740993"])(
  "a number of requests or seconds of %s is refused",
  (text) => {
    for (const key of ["maxConcurrentRequests", "timeoutSeconds"]) {
      expect(problem({ ...credentials, [`cloudnumbering:${key}`]: text })).toMatch(
        new RegExp(`cloudnumbering:${key} must be a whole number`),
      );
    }
  },
);

test("F16 no message shows the secret, whatever the other settings are", () => {
  const text = fc.oneof(fc.string(), fc.constant(SECRET), fc.constant(`https://x@${SECRET}`));
  fc.assert(
    fc.property(fc.constantFrom(...keys.map(([key]) => key)), text, (key, value) => {
      const config = { ...credentials, [`cloudnumbering:${key}`]: value };
      try {
        settings(config);
      } catch (error) {
        expect(error).toBeInstanceOf(CloudNumberingError);
        expect(String(error)).not.toContain(SECRET);
      }
    }),
  );
});
