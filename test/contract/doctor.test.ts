import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConfigMap, LocalWorkspace } from "@pulumi/pulumi/automation";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import {
  checkBalance,
  checkCredentials,
  checkOrganisation,
  checkToken,
} from "../../provider/cli/doctor-account";
import type { Check } from "../../provider/cli/doctor-check";
import { checkSecrets } from "../../provider/cli/doctor-config";
import { known, trouble, unasked } from "../../provider/cli/doctor-fact";
import { type Facts, gatherService } from "../../provider/cli/doctor-facts";
import { checkProvider, checkSdk } from "../../provider/cli/doctor-packages";
import { checkBackend, checkCli, checkStack } from "../../provider/cli/doctor-pulumi";
import { checkClock, checkService } from "../../provider/cli/doctor-service";
import { doctorTable } from "../../provider/cli/doctor-table";
import { OLDEST_CLI } from "../../provider/cli/pulumi-versions";
import { peerDependencies, version } from "../../provider/version";
import type { SandboxOptions } from "../../sandbox/index";
import { oldest } from "../../scripts/engine/version.mjs";
import { running, withoutJitter } from "./client-stage";

beforeEach(() => {
  // Those of whoever runs the tests say nothing here.
  for (const name of ["CLIENT_ID", "CLIENT_SECRET", "BASE_URL"]) vi.stubEnv(`CLOUDNUMBERING_${name}`, "");
  return () => vi.unstubAllEnvs();
});

/** A folder with packages that are what is looked at of them. */
function project(packages: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, itsVersion] of Object.entries(packages)) {
    const place = path.join(folder, "node_modules", name);
    mkdirSync(place, { recursive: true });
    const manifest = {
      name,
      version: itsVersion,
      exports: { "./package.json": "./package.json", "./dynamic": "./it.js" },
    };
    writeFileSync(path.join(place, "package.json"), JSON.stringify(manifest));
    writeFileSync(path.join(place, "it.js"), "");
  }
  return folder;
}

const OURS = { "@pulumi/pulumi": "3.248.0", "pulumi-cloudnumbering": version };

function configOf(values: Record<string, string>, secrets: readonly string[] = []): ConfigMap {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value, secret: secrets.includes(key) }]),
  );
}

const SECRET = "cloudnumbering:clientSecret";

/** Everything as it should be, with a real service. */
async function healthy(options: SandboxOptions = {}, more: Record<string, string> = {}) {
  const sandbox = await running(options);
  const { env } = sandbox;
  const config = configOf(
    {
      "cloudnumbering:clientId": env.CLOUDNUMBERING_CLIENT_ID,
      [SECRET]: env.CLOUDNUMBERING_CLIENT_SECRET,
      "cloudnumbering:baseUrl": env.CLOUDNUMBERING_BASE_URL,
      ...more,
    },
    [SECRET],
  );
  const facts: Facts = {
    workspace: known({ pulumiVersion: OLDEST_CLI } as LocalWorkspace),
    programFolder: project(OURS),
    identity: known({ user: "ann", url: "file:///states" }),
    stack: known("dev"),
    config: known(config),
    state: known({ resources: [], pending: [] }),
    ...(await gatherService(known(config))),
  };
  return { sandbox, facts, config };
}

function outcome({ outcome: is, found, fix }: Check): string {
  expect(fix === null, "a way out where one is needed").toBe(is === "ok");
  return `${is}: ${found}`;
}

const all = (facts: Facts) =>
  [
    ...[
      checkCli,
      checkSdk,
      checkProvider,
      checkBackend,
      checkStack,
      (each: Facts) => checkSecrets(each, "."),
    ],
    ...[checkCredentials, checkService, checkClock, checkToken, checkOrganisation, checkBalance],
  ].map((check) => check(facts));

test("where all is well every check is ok, and the table says so", async () => {
  const { facts, sandbox } = await healthy();
  sandbox.world.editOrganisation({ balance: 50 });
  const checks = all({ ...facts, ...(await gatherService(facts.config as never)) });
  expect(checks.filter((check) => !outcome(check).startsWith("ok"))).toEqual([]);
  expect(doctorTable(checks)).toMatch(/All is well\.\n$/);
  expect(doctorTable(checks)).not.toContain(sandbox.clientSecret);
  expect(sandbox.calls.filter(({ method }) => method !== "GET").map(({ operation }) => operation)).toEqual([
    "oauth.token",
    "oauth.token",
  ]);
});

test("the oldest Pulumi it finds good is the oldest that this repository takes", () => {
  expect(OLDEST_CLI).toBe(oldest);
});

