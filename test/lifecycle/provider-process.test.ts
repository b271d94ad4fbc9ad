// The driver itself, tried on a throw-away provider: each rule of the engine that it claims to follow. That the real
// engine does the same is shown by test/engine/driver.test.ts.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Declaration, output } from "./deployment";
import { ProviderProcess } from "./provider-process";
import { ProviderStack, type StackOptions } from "./provider-stack";
import { Things, thingProvider } from "./thing-provider";
import { secret, UNKNOWN } from "./values";

let things: Things;
const stacks: ProviderStack[] = [];

beforeEach(() => {
  things = new Things();
});

afterEach(async () => {
  things.trouble();
  await Promise.all(stacks.splice(0).map((stack) => stack.stop()));
  things.destroy();
});

async function startStack(options: StackOptions = {}): Promise<ProviderStack> {
  const stack = await ProviderStack.start({ env: things.env, keepProcess: true, ...options });
  stacks.push(stack);
  return stack;
}

function thing(name: string, inputs: Declaration["inputs"], options: Partial<Declaration> = {}): Declaration {
  return { type: "Thing", name, inputs, provider: thingProvider, ...options };
}

const methods = () => things.takeTrace().map(({ method }) => method);
const red = { size: 1, color: "red" };

test("a created resource is kept verbatim, with its provider text, and not touched again", async () => {
  const stack = await startStack();
  const first = await stack.up([thing("a", red)]);
  expect(first.steps).toMatchObject([{ name: "a", op: "create", id: "thing-1" }]);
  const inputs = { ...red, checked: true, __provider: thingProvider };
  expect(stack.state.get("a")).toMatchObject({
    id: "thing-1",
    inputs,
    outputs: { ...inputs, id2: "thing-1" },
    initErrors: [],
  });
  expect(methods()).toEqual(["configure", "check", "create"]);

  const second = await stack.up([thing("a", red)]);
  expect(second.steps).toMatchObject([{ name: "a", op: "same" }]);
  const trace = things.takeTrace();
  expect(trace.map(({ method }) => method)).toEqual(["check", "diff"]);
  // check gets the old inputs, diff the old outputs.
  expect(trace[0]?.args).toEqual([inputs, { ...red, __provider: thingProvider }]);
  expect(trace[1]?.args).toEqual(["thing-1", { ...inputs, id2: "thing-1" }, inputs]);
});

test("a preview calls check and diff only, shows inputs as outputs, and saves nothing", async () => {
  const stack = await startStack();
  const previewed = await stack.up(
    [thing("a", red), thing("b", { size: 2, color: output("a", "id2"), label: output("a", "color") })],
    { preview: true },
  );
  expect(previewed.steps).toMatchObject([
    { name: "a", op: "create" },
    { name: "b", op: "create" },
  ]);
  const [, , news] = things.takeTrace();
  expect(news?.args[1]).toMatchObject({ size: 2, color: UNKNOWN, label: "red" });
  expect(stack.state.size).toBe(0);

  await stack.up([thing("a", red)]);
  things.takeTrace();
  await stack.up([thing("a", { size: 5, color: "red" })], { preview: true });
  await stack.up([], { preview: true });
  expect(methods()).toEqual(["check", "diff"]);
  expect(stack.state.get("a")?.inputs.size).toBe(1);
});

test("previewFirst runs the preview in a process of its own, as `pulumi up --yes` does", async () => {
  const stack = await startStack({ keepProcess: false });
  await stack.up([thing("a", red)], { previewFirst: true });
  expect(stack.processes).toBe(2);
  expect(methods()).toEqual(["configure", "check", "configure", "check", "create"]);
});

test("update gets old outputs and new checked inputs", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  things.takeTrace();
  const result = await stack.up([thing("a", { size: 2, color: "red" })]);
  expect(result.steps).toMatchObject([{ op: "update", id: "thing-1", changed: ["size"] }]);
  const update = things.takeTrace().at(-1);
  expect(update?.args).toMatchObject(["thing-1", { size: 1, id2: "thing-1" }, { size: 2, checked: true }]);
  expect(stack.state.get("a")?.outputs).toMatchObject({ size: 2, id2: "thing-1" });
});

