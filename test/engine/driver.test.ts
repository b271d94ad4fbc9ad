// The lifecycle tests drive provider processes as the engine does. Here the same story is told twice, once to that
// driver and once to the real engine, and both must make the same calls with the same values and keep the same state.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Declaration, type Input, OutputReference } from "../lifecycle/deployment";
import { ProviderStack } from "../lifecycle/provider-stack";
import { type Thing, Things, type Trace, thingProvider } from "../lifecycle/thing-provider";
import { isObject, isSecret, secret, type Value, type Values } from "../lifecycle/values";
import { EngineStack, type ExportedResource } from "./engine-stack";

let driven: { things: Things; stack: ProviderStack };
let real: { things: Things; stack: EngineStack };

const config = { "things:token": { secret: "t0ken" } };

beforeAll(async () => {
  const [mine, theirs] = [new Things(), new Things()];
  driven = {
    things: mine,
    stack: await ProviderStack.start({
      env: mine.env,
      config: { "things:token": secret("t0ken") },
      project: "engine-test",
    }),
  };
  real = { things: theirs, stack: await EngineStack.create({ program: "", env: theirs.env, config }) };
});

afterAll(async () => {
  await driven?.stack.stop();
  await real?.stack.remove();
  driven?.things.destroy();
  real?.things.destroy();
});

function thing(name: string, inputs: Declaration["inputs"], options: Partial<Declaration> = {}): Declaration {
  return { type: "Thing", name, inputs, provider: thingProvider, ...options };
}

/** A program for the real engine that declares the same. */
function programOf(declarations: Declaration[]): string {
  const lines = declarations.map(({ name, type, inputs, ...options }) => {
    const { dependsOn = [], provider, ...plain } = options;
    const hidden = `id2: undefined, __provider: ${JSON.stringify(provider)}`;
    const dependencies = dependsOn.map((one) => `made.${one}`).join(", ");
    return `made.${name} = new Thing("${type}", "${name}", { ...${sourceOf(inputs)}, ${hidden} }, {
      ...${JSON.stringify(plain)}, dependsOn: [${dependencies}] });`;
  });
  return `
    const pulumi = require("@pulumi/pulumi");
    class Thing extends pulumi.CustomResource {
      constructor(type, name, args, options) {
        super("pulumi-nodejs:dynamic/cloudnumbering:" + type, name, args, options);
      }
    }
    const made = {};
    ${lines.join("\n")}`;
}

function sourceOf(input: Input): string {
  if (input instanceof OutputReference) return `made.${input.name}.${input.key}`;
  if (Array.isArray(input)) return `[${input.map(sourceOf).join(", ")}]`;
  if (typeof input !== "object" || input === null) return JSON.stringify(input) ?? "undefined";
  if (isSecret(input as Value)) return `pulumi.secret(${sourceOf(input.value)})`;
  return `{ ${Object.entries(input).map(([key, item]) => `${JSON.stringify(key)}: ${sourceOf(item)}`)} }`;
}

interface Kept {
  name: string;
  id: string;
  inputs: Values;
  outputs: Values;
  initErrors: string[];
  delete: boolean;
}

function drivenState(): Kept[] {
  const { state, pendingDeletes } = driven.stack;
  const kept = (one: (typeof pendingDeletes)[number], gone: boolean): Kept => {
    const { name, id, inputs, outputs, initErrors } = one;
    return { name, id, inputs, outputs, initErrors, delete: gone };
  };
  return [
    ...[...state.values()].map((one) => kept(one, false)),
    ...pendingDeletes.map((one) => kept(one, true)),
  ];
}

async function realState(): Promise<Kept[]> {
  const { resources } = await real.stack.exportState();
  const kept = (one: ExportedResource): Kept => ({
    name: one.urn.slice(one.urn.lastIndexOf("::") + 2),
    id: one.id ?? "",
    inputs: decrypted(one.inputs as Values) as Values,
    outputs: decrypted(one.outputs as Values) as Values,
    initErrors: one.initErrors ?? [],
    delete: one.delete ?? false,
  });
  return resources.map(kept);
}

