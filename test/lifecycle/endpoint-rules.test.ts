// What holds for an endpoint alone. What holds for every kind of resource is in the lifecycle table.
import { expect, test } from "vitest";
import { type Account, eventually, openAccount, operations, steps, writes } from "./account";
import type { Declaration } from "./deployment";
import { secret } from "./values";

const reception = {
  description: "Reception",
  endpointType: "voice",
  uri: "sip:%e164@pbx.example.com",
} as const;

function endpoint(name: string, inputs: Declaration["inputs"] = {}): Declaration {
  return { type: "Endpoint", name, inputs: { ...reception, ...inputs } };
}

function sids({ sandbox }: Account): string[] {
  return [...sandbox.world.endpoints.keys()];
}

/** An account in which "reception" is declared and made. */
async function withReception(inputs: Declaration["inputs"] = {}): Promise<Account & { sid: string }> {
  const account = await openAccount();
  const result = await account.stack.up([endpoint("reception", inputs)]);
  expect(result.failures).toEqual([]);
  account.sandbox.clearCalls();
  return { ...account, sid: sids(account)[0] ?? "none was made" };
}

test("create refuses a twin that is not its own doing and prints the line that takes it over", async () => {
  const account = await openAccount();
  const { sid } = account.sandbox.world.addEndpoint(reception);
  const refused = await account.stack.up([endpoint("reception")]);
  expect(refused.failures[0]?.message).toContain(`adopt: "${sid}"`);
  expect(writes(account.sandbox)).toEqual([]);
  expect(account.stack.state.size).toBe(0);

  const adopted = await account.stack.up([endpoint("reception", { adopt: sid })]);
  expect(adopted.failures).toEqual([]);
  expect(account.stack.state.get("reception")?.id).toBe(sid);
  expect(writes(account.sandbox)).toEqual([]);
});

test("a twin is one by type, uri and description; another in any of them is none", async () => {
  const account = await openAccount();
  account.sandbox.world.addEndpoint({ ...reception, description: "Somebody else's" });
  account.sandbox.world.addEndpoint({ ...reception, uri: "sip:%e164@other.example.com" });
  const result = await account.stack.up([endpoint("reception")]);
  expect(result.failures).toEqual([]);
  expect(sids(account)).toHaveLength(3);
});

test("allowDuplicate makes a second one beside the twin", async () => {
  const account = await openAccount();
  const twin = account.sandbox.world.addEndpoint(reception);
  const result = await account.stack.up([endpoint("reception", { allowDuplicate: true })]);
  expect(result.failures).toEqual([]);
  expect(sids(account)).toHaveLength(2);
  expect(account.stack.state.get("reception")?.id).not.toBe(twin.sid);
});

test("of two equal endpoints in one program one is made and the other refused", async () => {
  const account = await openAccount();
  const result = await account.stack.up([endpoint("one"), endpoint("two")]);
  expect(result.failures).toHaveLength(1);
  expect(result.failures[0]?.message).toContain(`adopt: "${sids(account)[0]}"`);
  expect(sids(account)).toHaveLength(1);
});

test("two equal endpoints that both insist are two endpoints", async () => {
  const account = await openAccount();
  const insisting = { allowDuplicate: true };
  const result = await account.stack.up([endpoint("one", insisting), endpoint("two", insisting)]);
  expect(result.failures).toEqual([]);
  expect(sids(account)).toHaveLength(2);
  expect(new Set([...account.stack.state.values()].map(({ id }) => id)).size).toBe(2);
});

test("an adopted endpoint is changed to what is declared, keeps the rest, and is managed from then on", async () => {
  const account = await openAccount();
  const { sid } = account.sandbox.world.addEndpoint({
    description: "Old name",
    uri: reception.uri,
    isDefault: true,
    isSecondary: true,
  });
  await account.stack.up([endpoint("reception", { adopt: sid })]);
  expect(account.sandbox.world.endpoint(sid)).toMatchObject({
    ...reception,
    isDefault: true,
    isSecondary: true,
  });
  expect(writes(account.sandbox)).toEqual(["endpoints.update"]);

  await account.stack.destroy();
  expect(sids(account)).toEqual([]);
});