test("a replacement is checked again without the old inputs, created, and its original deleted last", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  things.takeTrace();
  const result = await stack.up([thing("a", { size: 1, color: "blue" })]);
  expect(result.steps).toMatchObject([
    { op: "replace", id: "thing-2" },
    { op: "delete", id: "thing-1" },
  ]);
  const trace = things.takeTrace();
  expect(trace.map(({ method }) => method)).toEqual(["check", "diff", "check", "create", "delete"]);
  expect(trace[2]?.args[0]).toEqual({});
  expect(Object.keys(things.all)).toEqual(["thing-2"]);
});

test("delete-before-replace deletes first", async () => {
  const stack = await startStack();
  await stack.up([thing("a", { ...red, deleteFirst: true })]);
  things.takeTrace();
  await stack.up([thing("a", { size: 1, color: "blue", deleteFirst: true })]);
  expect(methods()).toEqual(["check", "diff", "check", "delete", "create"]);
});

test("delete-before-replace whose create fails is created by the next up, without another delete", async () => {
  const stack = await startStack();
  await stack.up([thing("a", { ...red, deleteFirst: true })]);
  things.trouble("empty id");
  await stack.up([thing("a", { size: 1, color: "blue", deleteFirst: true })]);
  expect(stack.state.get("a")).toMatchObject({ id: "thing-1", pendingReplacement: true });
  things.trouble();
  things.takeTrace();
  await stack.up([thing("a", { size: 1, color: "blue", deleteFirst: true })]);
  expect(methods()).toEqual(["check", "diff", "check", "create"]);
  expect(stack.state.get("a")).toMatchObject({ id: "thing-2", pendingReplacement: false });
});

test("a forced replacement checks once without the old inputs and does not diff", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  things.takeTrace();
  const result = await stack.up([thing("a", red)], { replace: ["a"] });
  expect(result.steps).toMatchObject([{ op: "replace" }, { op: "delete", id: "thing-1" }]);
  const trace = things.takeTrace();
  expect(trace.map(({ method }) => method)).toEqual(["check", "create", "delete"]);
  expect(trace[0]?.args[0]).toEqual({});
});

test("a replacement whose original cannot be deleted keeps the original for the next up", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  things.trouble("wait");
  const running = stack.up([thing("a", { size: 1, color: "blue" })]);
  await expect.poll(() => things.waiting, { timeout: 20_000 }).toBe(true);
  // Create answers before it looks at the trouble again, delete after.
  things.trouble("plain");
  const result = await running;
  expect(result.failures).toMatchObject([{ name: "a", during: "delete", message: "no" }]);
  expect(stack.pendingDeletes).toMatchObject([{ id: "thing-1" }]);
  things.trouble();
  things.takeTrace();
  await stack.up([thing("a", { size: 1, color: "blue" })]);
  expect(methods()).toEqual(["check", "diff", "delete"]);
  expect(stack.pendingDeletes).toEqual([]);
});

test("what is no longer declared is deleted, dependents first", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red), thing("b", { ...red, label: output("a", "id2") })]);
  things.takeTrace();
  const result = await stack.up([]);
  expect(result.steps).toMatchObject([
    { name: "b", op: "delete" },
    { name: "a", op: "delete" },
  ]);
  expect(things.all).toEqual({});
});

test("a resource that uses another's output is created after it, with the value", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red), thing("b", { ...red, label: output("a", "id2") })]);
  expect(stack.state.get("b")?.inputs.label).toBe("thing-1");
});

test("refresh reads, then diffs new outputs with old inputs, and saves what it read", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red), thing("b", red)]);
  things.takeTrace();
  things.edit("thing-1", { size: 7 });
  const previewed = await stack.refresh({ previewOnly: true });
  expect(previewed.steps).toMatchObject([
    { name: "a", op: "update", changed: ["size"], before: { size: 1 }, after: { size: 7 } },
    { name: "b", op: "same" },
  ]);
  expect(stack.state.get("a")?.outputs.size).toBe(1);
  const trace = things.takeTrace().filter(({ args }) => args[0] === "thing-1");
  expect(trace.map(({ method }) => method)).toEqual(["read", "diff"]);
  expect(trace[1]?.args).toMatchObject(["thing-1", { size: 7 }, { size: 1 }]);

  await stack.refresh();
  expect(stack.state.get("a")).toMatchObject({ inputs: { size: 7 }, outputs: { size: 7, id2: "thing-1" } });
});