/** `--show-secrets` gives a secret's JSON text in place of the value. */
function decrypted(value: Value): Value {
  if (Array.isArray(value)) return value.map(decrypted);
  if (!isObject(value)) return value;
  if (isSecret(value)) return secret(JSON.parse(String(value.plaintext)) as Value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decrypted(item)]));
}

/** Reads, creates and deletes run side by side, so their order among resources says nothing. */
function comparable(trace: (Trace | Kept)[]): string[] {
  return trace.map((one) => JSON.stringify(one, shown)).sort();
}

/** With keys in one order, and without pages of provider text when there is a difference to read. */
function shown(_key: string, value: unknown): unknown {
  if (typeof value === "string") return value.replace(thingProvider, "the provider text");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => one.localeCompare(other)));
}

interface Chapter {
  title: string;
  first?: (things: Things) => void;
  command:
    | "up"
    | "up and preview"
    | "preview"
    | "refresh"
    | "drift"
    | "up with refresh"
    | "destroy"
    | "replace a";
  program?: Declaration[];
  /** The calls, where their order is certain: one resource, or several that wait for each other. */
  calls?: string;
  fails?: boolean;
}

const red = { size: 1, color: "red" };
const story: Chapter[] = [
  {
    title: "preview of a create, with unknowns",
    command: "preview",
    program: [
      thing("a", red),
      thing("b", {
        ...red,
        label: new OutputReference("a", "id2"),
        list: [new OutputReference("a", "id"), null],
      }),
    ],
    calls: "configure check check",
  },
  {
    title: "create, with secrets, nulls and an output of another one",
    command: "up and preview",
    program: [
      thing("a", { ...red, token: secret("s3"), nested: { key: secret("k"), open: null }, none: null }),
      thing("b", { ...red, label: new OutputReference("a", "id2"), echo: new OutputReference("a", "token") }),
    ],
    calls: "configure check check configure check create check create",
  },
  {
    title: "no change",
    command: "up and preview",
    program: [
      thing("a", { ...red, token: secret("s3"), nested: { key: secret("k"), open: null }, none: null }),
      thing("b", { ...red, label: new OutputReference("a", "id2"), echo: new OutputReference("a", "token") }),
    ],
    calls: "configure check diff check diff configure check diff check diff",
  },
  { title: "delete of both, dependents first", command: "up", program: [], calls: "configure delete delete" },
  { title: "create again", command: "up", program: [thing("a", red)], calls: "configure check create" },
  { title: "update", command: "up", program: [thing("a", { ...red, size: 2 })] },
  { title: "drift is found", first: (things) => edit(things, { size: 9 }), command: "drift" },
  { title: "drift is read", command: "refresh" },
  {
    title: "drift is repaired, another one found at once",
    first: (things) => edit(things, { size: 10 }),
    command: "up with refresh",
    program: [thing("a", { ...red, size: 2 })],
    calls: "configure read diff check diff update",
  },
  {
    title: "half-done update",
    first: (things) => things.trouble("half"),
    command: "up",
    program: [thing("a", { ...red, size: 3 })],
    fails: true,
  },
  {
    title: "finished by the next one",
    first: (things) => things.trouble(),
    command: "up",
    program: [thing("a", { ...red, size: 3 })],
    calls: "configure check diff update",
  },
  {
    title: "left to the engine: provider text changed",
    command: "up",
    program: [thing("a", { ...red, size: 3, lazy: true }, { provider: `${thingProvider}// new` })],
  },
  {
    title: "replaced because of replaceOnChanges",
    command: "up",
    program: [thing("a", { ...red, size: 4, lazy: true }, { replaceOnChanges: ["size"] })],
    // The original still has the other provider text, which is a provider of its own in the same process.
    calls: "configure check diff check create configure delete",
  },
  {
    title: "forced replacement",
    command: "replace a",
    program: [thing("a", { ...red, size: 4 })],
    calls: "configure check create delete",
  },
  {
    title: "replacement whose create is half done: the original waits",
    first: (things) => things.trouble("half"),
    command: "up",
    program: [thing("a", { size: 4, color: "blue" })],
    calls: "configure check diff check create",
    fails: true,
  },
  {
    title: "and goes with the next one",
    first: (things) => things.trouble(),
    command: "up",
    program: [thing("a", { size: 4, color: "blue" })],
    calls: "configure check diff update delete",
  },
  {
    title: "delete before replace whose create fails",
    first: (things) => things.trouble("empty id"),
    command: "up",
    program: [thing("a", { size: 4, color: "green", deleteFirst: true })],
    calls: "configure check diff check delete create",
    fails: true,
  },
  {
    title: "is created by the next one",
    first: (things) => things.trouble(),
    command: "up",
    program: [thing("a", { size: 4, color: "green", deleteFirst: true })],
    calls: "configure check diff check create",
  },
  {
    title: "ignoreChanges, and an output made secret",
    command: "up",
    program: [
      thing("a", { size: 5, color: "green" }, { ignoreChanges: ["size"], additionalSecretOutputs: ["id2"] }),
    ],
  },
  {
    title: "gone is found",
    first: (things) => things.remove(Object.keys(things.all)[0] ?? ""),
    command: "refresh",
    calls: "configure read",
  },
  {
    title: "a failed check",
    first: (things) => things.trouble("invalid"),
    command: "up",
    program: [thing("a", red)],
    fails: true,
  },
  {
    title: "two more",
    first: (things) => things.trouble(),
    command: "up",
    program: [thing("a", red), thing("b", red, { dependsOn: ["a"] })],
  },
  {
    title: "one cannot be read, the other is refreshed",
    first: (things) => {
      const [one = "", other = ""] = Object.keys(things.all);
      things.edit(other, { size: 8 });
      things.trouble(`unreadable ${one}`);
    },
    command: "refresh",
    fails: true,
  },
  { title: "destroy", first: (things) => things.trouble(), command: "destroy" },
];

