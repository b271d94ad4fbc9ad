// `pulumi import`, and the `import` option of a program: what exists comes into the state, and nothing is touched.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { EngineStack, type Finished, succeeded } from "./engine-stack";
import { PackedPackage } from "./installed-package";
import { Stage } from "./trouble-stage";

const page = readFileSync(path.resolve(__dirname, "../../docs/import.md"), "utf8");

/** The one line of set-up. */
const NODE_OPTIONS = "--require pulumi-cloudnumbering/import";
const typeOf = (kind: string) => `pulumi-nodejs:dynamic/cloudnumbering:${kind}`;
const once = ["--yes", "--generate-code=false", "--protect=false"];

/** What the account has: of which kind, what a program may call it, its id, and the args that say just what it is. */
interface Thing {
  kind: string;
  name: string;
  id: string;
  args: Record<string, unknown>;
}

/** An account that was set up in the portal, with something of each kind. */
async function openAccount(): Promise<{ stage: Stage; things: Thing[] }> {
  const stage = await Stage.open("");
  stage.secrets.push("hush-hush");
  const { world } = stage.sandbox;
  const pbx = { description: "Reception", endpointType: "voice", uri: "sip:%e164@pbx.example.com" } as const;
  const hook = {
    description: "Texts",
    endpointType: "sms",
    uri: "https://t.example/?token=hush-hush",
  } as const;
  const voiceEndpointSid = world.addEndpoint(pbx).sid;
  const hookSid = world.addEndpoint(hook).sid;
  const [rateCardEntrySid = ""] = world.trade.catalogue.entries.keys();
  const { sid: order, numbers } = world.buy({ rateCardEntrySid, amount: 2 });
  const [line, bare] = numbers.map(({ sid }) => world.numberOf(sid));
  if (!line || !bare) throw new Error("the order has two numbers");
  world.assign(line.sid, { voiceEndpointSid, reference: "Main line" });
  world.allowIp("voice", "203.0.113.10");
  const things: Thing[] = [
    { kind: "Endpoint", name: "pbx", id: voiceEndpointSid, args: pbx },
    { kind: "Endpoint", name: "hook", id: hookSid, args: hook },
    {
      kind: "NumberAssignment",
      name: "line",
      id: line.sid,
      args: { number: line.number, voiceEndpointSid, reference: "Main line" },
    },
    { kind: "NumberAssignment", name: "bare", id: bare.sid, args: { number: bare.number, reference: "" } },
    {
      kind: "AllowedIp",
      name: "office",
      id: "voice/203.0.113.10",
      args: { endpointType: "voice", ip: "203.0.113.10" },
    },
    { kind: "Order", name: "leeds", id: order, args: { adopt: order } },
    { kind: "Organisation", name: "us", id: world.organisation.sid, args: { tradingName: "Empty Sandbox" } },
  ];
  return { stage, things };
}

function program(things: readonly Thing[], options: (thing: Thing) => object = () => ({})): string {
  const line = (thing: Thing) =>
    `new cloudnumbering.${thing.kind}("${thing.name}", ${JSON.stringify(thing.args)}, ${JSON.stringify(options(thing))});`;
  return things.map(line).join("\n");
}

/** What the SDK says of a provider that it cannot find. */
function rawFailure({ stdout }: Finished): string {
  return /error: Preview failed: (.*)/.exec(stdout)?.[1] ?? "it says nothing";
}

const idsOf = (stage: Stage) => Object.fromEntries([...stage.state()].map(([name, { id }]) => [name, id]));
const expected = (things: readonly Thing[]) => Object.fromEntries(things.map(({ name, id }) => [name, id]));

test("pulumi import takes every kind by its type and id, touches nothing, and a program that says the same wants nothing", async () => {
  const { stage, things } = await openAccount();
  const before = stage.sandbox.world.snapshot();
  stage.stack.env = { ...stage.stack.env, NODE_OPTIONS };

  const [first, ...others] = things;
  await stage.succeeds("import", typeOf(first?.kind ?? ""), first?.name ?? "", first?.id ?? "", ...once);
  const resources = others.map(({ kind, name, id }) => ({ type: typeOf(kind), name, id }));
  const file = path.join(stage.stack.folder, "import.json");
  writeFileSync(file, JSON.stringify({ resources }));
  await stage.succeeds("import", "--file", file, ...once);

  expect(idsOf(stage)).toEqual(expected(things));
  expect(stage.state().get("hook")).toMatchObject({
    inputs: { uri: { ciphertext: expect.any(String) } },
    outputs: { uri: { ciphertext: expect.any(String) } },
  });
  delete stage.stack.env.NODE_OPTIONS;
  stage.stack.setProgram(program(things));
  await stage.settled();
  await stage.clean();
  await stage.succeeds("up");
  await stage.settled();
  expect(stage.writes()).toEqual([]);
  expect(stage.sandbox.world.snapshot()).toEqual(before);
});