test("adopt refuses a sid that is not there, and one of the other type", async () => {
  const account = await openAccount();
  const inbox = account.sandbox.world.addEndpoint({ endpointType: "sms" });
  const missing = await account.stack.up([endpoint("reception", { adopt: "EPNOTHERE" })]);
  expect(missing.failures[0]?.message).toContain("there is no endpoint EPNOTHERE");
  const other = await account.stack.up([endpoint("reception", { adopt: inbox.sid })]);
  expect(other.failures[0]?.message).toContain("cannot become voice");
  expect(writes(account.sandbox)).toEqual([]);
});

test("the adopt line may be taken out afterwards without touching anything", async () => {
  const account = await openAccount();
  const { sid } = account.sandbox.world.addEndpoint(reception);
  await account.stack.up([endpoint("reception", { adopt: sid })]);
  const result = await account.stack.up([endpoint("reception")]);
  expect(steps(result)).toEqual(["update reception"]);
  expect(writes(account.sandbox)).toEqual([]);
  expect(steps(await account.stack.up([endpoint("reception")]))).toEqual(["same reception"]);
});

test("a forced replacement of an adopted endpoint keeps it: it is the same object", async () => {
  const account = await openAccount();
  const { sid } = account.sandbox.world.addEndpoint(reception);
  const declared = endpoint("reception", { adopt: sid });
  await account.stack.up([declared]);
  const result = await account.stack.up([declared], { replace: ["reception"] });
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["replace reception", "delete reception"]);
  expect(sids(account)).toEqual([sid]);
  expect(writes(account.sandbox)).toEqual([]);
  expect(account.stack.state.get("reception")?.id).toBe(sid);
});

test("a forced replacement of an adopted endpoint that is killed in the middle keeps it too", async () => {
  const account = await openAccount();
  const { stack, sandbox } = account;
  const { sid } = sandbox.world.addEndpoint(reception);
  const declared = endpoint("reception", { adopt: sid });
  const last = { ...endpoint("last", { description: "Last" }), dependsOn: ["reception"] };
  await stack.up([declared]);
  // Deletes come after all creates, so a create that hangs keeps the original waiting.
  sandbox.fault({ kind: "hang", operation: "endpoints.create" });
  const running = stack.up([declared, last], { replace: ["reception"] });
  await eventually(() => stack.pendingDeletes.length).toBe(1);
  await eventually(() => operations(sandbox).at(-1)).toBe("endpoints.create");
  await stack.abandon();
  await running;
  expect(stack.pendingDeletes).toMatchObject([{ id: sid }]);

  const next = await stack.up([declared, last]);
  expect(next.failures).toEqual([]);
  expect(stack.pendingDeletes).toEqual([]);
  expect(sids(account)).toContain(sid);
});

test("a forced replacement without allowDuplicate is refused and loses nothing", async () => {
  const account = await withReception();
  const result = await account.stack.up([endpoint("reception")], { replace: ["reception"] });
  expect(result.failures[0]?.message).toContain("allowDuplicate: true");
  expect(sids(account)).toEqual([account.sid]);
  expect(account.stack.state.get("reception")?.id).toBe(account.sid);
});

test("delete is refused while numbers go there, and names them", async () => {
  const account = await withReception();
  const { stack, sandbox, sid } = account;
  const number = sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: sid });
  const refused = await stack.destroy();
  expect(refused.failures[0]?.message).toContain("+441134960100");
  expect(refused.output).toEqual([]);
  expect(writes(sandbox)).toEqual([]);
  expect(stack.state.get("reception")?.id).toBe(sid);

  sandbox.world.assign(number.sid, { voiceEndpointSid: null });
  expect((await stack.destroy()).failures).toEqual([]);
  expect(sids(account)).toEqual([]);
});

