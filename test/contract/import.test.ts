import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { type ImportOptions, type OneThing, runImport } from "../../provider/cli/import-run";
import type { SandboxOrganisation } from "../../sandbox";
import { exportTo, settingsReader, temporaryFolder, writesTo } from "../fixtures/export-stage";
import { running, withoutJitter } from "./client-stage";

/** A folder with a `pulumi` in front of all others that only writes down what it is asked. */
function stage(version = "v3.256.0", exit = 0) {
  const folder = temporaryFolder();
  const bin = path.join(folder, "bin");
  const cwd = path.join(folder, "project");
  for (const each of [bin, cwd]) mkdirSync(each);
  const asked = path.join(folder, "asked");
  const script = [
    "#!/bin/sh",
    `if [ "$1" = version ]; then echo ${version}; exit 0; fi`,
    `echo "$@" >> ${asked}`,
    `cp *import.json ${folder}/ && exit ${exit}`,
  ];
  writeFileSync(path.join(bin, "pulumi"), script.join("\n"));
  chmodSync(path.join(bin, "pulumi"), 0o755);
  vi.stubEnv("PATH", `${bin}${path.delimiter}${process.env.PATH}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return {
    cwd,
    asked: () => (existsSync(asked) ? readFileSync(asked, "utf8").trim().split("\n") : []),
    file: (name: string) => JSON.parse(readFileSync(path.join(folder, name), "utf8")),
  };
}

interface Imported {
  readonly exit: number;
  readonly stdout: string;
}

async function importing(
  account: Pick<SandboxOrganisation, "env">,
  what: ImportOptions["what"],
  options: Partial<ImportOptions> & Pick<ImportOptions, "cwd">,
): Promise<Imported> {
  let stdout = "";
  const io = { stdout: { write: (text: string) => (stdout += text) }, stderr: { write: () => true } };
  const rest = { stack: undefined, print: false, protect: true, ...options };
  return { exit: await runImport({ what, ...rest }, io, settingsReader(account)), stdout };
}

test("each kind of thing is imported with the state that its own handlers read, and told how it is declared", async () => {
  const { cwd, asked, file } = stage();
  const sandbox = await running({ seed: "demo" });
  const { world } = sandbox;
  const [endpoint] = world.endpoints.values();
  const [order] = world.trade.orders.records.values();
  const [number] = world.numbers.values();
  const things: OneThing[] = [
    { kind: "endpoint", id: endpoint?.sid ?? "", name: "lobby" },
    { kind: "number", id: number?.number ?? "", name: "main" },
    { kind: "address", id: "voice/203.0.113.10", name: "pbx" },
    { kind: "order", id: order?.sid ?? "", name: "first" },
    { kind: "organisation", id: world.organisation.sid, name: "us" },
  ];
  for (const what of things) {
    const { exit, stdout } = await importing(sandbox, what, { cwd, stack: "dev", protect: false });
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`in the program:\\n\\nnew cloudnumbering\\.\\w+\\("${what.name}", \\{\\n`),
    );
    expect(asked().at(-1)).toBe(
      `import --file ${what.name}.import.json --generate-code=false --yes --protect=false --stack dev`,
    );
    const [resource] = file(`${what.name}.import.json`).resources;
    expect(resource).toMatchObject({ name: what.name, outputs: { organisationSid: world.organisation.sid } });
  }
  expect(file("main.import.json").resources[0].id).toBe(number?.sid);
  expect(writesTo(sandbox)).toEqual([]);
  expect(readdirSync(cwd)).toEqual([]);
});

test("--print writes the import file and prints the command, and no engine is asked for", async () => {
  const { cwd, asked } = stage();
  const sandbox = await running({ seed: "demo" });
  const [endpoint] = sandbox.world.endpoints.values();
  const what = { kind: "endpoint", id: endpoint?.sid ?? "", name: "my lobby" } as const;
  const { stdout } = await importing(sandbox, what, { cwd, print: true });
  const [command, , next] = stdout.split("\n");
  expect(command).toBe("pulumi import --file my-lobby.import.json --generate-code=false --yes");
  expect(next).toBe("in the program:");
  expect(readdirSync(cwd)).toEqual(["my-lobby.import.json"]);
  expect(asked()).toEqual([]);
});

test("the command ends as the engine ends", async () => {
  const { cwd } = stage("v3.254.0", 3);
  const sandbox = await running({ seed: "demo" });
  const [endpoint] = sandbox.world.endpoints.values();
  const what = { kind: "endpoint", id: endpoint?.sid ?? "", name: "lobby" } as const;
  expect(await importing(sandbox, what, { cwd })).toEqual({ exit: 3, stdout: "" });
});

test("A8 something of the import file has vanished meanwhile: named, and nothing is imported", async () => {
  const { cwd, asked } = stage();
  const sandbox = await running({ seed: "demo" });
  const out = path.join(cwd, "telephony");
  await exportTo(sandbox, out);
  const [pbx] = sandbox.world.endpoints.values();
  sandbox.world.removeEndpoint(pbx?.sid ?? "");
  sandbox.world.disallowIp("voice", "203.0.113.10");
  const failed = importing(sandbox, { file: "import.json" }, { cwd: out });
  await expect(failed).rejects.toThrow(
    `head-office-pbx: there is no endpoint ${pbx?.sid} on this account any more`,
  );
  await expect(failed).rejects.toThrow(/voice-203-0-113-10: there is no address/);
  expect(asked()).toEqual([]);
});

test.each(["v3.253.9", "v3.99.0", "v2.300.0"])(
  "A9 Pulumi %s is too old: named, with the version that is needed",
  async (version) => {
    const { cwd, asked } = stage(version);
    const sandbox = await running({ seed: "demo" });
    await exportTo(sandbox, path.join(cwd, "telephony"));
    const failed = importing(sandbox, { file: "import.json" }, { cwd: path.join(cwd, "telephony") });
    await expect(failed).rejects.toThrow(`this Pulumi is ${version.slice(1)}`);
    await expect(failed).rejects.toThrow("Install 3.254.0 or newer");
    expect(asked()).toEqual([]);
  },
);

test.each(["v3.254.0", "v3.256.0-dev.1", "v4.0.0"])("A9 Pulumi %s is new enough", async (version) => {
  const { cwd, asked } = stage(version);
  const sandbox = await running({ seed: "demo" });
  await exportTo(sandbox, path.join(cwd, "telephony"));
  expect(
    await importing(sandbox, { file: "import.json" }, { cwd: path.join(cwd, "telephony") }),
  ).toMatchObject({ exit: 0 });
  expect(asked()).toEqual(["import --file import.json --generate-code=false --yes"]);
});

test("A9 no Pulumi at all: said", async () => {
  const { cwd } = stage();
  vi.stubEnv("PATH", "/nowhere");
  const sandbox = await running({ seed: "demo" });
  const [endpoint] = sandbox.world.endpoints.values();
  const what = { kind: "endpoint", id: endpoint?.sid ?? "", name: "lobby" } as const;
  await expect(importing(sandbox, what, { cwd })).rejects.toThrow(
    /pulumi cannot be run .*install the Pulumi CLI/,
  );
  expect(readdirSync(cwd)).toEqual([]);
});

test("A10 the credentials of another organisation: both are named, and nothing is imported", async () => {
  const { cwd, asked } = stage();
  const sandbox = await running({ seed: "demo" });
  const other = sandbox.addOrganisation({ name: "Other Ltd", seed: "demo" });
  await exportTo(sandbox, path.join(cwd, "telephony"));
  const failed = importing(other, { file: "import.json" }, { cwd: path.join(cwd, "telephony") });
  await expect(failed).rejects.toThrow(
    new RegExp(
      `belongs to organisation ${sandbox.world.organisation.sid}.*${other.world.organisation.sid} \\(Other Ltd\\)`,
    ),
  );
  const [endpoint] = sandbox.world.endpoints.values();
  const what = { kind: "endpoint", id: endpoint?.sid ?? "", name: "lobby" } as const;
  await expect(importing(other, what, { cwd })).rejects.toThrow(
    `there is no Endpoint ${endpoint?.sid} on this account`,
  );
  expect(asked()).toEqual([]);
});

test.each<[OneThing, RegExp]>([
  [
    { kind: "endpoint", id: "EPNOSUCHTHING", name: "x" },
    /there is no Endpoint EPNOSUCHTHING on this account/,
  ],
  [
    { kind: "number", id: "+441134969999", name: "x" },
    /there is no NumberAssignment \+441134969999 on this account/,
  ],
  [{ kind: "order", id: "NONOSUCHTHING", name: "x" }, /there is no Order NONOSUCHTHING on this account/],
  [
    { kind: "address", id: "voice/203.0.113.99", name: "x" },
    /there is no AllowedIp voice\/203\.0\.113\.99 on this account/,
  ],
  [{ kind: "address", id: "203.0.113.10", name: "x" }, /has an id such as voice\/203\.0\.113\.10/],
  [
    { kind: "organisation", id: "ORNOSUCHTHING", name: "x" },
    /there is no Organisation ORNOSUCHTHING on this account/,
  ],
])("A11 %j does not exist: said, and the engine is not asked", async (what, said) => {
  withoutJitter();
  const { cwd, asked } = stage();
  const sandbox = await running({ seed: "demo" });
  await expect(importing(sandbox, what, { cwd })).rejects.toThrow(said);
  expect([asked(), readdirSync(cwd)]).toEqual([[], []]);
});

test("A11 an import file that names what never was: said, and other packages' resources are none of our business", async () => {
  const { cwd, asked } = stage();
  const sandbox = await running({ seed: "demo" });
  const resources = [
    { type: "aws:s3/bucket:Bucket", name: "bucket", id: "my-bucket" },
    {
      type: "pulumi-nodejs:dynamic/cloudnumbering:Endpoint",
      name: "ghost",
      id: "EPGHOST",
      inputs: {},
      outputs: {},
    },
  ];
  writeFileSync(path.join(cwd, "ghosts.json"), JSON.stringify({ resources }));
  await expect(importing(sandbox, { file: "ghosts.json" }, { cwd })).rejects.toThrow(
    /^nothing was imported: ghost: there is no Endpoint EPGHOST on this account$/,
  );
  writeFileSync(path.join(cwd, "broken.json"), "{");
  await expect(importing(sandbox, { file: "broken.json" }, { cwd })).rejects.toThrow(
    "broken.json is no import file",
  );
  await expect(importing(sandbox, { file: "none.json" }, { cwd })).rejects.toThrow(
    "none.json cannot be read",
  );
  expect(asked()).toEqual([]);
});

test("a thing that no program can declare as it is: why, and nothing is imported", async () => {
  const { cwd, asked } = stage();
  const sandbox = await running({ seed: "demo" });
  const { sid } = sandbox.world.addEndpoint({ description: "", uri: "sip:a@b.example.com" });
  const failed = importing(sandbox, { kind: "endpoint", id: sid, name: "x" }, { cwd });
  await expect(failed).rejects.toThrow(/cannot be declared: description: must not be empty/);
  expect(asked()).toEqual([]);
});