test("pulumi import of what is not there says so, and without the line it says what the page explains", async () => {
  const { stage, things } = await openAccount();
  const [{ id } = { id: "" }] = things;

  const raw = await stage.stack.run("import", typeOf("Endpoint"), "pbx", id, ...once);
  expect(raw.exit).toBe(1);
  expect(page).toContain(rawFailure(raw));

  stage.stack.env = { ...stage.stack.env, NODE_OPTIONS };
  const missing: [string, string, string][] = [
    ["Endpoint", "EPGONE", "there is no Endpoint EPGONE on this account"],
    ["OrderKey", "0cefa56f", "the account knows nothing of it"],
  ];
  for (const [kind, gone, why] of missing) {
    await stage.fails([why], "import", typeOf(kind), "gone", gone, ...once);
  }
  expect(stage.state().size).toBe(0);
  expect(stage.writes()).toEqual([]);
});

test("the import option needs no line: the first up touches nothing, and taking the option out changes nothing", async () => {
  const { stage, things } = await openAccount();
  const before = stage.sandbox.world.snapshot();
  stage.stack.setProgram(program(things, ({ id }) => ({ import: id })));

  await stage.succeeds("preview");
  await stage.succeeds("up");

  expect(idsOf(stage)).toEqual(expected(things));
  await stage.settled();
  await stage.clean();
  stage.stack.setProgram(program(things));
  await stage.settled();
  expect(stage.writes()).toEqual([]);
  expect(stage.sandbox.world.snapshot()).toEqual(before);
});

test("the import option of what is otherwise, or not there, is refused in the preview", async () => {
  const { stage, things } = await openAccount();
  const [pbx] = things;
  if (!pbx) throw new Error("the account has an endpoint");
  const imported = (args: object, id = pbx.id) =>
    stage.stack.setProgram(program([{ ...pbx, id, args: { ...pbx.args, ...args } }], () => ({ import: id })));

  imported({ description: "Desk", uri: "sip:desk@pbx.example.com" });
  await stage.fails([`Endpoint ${pbx.id} has another description, uri than declared`], "preview");
  imported({}, "EPGONE");
  await stage.fails(["there is no Endpoint EPGONE on this account"], "preview");
  expect(stage.writes()).toEqual([]);
});

let packed: Promise<PackedPackage> | undefined;
afterAll(async () => (await packed)?.remove());

test.for(["3.216.0", "3.270.0"])("pulumi import works with the installed package and SDK %s", async (sdk) => {
  packed ??= PackedPackage.make();
  const projectFolder = await (await packed).install(`sdk-${sdk}`, sdk);
  writeFileSync(path.join(projectFolder, "Pulumi.yaml"), "name: engine-test\nruntime: nodejs\n");
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.stop());
  const stack = await EngineStack.create({ projectFolder, env: { ...sandbox.env } });
  onTestFinished(() => stack.remove());
  const { sid, ...pbx } = sandbox.world.addEndpoint({ description: "Reception" });

  const raw = await stack.run("import", typeOf("Endpoint"), "pbx", sid, ...once);
  expect(raw.exit).toBe(1);
  expect(page).toContain(rawFailure(raw));
  stack.env.NODE_OPTIONS = NODE_OPTIONS;
  succeeded(await stack.run("import", typeOf("Endpoint"), "pbx", sid, ...once));
  const gone = await stack.run("import", typeOf("Endpoint"), "gone", "EPGONE", ...once);
  expect(gone.stdout).toContain("there is no Endpoint EPGONE on this account");

  delete stack.env.NODE_OPTIONS;
  writeFileSync(
    path.join(projectFolder, "index.js"),
    `new (require("pulumi-cloudnumbering").Endpoint)("pbx", ${JSON.stringify(pbx)});`,
  );
  succeeded(await stack.preview("--expect-no-changes"));
  succeeded(await stack.drift());
});
