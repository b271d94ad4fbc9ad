import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import manifest from "../../package.json";
import { definitions } from "../../provider/definitions";
import { startSandbox } from "../../sandbox";
import { derivedCode } from "../../sandbox/sids";
import { MESSAGES_TOKEN } from "../engine/saved-state";

// The states that versions have left (test/engine/upgrade.test.ts goes on with them): whole, of every version, and clean.

const root = join(__dirname, "../..");
const states = join(root, "test/fixtures/states");
const read = (version: string, name: string) => readFileSync(join(states, version, name), "utf8");
const saved = readdirSync(states).filter((name) => /^\d/.test(name));

test("this version and every one in the changelog has left a state; `npm run states` saves it before a release", () => {
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  const released = [...changelog.matchAll(/^## \[?(\d+\.\d+\.\d+[\w.-]*)/gm)].map(
    ([, version = ""]) => version,
  );
  const parts = ["program.cjs", "requests.json", "world.json", "state.json", "destroyed.json"];
  const missing = [...new Set([manifest.version, ...released])].flatMap((version) =>
    parts.map((part) => join(version, part)).filter((file) => !existsSync(join(states, file))),
  );
  expect(missing).toEqual([]);
});

test("the state of this version holds every kind of resource, and of the explicit account too", () => {
  const { deployment } = JSON.parse(read(manifest.version, "state.json")) as {
    deployment: { resources: { type: string; urn: string }[] };
  };
  const types = new Set(deployment.resources.map(({ type }) => type));
  const kinds = definitions.map(({ kind }) => `pulumi-nodejs:dynamic/cloudnumbering:${kind}`);
  const components = ["RoutedNumber", "SipTrunk"].map((name) => `cloudnumbering:index:${name}`);
  expect([...kinds, ...components].filter((type) => !types.has(type))).toEqual([]);
  const accounts = deployment.resources.filter(({ type }) => type === "pulumi:providers:pulumi-nodejs");
  expect(accounts).toHaveLength(2);
});

test.each(saved)(
  "F16 the state of %s shows no secret, and no folder of whoever saved it",
  async (version) => {
    const sandbox = await startSandbox();
    await sandbox.stop();
    const { clientSecret } = sandbox;
    const tokens = Array.from({ length: 99 }, (_, granted) =>
      ["access token", "refresh token"].map((kind) => derivedCode(clientSecret, kind, granted + 1)),
    );
    const state = read(version, "state.json");
    expect([MESSAGES_TOKEN, clientSecret, ...tokens.flat()].filter((text) => state.includes(text))).toEqual(
      [],
    );
    expect(state).not.toContain("project:///..");
    expect(state.match(/"ciphertext"/g)?.length).toBeGreaterThan(3);
  },
);