test("a replaced endpoint with numbers stays until they are routed elsewhere, and goes with the next up", async () => {
  const account = await withReception();
  const { stack, sandbox, sid } = account;
  const number = sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: sid });
  const inbox = endpoint("reception", { endpointType: "sms", uri: "mailto:desk@example.com" });
  const replaced = await stack.up([inbox]);
  expect(replaced.failures).toMatchObject([{ during: "delete" }]);
  expect(sids(account)).toHaveLength(2);
  expect(stack.pendingDeletes).toMatchObject([{ id: sid }]);

  sandbox.world.assign(number.sid, { voiceEndpointSid: null });
  expect((await stack.up([inbox])).failures).toEqual([]);
  expect(sids(account)).toEqual([stack.state.get("reception")?.id]);
});

test("an update sends what is not declared as it is, and nothing that is the service's own", async () => {
  const account = await openAccount();
  const { sid } = account.sandbox.world.addEndpoint({ ...reception, isSecondary: true });
  await account.stack.up([endpoint("reception", { adopt: sid })]);
  account.sandbox.clearCalls();
  await account.stack.up([endpoint("reception", { adopt: sid, description: "Front desk" })]);
  const sent = account.sandbox.calls.find(({ operation }) => operation === "endpoints.update");
  expect(sent?.body).toEqual({
    description: "Front desk",
    uri: reception.uri,
    isDefault: false,
    isSecondary: true,
  });
});

test("a field that the service ignores is a failure as often as it ignores it, and then a success", async () => {
  const { stack, sandbox, sid } = await withReception();
  const changed = endpoint("reception", { description: "Front desk" });
  sandbox.fault({ kind: "ignoreField", field: "description", operation: "endpoints.update", times: 2 });
  for (const _attempt of ["first", "second"]) {
    const result = await stack.up([changed]);
    expect(result.failures).toMatchObject([{ during: "update", partial: true }]);
    expect(result.failures[0]?.message).toContain("description");
    expect(stack.state.get("reception")?.outputs.description).toBe("Reception");
  }
  expect((await stack.up([changed])).failures).toEqual([]);
  expect(sandbox.world.endpoint(sid).description).toBe("Front desk");
});

test("a field that the service ignored is still a drift after a refresh", async () => {
  const { stack, sandbox, sid } = await withReception();
  const changed = endpoint("reception", { description: "Front desk" });
  sandbox.fault({ kind: "ignoreField", field: "description", operation: "endpoints.update" });
  await stack.up([changed]);
  await stack.refresh();
  expect(steps(await stack.up([changed], { preview: true }))).toEqual(["update reception"]);
  await stack.up([changed]);
  expect(sandbox.world.endpoint(sid).description).toBe("Front desk");
});

test("a field that was not to change but did is a failure that names it", async () => {
  const { stack, sandbox } = await withReception({ isDefault: true });
  sandbox.fault({ kind: "resetField", field: "isDefault", operation: "endpoints.update" });
  const result = await stack.up([endpoint("reception", { isDefault: true, description: "Front desk" })]);
  expect(result.failures).toMatchObject([{ during: "update", partial: true }]);
  expect(result.failures[0]?.message).toContain("isDefault");
});

test("an undeclared field that the service resets is a failure that names it", async () => {
  const account = await openAccount();
  const { sid } = account.sandbox.world.addEndpoint({ ...reception, isSecondary: true });
  await account.stack.up([endpoint("reception", { adopt: sid })]);
  account.sandbox.fault({ kind: "resetField", field: "isSecondary", operation: "endpoints.update" });
  const result = await account.stack.up([endpoint("reception", { adopt: sid, description: "Front desk" })]);
  expect(result.failures).toMatchObject([{ during: "update", partial: true }]);
  expect(result.failures[0]?.message).toContain("isSecondary");
});