test("refresh drops from the state what is gone", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  things.remove("thing-1");
  const result = await stack.refresh();
  expect(result.steps).toMatchObject([{ name: "a", op: "delete" }]);
  expect(stack.state.size).toBe(0);
  await stack.up([thing("a", red)]);
  expect(stack.state.get("a")?.id).toBe("thing-2");
});

test("one read that throws does not stop the others, and keeps what the state had", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red), thing("b", red)]);
  things.edit("thing-2", { size: 9 });
  things.trouble("unreadable thing-1");
  const result = await stack.refresh();
  expect(result.failures).toMatchObject([{ name: "a", during: "read", message: "cannot read" }]);
  expect(result.output.join("\n")).toContain("cannot read");
  expect(stack.state.get("a")?.outputs.size).toBe(1);
  expect(stack.state.get("b")?.outputs.size).toBe(9);
});

test("up with refresh repairs a drift in one process, and does nothing when a read fails", async () => {
  const stack = await startStack({ keepProcess: false });
  await stack.up([thing("a", red)]);
  things.takeTrace();
  things.edit("thing-1", { size: 7 });
  await stack.up([thing("a", red)], { refresh: true });
  expect(methods()).toEqual(["configure", "read", "diff", "check", "diff", "update"]);
  expect(things.all["thing-1"]).toEqual(red);

  things.trouble("unreadable thing-1");
  const result = await stack.up([thing("a", { ...red, size: 3 })], { refresh: true });
  expect(result.failures).toHaveLength(1);
  expect(things.all["thing-1"]).toEqual(red);
});

test("a half-done create is in the state with its errors, and the next up updates it without a change", async () => {
  const stack = await startStack();
  things.trouble("half");
  const result = await stack.up([thing("a", red)]);
  expect(result.failures).toEqual([{ name: "a", during: "create", message: "one\ntwo", partial: true }]);
  expect(stack.state.get("a")).toMatchObject({ id: "thing-1", initErrors: ["one", "two"], inputs: red });
  // As the real SDK: the provider text has to be in the error's own properties.
  expect(stack.state.get("a")?.outputs.__provider).toBe(thingProvider);

  things.trouble();
  things.takeTrace();
  const next = await stack.up([thing("a", red)]);
  expect(next.steps).toMatchObject([{ op: "update", id: "thing-1" }]);
  expect(methods()).toEqual(["check", "diff", "update"]);
  expect(stack.state.get("a")?.initErrors).toEqual([]);
});

test("a half-done update keeps the old inputs and is finished by the next up", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  things.trouble("half");
  await stack.up([thing("a", { ...red, size: 2 })]);
  expect(stack.state.get("a")).toMatchObject({
    inputs: { size: 1 },
    outputs: { size: 2 },
    initErrors: ["one", "two"],
  });
  things.trouble();
  const next = await stack.up([thing("a", { ...red, size: 2 })]);
  expect(next.steps).toMatchObject([{ op: "update" }]);
});

test("a refresh forgets the errors of a half-done create, as the engine does", async () => {
  const stack = await startStack();
  things.trouble("half");
  await stack.up([thing("a", red)]);
  things.trouble();
  await stack.refresh();
  expect(stack.state.get("a")?.initErrors).toEqual([]);
});

test("a failing create leaves nothing in the state and stops what was not begun", async () => {
  const stack = await startStack({ parallel: 1 });
  things.trouble("plain");
  const result = await stack.up([thing("a", red), thing("b", { ...red, label: output("a", "id2") })]);
  expect(result.failures).toEqual([{ name: "a", during: "create", message: "no", partial: false }]);
  expect(stack.state.size).toBe(0);
  expect(methods()).toEqual(["configure", "check", "create"]);
});

test("a failing check stops everything and shows what the engine would print", async () => {
  const stack = await startStack();
  things.trouble("invalid");
  const result = await stack.up([thing("a", { ...red, size: 99 }), thing("b", red)]);
  expect(result.failures).toHaveLength(1);
  expect(result.failures[0]?.message).toBe("resource 'a': property size value {99} has a problem: too big");
  expect(methods()).toEqual(["configure", "check"]);
});

test("an empty id is an error and nothing is saved, although the thing may exist", async () => {
  const stack = await startStack();
  things.trouble("empty id");
  const result = await stack.up([thing("a", red)]);
  expect(result.failures[0]?.message).toContain("plugin returned empty resource.ID from create");
  expect(stack.state.size).toBe(0);
});

