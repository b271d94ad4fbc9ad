// Programs that are functions of a larger one (Pulumi's Automation API): several stacks live in one process.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { type SandboxOrganisation, startSandbox } from "../../sandbox";

// The built package, which the SDK in this process and the one that the package loads share.
const cloudnumbering: typeof import("../../provider") = createRequire(__filename)("pulumi-cloudnumbering");
const modules = path.resolve(__dirname, "../../node_modules");

/** Every stack declares the same default, address and number, each under names of its own: of one program these were errors. */
function program(label: string) {
  return async () => {
    const desk = new cloudnumbering.Endpoint(`${label}-desk`, {
      description: label,
      endpointType: "voice",
      uri: "sip:%e164@pbx.example.com",
      isDefault: true,
    });
    new cloudnumbering.AllowedIp(`${label}-pbx`, { endpointType: "voice", ip: "81.2.69.142" });
    new cloudnumbering.NumberAssignment(`${label}-line`, {
      number: "+441134960100",
      voiceEndpointSid: desk.sid,
    });
    return {
      desk: desk.sid,
      organisation: cloudnumbering.getOrganisation().then(({ name }) => name),
      endpoints: cloudnumbering
        .getEndpointsOutput({}, { dependsOn: [desk] })
        .endpoints.apply((all) => all.map(({ description }) => description)),
    };
  };
}

async function inlineStack(label: string, account: SandboxOrganisation): Promise<Stack> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "cloudnumbering-automation-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const name of ["project", "backend", "home"]) mkdirSync(path.join(folder, name));
  const workDir = path.join(folder, "project");
  symlinkSync(modules, path.join(workDir, "node_modules"));
  const stack = await LocalWorkspace.createStack(
    { stackName: "dev", projectName: "phones", program: program(label) },
    {
      workDir,
      pulumiHome: path.join(folder, "home"),
      projectSettings: {
        name: "phones",
        runtime: "nodejs",
        backend: { url: `file://${path.join(folder, "backend")}` },
      },
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "engine tests",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    },
  );
  await stack.setAllConfig({
    "cloudnumbering:clientId": { value: account.clientId },
    "cloudnumbering:clientSecret": { value: account.clientSecret, secret: true },
    "cloudnumbering:baseUrl": { value: account.env.CLOUDNUMBERING_BASE_URL },
  });
  return stack;
}

test("E19 two inline stacks in one process, at the same time, share nothing: account, claims, lookups", {
  timeout: 300_000,
}, async () => {
  vi.stubEnv(
    "PATH",
    [inject("engineBin"), path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
  );
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.stop());
  const abroad = sandbox.addOrganisation({ name: "Abroad Ltd" });
  const accounts = { Leeds: sandbox, Lisbon: abroad };
  for (const { world } of Object.values(accounts)) world.addNumber({ number: "+441134960100" });
  const stacks = await Promise.all(
    Object.entries(accounts).map(([label, account]) => inlineStack(label, account)),
  );

  const results = await Promise.all(stacks.map((stack) => stack.up()));
  for (const [at, [label, { world }]] of Object.entries(accounts).entries()) {
    const [desk, ...others] = [...world.endpoints.values()];
    expect(others).toEqual([]);
    expect(desk).toMatchObject({ description: label, isDefault: true });
    expect(world.allowedIps.voice).toEqual(["81.2.69.142"]);
    expect([...world.numbers.values()]).toMatchObject([{ voiceEndpointSid: desk?.sid }]);
    const shown = Object.entries(results[at]?.outputs ?? {}).map(([key, { value }]) => [key, value]);
    expect(Object.fromEntries(shown)).toEqual({
      desk: desk?.sid,
      organisation: world.organisation.name,
      endpoints: [label],
    });
  }

  // Nor does a program share what it has read with its own next run.
  sandbox.world.addEndpoint({ description: "Made in the portal" });
  const again = await stacks[0]?.up();
  expect(again?.outputs.endpoints?.value).toEqual(["Leeds", "Made in the portal"]);
});