test("what is not declared is not managed: a default set in the portal is no drift", async () => {
  const { stack, sandbox, sid } = await withReception();
  sandbox.world.editEndpoint(sid, { isDefault: true });
  expect(steps(await stack.refresh())).toEqual(["same reception"]);
  expect(steps(await stack.up([endpoint("reception")]))).toEqual(["same reception"]);
  expect(stack.state.get("reception")?.outputs.isDefault).toBe(true);
});

test("taking the default from another endpoint says so, on the resource", async () => {
  const account = await openAccount();
  const old = account.sandbox.world.addEndpoint({ description: "Old", isDefault: true });
  const result = await account.stack.up([endpoint("reception", { isDefault: true })]);
  expect(result.warnings).toHaveLength(1);
  expect(result.warnings[0]?.text).toContain(old.sid);
  expect(result.warnings[0]?.urn).toBe(account.stack.state.get("reception")?.urn);
});

test("F31 gone is said only after a second list, begun afresh", async () => {
  const { stack, sandbox, sid } = await withReception();
  sandbox.fault({ kind: "omitEntry", sid, operation: "endpoints.list" });
  expect(steps(await stack.refresh())).toEqual(["same reception"]);
  expect(operations(sandbox)).toEqual(["endpoints.list", "endpoints.list"]);

  sandbox.fault({ kind: "omitEntry", sid, operation: "endpoints.list", times: 2 });
  expect(steps(await stack.refresh())).toEqual(["delete reception"]);
});

test("F31 a delete is not taken in by a list that misses the endpoint once", async () => {
  const account = await withReception();
  account.sandbox.fault({ kind: "omitEntry", sid: account.sid, operation: "endpoints.list" });
  expect((await account.stack.destroy()).failures).toEqual([]);
  expect(sids(account)).toEqual([]);
});

test("a list without entries is an error and not an empty account", async () => {
  const { stack, sandbox, sid } = await withReception();
  const body = JSON.stringify({ success: true, result: {} });
  sandbox.fault({ kind: "raw", body, operation: "endpoints.list", times: Number.POSITIVE_INFINITY });
  const result = await stack.refresh();
  expect(result.failures).toMatchObject([{ during: "read" }]);
  expect(stack.state.get("reception")?.id).toBe(sid);
});

test("an update of an endpoint that vanished meanwhile is an error that tells the way", async () => {
  const { stack, sandbox, sid } = await withReception();
  sandbox.world.removeEndpoint(sid);
  const result = await stack.up([endpoint("reception", { description: "Front desk" })]);
  expect(result.failures[0]?.message).toContain("--refresh");
  expect(writes(sandbox)).toEqual([]);
});

test("a create whose answer is lost finds what it made", async () => {
  const account = await openAccount();
  account.sandbox.fault({ kind: "dropAfter", operation: "endpoints.create" });
  const result = await account.stack.up([endpoint("reception")]);
  expect(result.failures).toEqual([]);
  expect(writes(account.sandbox)).toEqual(["endpoints.create"]);
  expect(account.stack.state.get("reception")?.id).toBe(sids(account)[0]);
});

test("a create that was lost on its way is not sent again in the same run, and made by the next up", async () => {
  const account = await openAccount();
  account.sandbox.fault({ kind: "dropBefore", operation: "endpoints.create" });
  const result = await account.stack.up([endpoint("reception")]);
  expect(result.failures).toMatchObject([{ during: "create", partial: false }]);
  expect(writes(account.sandbox)).toEqual(["endpoints.create"]);
  expect(sids(account)).toEqual([]);

  expect((await account.stack.up([endpoint("reception")])).failures).toEqual([]);
  expect(sids(account)).toHaveLength(1);
});