function edit(things: Things, change: Partial<Thing>): void {
  for (const id of Object.keys(things.all)) things.edit(id, change);
}

// Two dozen commands of the real CLI, one after the other.
const patience = { timeout: 600_000 };

test(
  "the driver makes the same calls with the same values as the real engine, and keeps the same",
  patience,
  async () => {
    for (const { title, first, command, program = [], calls, fails = false } of story) {
      const [mine, theirs] = await Promise.all([
        drive(command, program, first),
        run(command, program, first),
      ]);
      expect.soft(mine.failed, title).toBe(fails);
      expect.soft(theirs.failed, `${title}: ${theirs.text}`).toBe(fails);
      if (calls) {
        expect.soft(mine.trace.map(({ method }) => method).join(" "), title).toBe(calls);
        expect.soft(theirs.trace.map(({ method }) => method).join(" "), title).toBe(calls);
      }
      expect.soft(comparable(mine.trace), title).toEqual(comparable(theirs.trace));
      expect.soft(comparable(drivenState()), title).toEqual(comparable(await realState()));
      expect.soft(driven.things.all, title).toEqual(real.things.all);
    }
  },
);

async function drive(command: Chapter["command"], program: Declaration[], first?: Chapter["first"]) {
  const { stack, things } = driven;
  first?.(things);
  const result = await {
    up: () => stack.up(program),
    "up and preview": () => stack.up(program, { previewFirst: true }),
    preview: () => stack.up(program, { preview: true }),
    refresh: () => stack.refresh(),
    drift: () => stack.refresh({ previewOnly: true }),
    "up with refresh": () => stack.up(program, { refresh: true }),
    "replace a": () => stack.up(program, { replace: ["a"] }),
    destroy: () => stack.destroy(),
  }[command]();
  return { trace: things.takeTrace(), failed: result.failures.length > 0 };
}

async function run(command: Chapter["command"], program: Declaration[], first?: Chapter["first"]) {
  const { stack, things } = real;
  first?.(things);
  if (program.length > 0 || command === "up") stack.setProgram(programOf(program));
  const urn = "urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/cloudnumbering:Thing::a";
  const finished = await {
    up: () => stack.up(),
    "up and preview": () => stack.upWithPreview(),
    preview: () => stack.preview(),
    refresh: () => stack.refresh(),
    drift: () => stack.drift(),
    "up with refresh": () => stack.up("--refresh"),
    "replace a": () => stack.up("--replace", urn),
    destroy: () => stack.destroy(),
  }[command]();
  const text = finished.stdout + finished.stderr;
  return { trace: things.takeTrace(), failed: finished.exit !== 0 && finished.exit !== 7, text };
}