test("an unknown that check returns is fine in a preview and an error afterwards", async () => {
  const stack = await startStack();
  things.trouble("check unknown");
  const previewed = await stack.up([thing("a", red)], { preview: true });
  expect(previewed.failures).toEqual([]);
  const result = await stack.up([thing("a", red)]);
  expect(result.failures[0]?.message).toBe('unexpected unknown property value for "late"');
});

test("secrets are stripped before every call and put back where the name is the same", async () => {
  const stack = await startStack();
  await stack.up([thing("a", { ...red, token: secret("s3"), nested: { key: secret("n"), open: 1 } })]);
  for (const { args } of things.takeTrace()) expect(JSON.stringify(args)).not.toContain("4dabf181");
  const saved = stack.state.get("a");
  expect(saved?.inputs).toMatchObject({ token: secret("s3"), nested: { key: secret("n"), open: 1 } });
  expect(saved?.outputs).toMatchObject({ token: secret("s3"), nested: { key: secret("n"), open: 1 } });

  await stack.refresh();
  expect(stack.state.get("a")?.outputs).toMatchObject({ token: secret("s3") });
});

test("additionalSecretOutputs makes an output secret", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red, { additionalSecretOutputs: ["id2"] })]);
  expect(stack.state.get("a")?.outputs.id2).toEqual(secret("thing-1"));
});

test("without an answer from diff the engine compares old and new inputs, provider text included", async () => {
  const stack = await startStack();
  await stack.up([thing("a", { ...red, lazy: true })]);
  const same = await stack.up([thing("a", { ...red, lazy: true })]);
  expect(same.steps).toMatchObject([{ op: "same" }]);
  const text = `${thingProvider}// changed`;
  const changed = await stack.up([thing("a", { ...red, lazy: true }, { provider: text })]);
  expect(changed.steps).toMatchObject([{ op: "update", changed: [] }]);
  const replaced = await stack.up([
    thing("a", { ...red, size: 2, lazy: true }, { provider: text, replaceOnChanges: ["size"] }),
  ]);
  expect(replaced.steps[0]?.op).toBe("replace");
});

test("an explicit answer from diff switches replaceOnChanges off", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  const result = await stack.up([thing("a", { ...red, size: 2 }, { replaceOnChanges: ["size"] })]);
  expect(result.steps).toMatchObject([{ op: "update" }]);
});

test("changed provider text alone is kept in the inputs only", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  const text = `${thingProvider}// changed`;
  await stack.up([thing("a", red, { provider: text })]);
  expect(stack.state.get("a")?.inputs.__provider).toBe(text);
  expect(stack.state.get("a")?.outputs.__provider).toBe(thingProvider);
});

test("ignoreChanges keeps the old input, and is lost on replacement", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red)]);
  const options = { ignoreChanges: ["size"] };
  const same = await stack.up([thing("a", { ...red, size: 2 }, options)]);
  expect(same.steps).toMatchObject([{ op: "same" }]);
  expect(stack.state.get("a")?.inputs.size).toBe(1);
  await stack.up([thing("a", { size: 2, color: "blue" }, options)]);
  expect(stack.state.get("a")?.inputs.size).toBe(2);
});

test("retainOnDelete forgets without a call", async () => {
  const stack = await startStack();
  await stack.up([thing("a", red, { retainOnDelete: true })]);
  things.takeTrace();
  await stack.destroy();
  expect(methods()).toEqual([]);
  expect(stack.state.size).toBe(0);
  expect(Object.keys(things.all)).toEqual(["thing-1"]);
});

test("destroy deletes with the outputs, and with refresh it reads and diffs first in the same process", async () => {
  const stack = await startStack({ keepProcess: false });
  await stack.up([thing("a", red)]);
  things.takeTrace();
  await stack.destroy({ refresh: true });
  const trace = things.takeTrace();
  expect(trace.map(({ method }) => method)).toEqual(["configure", "read", "diff", "delete"]);
  expect(trace.at(-1)?.args).toMatchObject(["thing-1", { size: 1, id2: "thing-1" }]);
});