test.for(["abandon", "kill"] as const)(
  "after kill -9 (%s) of a create that got through, the next up names the endpoint to adopt",
  async (how) => {
    const account = await openAccount();
    const { stack, sandbox } = account;
    sandbox.fault({ kind: "hang", when: "after", operation: "endpoints.create" });
    const running = stack.up([endpoint("reception")]);
    await eventually(() => sids(account).length).toBe(1);
    await stack[how]();
    await running;
    expect(stack.state.size).toBe(0);

    const [sid = ""] = sids(account);
    const refused = await stack.up([endpoint("reception")]);
    expect(refused.failures[0]?.message).toContain(`adopt: "${sid}"`);
    expect(sids(account)).toEqual([sid]);
    expect((await stack.up([endpoint("reception", { adopt: sid })])).failures).toEqual([]);
    expect(sids(account)).toEqual([sid]);
  },
);

test("a text that the service keeps in a form of its own is no drift, and a real drift still is one", async () => {
  const account = await openAccount({ sandbox: { guesses: { "description-normalisation": "lowercase" } } });
  const { stack, sandbox } = account;
  const created = await stack.up([endpoint("reception")]);
  expect(created.failures).toEqual([]);
  expect(created.warnings).toHaveLength(1);
  const [sid = ""] = sids(account);
  expect(sandbox.world.endpoint(sid).description).toBe("reception");
  expect(steps(await stack.refresh())).toEqual(["same reception"]);
  expect(steps(await stack.up([endpoint("reception")], { refresh: true }))).toEqual([
    "same reception",
    "same reception",
  ]);

  sandbox.world.editEndpoint(sid, { description: "edited" });
  const drift = await stack.refresh({ previewOnly: true });
  expect(drift.steps).toMatchObject([
    { op: "update", before: { description: "Reception" }, after: { description: "edited" } },
  ]);
  const repaired = await stack.up([endpoint("reception")], { refresh: true });
  expect(repaired.failures).toEqual([]);
  expect(sandbox.world.endpoint(sid).description).toBe("reception");
  expect(steps(await stack.refresh())).toEqual(["same reception"]);
});

test("F9 credentials come from the stack's config; rotated through the environment they win over it, and over the state", async () => {
  const account = await openAccount();
  const { stack, sandbox } = account;
  const { CLOUDNUMBERING_BASE_URL: baseUrl, ...credentials } = sandbox.env;
  stack.env = {};
  stack.config = {
    "cloudnumbering:baseUrl": baseUrl,
    "cloudnumbering:clientId": sandbox.clientId,
    "cloudnumbering:clientSecret": secret(sandbox.clientSecret),
  };
  expect((await stack.up([endpoint("reception")])).failures).toEqual([]);

  stack.config = { ...stack.config, "cloudnumbering:clientSecret": secret("rotated long ago") };
  stack.env = { ...credentials };
  expect((await stack.up([endpoint("reception", { description: "Front desk" })])).failures).toEqual([]);
  expect((await stack.destroy()).failures).toEqual([]);
});

test("500 endpoints: refresh takes one list, one organisation and at most one token, and no change writes nothing", {
  timeout: 240_000,
}, async () => {
  const account = await openAccount();
  const { stack, sandbox } = account;
  const names = Array.from({ length: 500 }, (_none, at) => `pbx-${at}`);
  const all = names.map((name) =>
    endpoint(name, { description: name, uri: `sip:%e164@${name}.example.com` }),
  );
  expect((await stack.up(all)).failures).toEqual([]);
  expect(sids(account)).toHaveLength(500);

  sandbox.clearCalls();
  const refreshed = await stack.refresh();
  expect(refreshed.steps).toHaveLength(500);
  expect(refreshed.steps.every(({ op }) => op === "same")).toBe(true);
  const count = (name: string) => sandbox.calls.filter(({ operation }) => operation === name).length;
  expect(count("endpoints.list")).toBe(1);
  expect(count("organisation.get")).toBe(1);
  expect(count("oauth.token")).toBeLessThanOrEqual(1);
  expect(sandbox.calls.length).toBeLessThanOrEqual(3);

  sandbox.clearCalls();
  const unchanged = await stack.up(all, { previewFirst: true });
  expect(unchanged.steps.every(({ op }) => op === "same")).toBe(true);
  expect(sandbox.calls).toEqual([]);
});