test("without a Pulumi CLI it says what to install, and what could not be looked at for it", async () => {
  const { facts } = await healthy();
  const none = unasked("there is no Pulumi CLI that works");
  const sick: Facts = {
    ...facts,
    workspace: trouble(new Error("pulumi cannot be run")),
    identity: none,
    stack: none,
  };
  expect(outcome(checkCli(sick))).toBe("fail: pulumi cannot be run");
  expect(outcome(checkBackend(sick))).toMatch(/^warn: not looked at: there is no Pulumi CLI/);
  expect(outcome(checkStack(sick))).toMatch(/^warn: not looked at/);
});

test("a Pulumi CLI older than any that is tested is worth a warning", async () => {
  const { facts } = await healthy();
  const old = known({ pulumiVersion: "3.99.0" } as LocalWorkspace);
  expect(outcome(checkCli({ ...facts, workspace: old }))).toMatch(/^warn: 3\.99\.0 is older than 3\.254\.0/);
});

test("an SDK that is missing or too old fails, and is installed with npm", async () => {
  const { facts } = await healthy();
  const missing = checkSdk({ ...facts, programFolder: project({}) });
  expect(outcome(missing)).toMatch(/^fail: is not installed in /);
  expect(missing.fix).toBe("npm install @pulumi/pulumi");
  const old = project({ ...OURS, "@pulumi/pulumi": "3.215.9" });
  const least = peerDependencies["@pulumi/pulumi"].slice(1);
  expect(outcome(checkSdk({ ...facts, programFolder: old }))).toBe(`fail: 3.215.9 is older than ${least}`);
});

test("a provider that the project does not resolve fails; one of another version is a warning", async () => {
  const { facts } = await healthy();
  const without = checkProvider({ ...facts, programFolder: project({ "@pulumi/pulumi": "3.248.0" }) });
  expect(outcome(without)).toMatch(/^fail: pulumi-cloudnumbering is not found from /);
  expect(without.fix).toContain("npm install pulumi-cloudnumbering");
  const other = project({ ...OURS, "pulumi-cloudnumbering": "99.0.0" });
  expect(outcome(checkProvider({ ...facts, programFolder: other }))).toMatch(
    /^warn: the project has .* 99\.0\.0/,
  );
});

test("nobody logged in to a backend fails, and the way in is named", async () => {
  const { facts } = await healthy();
  const check = checkBackend({ ...facts, identity: trouble(new Error("PULUMI_ACCESS_TOKEN must be set")) });
  expect(outcome(check)).toBe("fail: PULUMI_ACCESS_TOKEN must be set");
  expect(check.fix).toContain("pulumi login");
});

test("a stack that is not there or cannot be opened fails; none selected and one cut off are warnings", async () => {
  const { facts } = await healthy();
  const shut = trouble(new Error("incorrect passphrase"));
  expect(outcome(checkStack({ ...facts, config: shut }))).toBe("fail: incorrect passphrase");
  expect(outcome(checkStack({ ...facts, state: shut }))).toBe("fail: incorrect passphrase");
  expect(outcome(checkStack({ ...facts, stack: unasked("no stack is selected") }))).toBe(
    "warn: no stack is selected",
  );
  const pending = known({ resources: [], pending: [{ type: "creating", urn: "urn:x" }] });
  expect(outcome(checkStack({ ...facts, state: pending }))).toMatch(/^warn: dev: an operation was cut off/);
});

test("a client secret in clear text fails, whatever its key; what looks like a secret is a warning", async () => {
  const { facts, config, sandbox } = await healthy();
  const secrets = (more: ConfigMap) => checkSecrets({ ...facts, config: known({ ...config, ...more }) }, ".");
  const plain = secrets(configOf({ [SECRET]: sandbox.clientSecret }));
  expect(outcome(plain)).toBe(`fail: in clear text in the config of dev: ${SECRET}`);
  expect(plain.fix).toMatch(/^pulumi config set --secret cloudnumbering:clientSecret --stack dev,/);
  const elsewhere = secrets(configOf({ "shop:note": `it is ${sandbox.clientSecret}` }));
  expect(outcome(elsewhere)).toBe("fail: in clear text in the config of dev: shop:note");
  const hook = configOf({
    "shop:hook": "https://x.example.com/?token=7f3a",
    "shop:apiKey": "k",
    "shop:size": "3",
  });
  const perhaps = secrets(hook);
  expect(outcome(perhaps)).toBe("warn: perhaps in clear text in the config of dev: shop:hook, shop:apiKey");
  for (const check of [plain, elsewhere, perhaps]) {
    expect(JSON.stringify(check)).not.toMatch(new RegExp(`${sandbox.clientSecret}|7f3a`));
  }
});

test("without credentials the rest of the account is not looked at", async () => {
  const { facts } = await healthy();
  const none: Facts = { ...facts, ...(await gatherService(known({}))) };
  const check = checkCredentials(none);
  expect(outcome(check)).toBe(
    "fail: read settings: there is no client id and no client secret for cloudNumbering",
  );
  expect(check.fix).toContain("set CLOUDNUMBERING_CLIENT_ID");
  for (const each of [checkService, checkClock, checkToken, checkOrganisation, checkBalance]) {
    expect(outcome(each(none))).toMatch(/^warn: not looked at: /);
  }
});

