import { EXPLICIT } from "../explicit-account";
import { CloudNumberingError } from "../http/errors";
import { isLoopback } from "../http/loopback";

/** How to reach one account. */
export interface Settings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** With the API's version, without a slash at the end. */
  readonly baseUrl: string;
  /** At most so many requests at once; 8 unless said otherwise. */
  readonly maxConcurrentRequests: number;
  /** Deadline of one call over all its attempts, in seconds; 60 unless said otherwise. */
  readonly timeoutSeconds: number;
}

/** The documented base URL (docs: all v1.1 guides). */
const DEFAULT_BASE_URL = "https://api.cloudnumbering.com/v1.1";

/** Where each setting may come from: an environment variable, or a key of the stack's config. */
const SOURCES = {
  clientId: "CLOUDNUMBERING_CLIENT_ID",
  clientSecret: "CLOUDNUMBERING_CLIENT_SECRET",
  baseUrl: "CLOUDNUMBERING_BASE_URL",
  maxConcurrentRequests: "CLOUDNUMBERING_MAX_CONCURRENT_REQUESTS",
  timeoutSeconds: "CLOUDNUMBERING_TIMEOUT_SECONDS",
} as const satisfies Record<keyof Settings, string>;

type Setting = keyof typeof SOURCES;

const CREDENTIALS: ReadonlySet<Setting> = new Set(["clientId", "clientSecret"]);

/**
 * Reads the settings: the environment first, then the stack's config. The environment must win, because a refresh
 * or a destroy gets the config that the state remembers, which may hold a secret rotated long ago. Those of an explicit
 * `Provider` come first instead, and its credentials from nowhere else.
 *
 * @param config gives a value of the stack's config by its full key, such as `cloudnumbering:clientId`
 * @throws {CloudNumberingError} `auth` when credentials are missing; `protocol` when another setting is no good
 */
export function readSettings(
  config: (key: string) => string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Settings {
  const isExplicit = config(EXPLICIT) === "true";
  const given = (setting: Setting) => {
    const configured = config(`cloudnumbering:${setting}`) || undefined;
    const fromEnvironment = environment[SOURCES[setting]] || undefined;
    if (!isExplicit) return fromEnvironment ?? configured;
    return configured ?? (CREDENTIALS.has(setting) ? undefined : fromEnvironment);
  };
  return {
    ...credentials(given("clientId"), given("clientSecret")),
    baseUrl: checkedBaseUrl(given("baseUrl") ?? DEFAULT_BASE_URL),
    maxConcurrentRequests: positive("maxConcurrentRequests", given("maxConcurrentRequests") ?? "8"),
    timeoutSeconds: positive("timeoutSeconds", given("timeoutSeconds") ?? "60"),
  };
}

function credentials(clientId: string | undefined, clientSecret: string | undefined) {
  if (clientId && clientSecret) return { clientId, clientSecret };
  const missing = [clientId ? [] : ["client id"], clientSecret ? [] : ["client secret"]]
    .flat()
    .join(" and no ");
  throw new CloudNumberingError({
    kind: "auth",
    operation: "read settings",
    problem: `there is no ${missing} for cloudNumbering`,
    advice:
      "set CLOUDNUMBERING_CLIENT_ID and CLOUDNUMBERING_CLIENT_SECRET in the environment, or run " +
      "`pulumi config set cloudnumbering:clientId ID` and `pulumi config set --secret cloudnumbering:clientSecret SECRET`",
  });
}

function checkedBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || /[?#]/.test(text) || url.username || url.password) {
    throw unusable("baseUrl", `must be a web address such as ${DEFAULT_BASE_URL}`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw unusable("baseUrl", "must begin with https://: the credentials would travel in clear text");
  }
  return url.href.replace(/\/+$/, "");
}

function positive(setting: Setting, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw unusable(setting, "must be a whole number above 0");
}

function unusable(setting: Setting, rule: string): CloudNumberingError {
  return new CloudNumberingError({
    kind: "protocol",
    operation: "read settings",
    problem: `cloudnumbering:${setting} ${rule}`,
    advice: `set ${SOURCES[setting]} or run \`pulumi config set cloudnumbering:${setting} VALUE\``,
  });
}
