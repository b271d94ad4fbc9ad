import { expect, onTestFinished, test } from "vitest";
import { type SandboxOrganisation, startSandbox } from "../../sandbox";
import { EngineStack, succeeded } from "./engine-stack";
import { text } from "./trouble-stage";

/** A program with an endpoint on the account of the environment and one on an account of its own, each looked up too. */
const twoAccounts = `
  const pulumi = require("@pulumi/pulumi");
  const config = new pulumi.Config("eu");
  const eu = new cloudnumbering.Provider("eu", {
    clientId: config.require("clientId"),
    clientSecret: config.requireSecret("clientSecret"),
  });
  const args = (description) => ({ description, endpointType: "voice", uri: "sip:%e164@pbx.example.com", isDefault: true });
  const home = new cloudnumbering.Endpoint("home", args("Home"));
  const away = new cloudnumbering.Endpoint("away", args("Away"), { provider: eu });
  const names = (options) =>
    cloudnumbering.getEndpointsOutput({}, { dependsOn: [home, away], ...options })
      .endpoints.apply((all) => all.map(({ description }) => description));
  exports.here = names({});
  exports.there = names({ provider: eu });
  exports.now = cloudnumbering.getEndpoints({}, { provider: eu }).then(({ endpoints }) => endpoints.length >= 0);
`;

async function stage() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.stop());
  const abroad = sandbox.addOrganisation({ name: "Abroad Ltd" });
  const stack = await EngineStack.create({
    program: twoAccounts,
    env: { ...sandbox.env },
    config: { "eu:clientId": abroad.clientId, "eu:clientSecret": { secret: abroad.clientSecret } },
  });
  onTestFinished(() => stack.remove());
  return { sandbox, abroad, stack };
}

function descriptions({ world }: SandboxOrganisation): string[] {
  return [...world.endpoints.values()].map(({ description }) => description);
}

test("two accounts in one program: each has its own endpoints, lookups, token and lists, and the environment stays out of the explicit one", async () => {
  const { sandbox, abroad, stack } = await stage();
  succeeded(await stack.up());
  expect([descriptions(sandbox), descriptions(abroad)]).toEqual([["Home"], ["Away"]]);
  expect(await stack.outputs()).toEqual({ here: ["Home"], there: ["Away"], now: true });
  expect(await stack.exportText()).not.toContain(abroad.clientSecret);

  sandbox.clearCalls();
  succeeded(await stack.drift());
  const lists = sandbox.calls.filter(({ operation }) => operation === "endpoints.list");
  expect(lists.map((call) => call.organisationSid).sort()).toEqual(
    [sandbox, abroad].map(({ world }) => world.organisation.sid).sort(),
  );

  succeeded(await stack.destroy());
  expect([descriptions(sandbox), descriptions(abroad)]).toEqual([[], []]);
});

test("E18 two accounts, one with wrong credentials, and the environment set as well: only that one fails, in one line", async () => {
  const { sandbox, abroad, stack } = await stage();
  succeeded(await stack.up());
  await stack.setConfig("eu:clientSecret", { secret: "wr0ng-secret-of-nobody" });
  const changed = twoAccounts
    .replace('args("Away")', 'args("Away again")')
    .replace('args("Home")', 'args("Home again")');
  stack.setProgram(changed.slice(0, changed.indexOf("const names")));
  const finished = await stack.up("--continue-on-error");
  expect(finished.exit).toBe(1);
  expect(text(finished)).toMatch(/sign in: the service answered 401.*check the client id and secret/);
  expect(text(finished)).not.toContain("wr0ng-secret-of-nobody");
  expect(descriptions(abroad)).toEqual(["Away"]);
  expect(descriptions(sandbox)).toEqual(["Home again"]);
});

test("rotating an explicit account's secret changes its provider alone", async () => {
  const { abroad, stack } = await stage();
  succeeded(await stack.up());
  await stack.setConfig("eu:clientSecret", { secret: "the-next-secret-of-abroad" });
  stack.setProgram(twoAccounts.slice(0, twoAccounts.indexOf("const names")));
  const finished = await stack.preview("--diff");
  succeeded(finished);
  expect(text(finished)).toContain("1 to update");
  expect(text(finished)).toMatch(/pulumi:providers:pulumi-nodejs: \(update\)/);
  expect(text(finished)).not.toContain("the-next-secret-of-abroad");
  expect(descriptions(abroad)).toEqual(["Away"]);
});