test("refresh and destroy use the config that the state holds, up the new one", async () => {
  const stack = await startStack({ keepProcess: false, config: { "things:token": secret("old") } });
  await stack.up([thing("a", red)]);
  stack.config = { "things:token": secret("new") };
  await stack.refresh();
  await stack.up([thing("a", red)], { refresh: true });
  await stack.refresh();
  const tokens = things.takeTrace().filter(({ method }) => method === "configure");
  // The up with refresh has two processes: reads go to the one with the config from the state.
  expect(tokens.map(({ args }) => args[0])).toEqual(["old", "old", "old", "new", "new"]);
});

test("a provider process that is killed fails the call, and the next command has a new process", async () => {
  const stack = await startStack();
  things.trouble("wait");
  const running = stack.up([thing("a", red)]);
  await expect.poll(() => things.waiting, { timeout: 20_000 }).toBe(true);
  await stack.kill();
  const result = await running;
  expect(result.failures).toMatchObject([{ name: "a", during: "create" }]);
  expect(stack.state.size).toBe(0);
  things.trouble();
  await stack.up([thing("a", red)]);
  expect(stack.state.get("a")?.id).toBe("thing-2");
});

test("when the CLI is killed the provider goes on, and nothing that it did is in the state", async () => {
  const stack = await startStack();
  things.trouble("wait");
  const running = stack.up([thing("a", red)]);
  await expect.poll(() => things.waiting, { timeout: 20_000 }).toBe(true);
  await stack.abandon();
  const result = await running;
  expect(result).toMatchObject({ interrupted: true, failures: [] });
  expect(stack.pendingOperations).toEqual(["create a"]);
  expect(Object.keys(things.all)).toEqual(["thing-1"]);
  expect(stack.state.size).toBe(0);

  things.trouble();
  await stack.up([thing("a", red)]);
  expect(stack.state.get("a")?.id).toBe("thing-2");
  expect(stack.pendingOperations).toEqual([]);
});

test("what a provider logs through the engine is collected with its severity and resource", async () => {
  const text = `exports.handler = () => ({
    async create(inputs) {
      const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
      const { LogRequest } = require("@pulumi/pulumi/proto/engine_pb");
      const grpc = require(require.resolve("@grpc/grpc-js", { paths: [require.resolve("@pulumi/pulumi")] }));
      const engine = new EngineClient(process.argv.at(-1), grpc.credentials.createInsecure());
      const request = new LogRequest();
      request.setSeverity(2);
      request.setMessage("careful");
      request.setUrn(inputs.where);
      await new Promise((resolve) => engine.log(request, resolve));
      return { id: "x", outs: inputs };
    },
  });`;
  const stack = await startStack();
  const result = await stack.up([thing("a", { where: "urn:a" }, { provider: text })]);
  expect(result.failures).toEqual([]);
  expect(result.warnings).toEqual([{ severity: "warning", urn: "urn:a", text: "careful" }]);
});

test("eight creates run at once and checks one at a time", async () => {
  const text = `
    let now = { check: 0, create: 0 }, most = { check: 0, create: 0 };
    const during = async (what) => {
      now[what] += 1;
      most[what] = Math.max(most[what], now[what]);
      await new Promise((resolve) => setTimeout(resolve, what === "check" ? 1 : 100));
      now[what] -= 1;
    };
    exports.handler = () => ({
      async check(olds, news) { await during("check"); return { inputs: news }; },
      async create(inputs) { await during("create"); return { id: "x", outs: { most: { ...most } } }; },
    });`;
  const stack = await startStack();
  const names = Array.from({ length: 20 }, (_none, at) => `t${at}`);
  await stack.up(names.map((name) => thing(name, {}, { provider: text })));
  const seen = [...stack.state.values()].map(({ outputs }) => JSON.stringify(outputs.most));
  expect(seen).toContain(JSON.stringify({ check: 1, create: 8 }));
});

test("the process gets only the given environment, and ends when it is stopped", async () => {
  const text = `exports.handler = () => ({ create: async () => ({ id: "x", outs: { env: Object.keys(process.env) } }) });`;
  const process = await ProviderProcess.start({ env: { ONLY: "this" } });
  const created = await process.create("urn:pulumi:dev::p::t::n", { __provider: text });
  expect(created.outputs.env).toEqual(
    expect.arrayContaining(["PATH", "ONLY", "PULUMI_NODEJS_PROJECT", "PULUMI_CONFIG"]),
  );
  expect(JSON.stringify(created.outputs.env)).not.toContain("VITEST");
  await process.stop();
  expect(process.alive).toBe(false);
});