test("credentials from two places are a warning", async () => {
  const { facts, sandbox } = await healthy();
  vi.stubEnv("CLOUDNUMBERING_CLIENT_ID", sandbox.clientId);
  expect(outcome(checkCredentials(facts))).toMatch(/^warn: the client id comes from the environment and/);
});

test("a service that nobody reaches fails, with what stands in the way", async () => {
  withoutJitter();
  const { facts, config, sandbox } = await healthy();
  await sandbox.stop();
  const alone: Facts = { ...facts, ...(await gatherService(known(config))) };
  const check = checkService(alone);
  expect(outcome(check)).toMatch(/^fail: reach the service: .*nothing accepts connections there/);
  expect(check.fix).toContain("check the base URL");
  expect(outcome(checkToken(alone))).toBe("warn: not looked at: the service does not answer");
  expect(outcome(checkClock(alone))).toBe("warn: not looked at: the service does not answer");
});

test("a service that is down fails, quoting what it answers", async () => {
  withoutJitter();
  const { facts, config } = await healthy();
  const server = createServer((_, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1.1`;
  const there = known({ ...config, ...configOf({ "cloudnumbering:baseUrl": baseUrl }) });
  const check = checkService({ ...facts, ...(await gatherService(there)) });
  expect(outcome(check)).toBe(`fail: ${baseUrl} answers 503`);
});

test.each([
  [600, "behind"],
  [-600, "ahead of"],
])("a clock that is %i seconds off is a warning", async (seconds, where) => {
  const { facts } = await healthy({ clock: () => Date.now() + seconds * 1000 });
  // The service tells whole seconds, and its answer takes a moment.
  const said = new RegExp(`^warn: this machine is (599|60[0-5]) seconds ${where} the service$`);
  expect(outcome(checkClock(facts))).toMatch(said);
});

test("credentials that are refused fail, and the organisation is not looked at", async () => {
  const { facts, config } = await healthy();
  const wrong = known({ ...config, ...configOf({ [SECRET]: "not-the-secret" }, [SECRET]) });
  const refused: Facts = { ...facts, ...(await gatherService(wrong)) };
  const check = checkToken(refused);
  expect(outcome(check)).toMatch(/^fail: sign in: the service answered 401/);
  expect(check.fix).toContain("portal: Settings, Credentials");
  expect(outcome(checkOrganisation(refused))).toBe("warn: not looked at: the credentials are not accepted");
});

test("an organisation that cannot be read fails; so does one that the stack does not belong to", async () => {
  const { facts, config, sandbox } = await healthy();
  sandbox.fault({ kind: "status", status: 403, operation: "organisation.get" });
  const shut = checkOrganisation({ ...facts, ...(await gatherService(known(config))) });
  expect(outcome(shut)).toMatch(/^fail: read organisation: the service answered 403/);

  const foreign = { outputs: { organisationSid: "ORother" }, config: {} };
  const own = { ...foreign, config: { "cloudnumbering:explicit": "true" } };
  const stateOf = (resource: object) => known({ resources: [resource], pending: [] }) as Facts["state"];
  expect(outcome(checkOrganisation({ ...facts, state: stateOf(foreign) }))).toMatch(
    /^fail: .*what dev declares belongs to ORother/,
  );
  expect(outcome(checkOrganisation({ ...facts, state: stateOf(own) }))).toMatch(/^ok: /);
});

test.each([
  [0, undefined, "warn: 0.00 GBP: nothing can be bought"],
  [3.2, "20 GBP", "warn: 3.20 GBP, less than the 20.00 GBP that cloudnumbering:maxSpend allows"],
  [30, "20 EUR", "fail: 30.00 GBP; cloudnumbering:maxSpend is in EUR"],
  [30, "a lot", 'fail: 30.00 GBP; cloudnumbering:maxSpend is "a lot"'],
  [30, "20 GBP", "ok: 30.00 GBP"],
])("a balance of %d where %s may be spent", async (balance, maxSpend, said) => {
  const { facts, config, sandbox } = await healthy(
    {},
    maxSpend ? { "cloudnumbering:maxSpend": maxSpend } : {},
  );
  sandbox.world.editOrganisation({ balance });
  expect(outcome(checkBalance({ ...facts, ...(await gatherService(known(config))) }))).toBe(said);
});

test("the table has the way out below what is not well, and counts", async () => {
  const { facts } = await healthy();
  const text = doctorTable(
    all({ ...facts, programFolder: project({}), stack: unasked("no stack is selected") }),
  );
  expect(text).toContain("fail  @pulumi/pulumi  is not installed in");
  expect(text).toContain("                      -> npm install @pulumi/pulumi");
  expect(text).toMatch(/2 failed, \d to look at\n$/);
});
