import { expect, test } from "vitest";
import type { Fault, World } from "../../sandbox";
import { type Account, openAccount, shown, steps, writes } from "./account";
import type { Declaration } from "./deployment";
import { secret, UNKNOWN, type Values } from "./values";

/** What the table has to know about a kind of resource that is kept in the state. */
export interface StateKind {
  type: string;
  /** A good declaration. */
  inputs: Values;
  /** Other values that are changed in place, if there are any. */
  change?: Values;
  /** Those of the inputs that a preview may not know; by default all. */
  mayBeUnknown?: readonly string[];
  /** What the account and the stack must be like. */
  account?: Parameters<typeof openAccount>[0];
}

/** What it has to know besides about one that is an object of the account, which a person may edit and remove. */
export interface Kind extends StateKind {
  change: Values;
  /** Other values that need a new object. */
  replacement: Values;
  /** A forced replacement: what has to be declared for it, and whether it makes another object or keeps the same. */
  forced: { inputs: Values; makes: "another" | "the same" };
  /** The one of `inputs` that may hold a secret, two such values, and what must be seen of neither. */
  secret: { key: string; value: string; changed: string; hidden: string[] };
  /** The objects of this kind in the account. */
  objects(world: World): ReadonlyMap<string, object>;
  /** What somebody does in the portal: gives the property another value. */
  edit(world: World, id: string, key: string, value: string): void;
  /** A declared property that can be edited so, and a value. */
  drift: { key: string; value: string };
  remove(world: World, id: string): void;
  /** Trouble under which a create is half done, and one under which a change of the secret is. */
  halfDone: { create: Fault; update: Fault };
}

/** How a kind is declared, and an account in which that exists, with nothing in its call log. */
function stageOf({ type, inputs, account: options }: StateKind) {
  const declare = (values: Values): Declaration => ({ type, name: "one", inputs: values });
  const declared = declare(inputs);
  async function made(): Promise<Account & { id: string }> {
    const account = await openAccount(options);
    const { failures } = await account.stack.up([declared]);
    expect(failures).toEqual([]);
    account.sandbox.clearCalls();
    return { ...account, id: account.stack.state.get("one")?.id ?? "none was made" };
  }
  return { declare, declared, made };
}

/** What every kind of resource that is kept in the state does the same, through the real provider process. */
export function stateTable(kind: StateKind): void {
  const { type } = kind;
  const { declare, declared, made } = stageOf(kind);

  test(`${type}: after create the state has its inputs and whose it is, and they are what is read`, async () => {
    const { stack, sandbox, id } = await made();
    const organisationSid = sandbox.world.organisation.sid;
    const { inputs } = kind;
    expect(stack.state.get("one")).toMatchObject({ id, inputs, outputs: { ...inputs, organisationSid } });
    expect(steps(await stack.refresh())).toEqual(["same one"]);
    expect(stack.state.get("one")).toMatchObject({ id, inputs, outputs: { ...inputs, organisationSid } });
  });

  test(`${type}: up without a change asks nothing and writes nothing`, async () => {
    const { stack, sandbox } = await made();
    const result = await stack.up([declared], { previewFirst: true });
    expect(steps(result)).toEqual(["same one"]);
    expect(sandbox.calls).toEqual([]);
  });

  test.for(kind.mayBeUnknown ?? Object.keys(kind.inputs))(
    `${type}: a preview is fine while %s is not known yet`,
    async (key) => {
      const unknown = declare({ ...kind.inputs, [key]: UNKNOWN });
      const account = await openAccount(kind.account);
      const created = await account.stack.up([unknown], { preview: true });
      expect(created.failures).toEqual([]);
      expect(steps(created)).toEqual(["create one"]);

      await account.stack.up([declared]);
      account.sandbox.clearCalls();
      const updated = await account.stack.up([unknown], { preview: true });
      expect(updated.failures).toEqual([]);
      expect(steps(updated)).toEqual(["update one"]);
      expect(writes(account.sandbox)).toEqual([]);
    },
  );

  test(`${type}: a preview is fine while nothing is known yet`, async () => {
    const account = await openAccount(kind.account);
    const unknown = Object.fromEntries(Object.keys(kind.inputs).map((key) => [key, UNKNOWN]));
    const result = await account.stack.up([declare(unknown)], { preview: true });
    expect(result.failures).toEqual([]);
    expect(account.sandbox.calls).toEqual([]);
  });

  test(`${type}: with the credentials of another organisation it is refused, never gone`, async () => {
    const account = await made();
    const { stack, sandbox } = account;
    const other = sandbox.addOrganisation({ name: "Somebody Else Ltd" });
    const own = stack.env;
    stack.env = { ...other.env };
    const refused = [
      await stack.refresh(),
      ...(kind.change ? [await stack.up([declare({ ...kind.inputs, ...kind.change })])] : []),
      await stack.destroy(),
      await stack.up([declared], { refresh: true }),
    ];
    for (const result of refused) {
      expect(result.failures).toHaveLength(1);
      expect(result.failures[0]?.message).toContain(other.world.organisation.sid);
      expect(result.output).toEqual([]);
    }
    expect(stack.state.get("one")?.id).toBe(account.id);
    expect(writes(sandbox)).toEqual([]);

    stack.env = own;
    expect(steps(await stack.refresh())).toEqual(["same one"]);
  });
}

/** What every kind of resource that is an object of the account does the same besides. */
export function lifecycleTable(kind: Kind): void {
  stateTable(kind);
  const { type } = kind;
  const { declare, declared, made } = stageOf(kind);
  const ids = ({ sandbox }: Account) => [...kind.objects(sandbox.world).keys()];

  test(`${type}: create makes one object, and the state has its inputs, its live values and whose it is`, async () => {
    const account = await openAccount();
    const result = await account.stack.up([declared], { previewFirst: true });
    expect(result).toMatchObject({ failures: [], warnings: [], output: [] });
    expect(steps(result)).toEqual(["create one"]);
    const [id = ""] = ids(account);
    expect(ids(account)).toHaveLength(1);
    expect(account.stack.state.get("one")).toMatchObject({
      id,
      inputs: kind.inputs,
      outputs: { ...kind.objects(account.sandbox.world).get(id), ...kind.inputs },
      initErrors: [],
    });
    expect(account.stack.state.get("one")?.outputs.organisationSid).toBe(
      account.sandbox.world.organisation.sid,
    );
  });

  test(`${type}: a change is made in place, with one write`, async () => {
    const { stack, sandbox, id } = await made();
    const changed = { ...kind.inputs, ...kind.change };
    const result = await stack.up([declare(changed)]);
    expect(result.failures).toEqual([]);
    expect(steps(result)).toEqual(["update one"]);
    expect(result.steps[0]?.changed).toEqual(Object.keys(kind.change).sort());
    expect(kind.objects(sandbox.world).get(id)).toMatchObject(changed);
    expect(writes(sandbox)).toHaveLength(1);

    sandbox.clearCalls();
    expect(steps(await stack.up([declare(changed)]))).toEqual(["same one"]);
    expect(sandbox.calls).toEqual([]);
  });

  test(`${type}: a preview shows the change and writes nothing`, async () => {
    const { stack, sandbox } = await made();
    const result = await stack.up([declare({ ...kind.inputs, ...kind.change })], { preview: true });
    expect(steps(result)).toEqual(["update one"]);
    expect(writes(sandbox)).toEqual([]);
  });

  test(`${type}: a replacement makes the new object first and then removes the old one`, async () => {
    const account = await made();
    const replacement = { ...kind.inputs, ...kind.replacement };
    const result = await account.stack.up([declare(replacement)], { previewFirst: true });
    expect(result.failures).toEqual([]);
    expect(steps(result)).toEqual(["replace one", "delete one"]);
    const [id = ""] = ids(account);
    expect(ids(account)).toHaveLength(1);
    expect(id).not.toBe(account.id);
    expect(kind.objects(account.sandbox.world).get(id)).toMatchObject(replacement);
    expect(writes(account.sandbox)).toHaveLength(2);
    expect(writes(account.sandbox)[0]).toMatch(/\.create$/);
  });

  test(`${type}: a forced replacement leaves exactly one object, ${kind.forced.makes} one`, async () => {
    const account = await made();
    const inputs = { ...kind.inputs, ...kind.forced.inputs };
    const result = await account.stack.up([declare(inputs)], { replace: ["one"] });
    expect(result.failures).toEqual([]);
    expect(steps(result)).toEqual(["replace one", "delete one"]);
    expect(ids(account)).toHaveLength(1);
    expect(ids(account)[0] === account.id).toBe(kind.forced.makes === "the same");
    expect(account.stack.state.get("one")?.id).toBe(ids(account)[0]);
    expect(account.stack.pendingDeletes).toEqual([]);
  });

  test(`${type}: a drift is found with its value, repaired once, and then gone`, async () => {
    const { stack, sandbox, id } = await made();
    const { key, value } = kind.drift;
    kind.edit(sandbox.world, id, key, value);
    const found = await stack.refresh({ previewOnly: true });
    expect(found).toMatchObject({
      failures: [],
      steps: [{ op: "update", changed: [key], before: { [key]: kind.inputs[key] }, after: { [key]: value } }],
    });
    expect(writes(sandbox)).toEqual([]);

    const repaired = await stack.up([declared], { refresh: true });
    expect(repaired.failures).toEqual([]);
    expect(steps(repaired)).toEqual(["update one", "update one"]);
    expect(kind.objects(sandbox.world).get(id)).toMatchObject(kind.inputs);
    expect(writes(sandbox)).toHaveLength(1);
    expect(steps(await stack.refresh({ previewOnly: true }))).toEqual(["same one"]);
  });

  test(`${type}: a drift accepted by refresh is shown by the next preview and undone by the next up`, async () => {
    const { stack, sandbox, id } = await made();
    kind.edit(sandbox.world, id, kind.drift.key, kind.drift.value);
    await stack.refresh();
    const previewed = await stack.up([declared], { preview: true });
    expect(previewed.steps).toMatchObject([{ op: "update", changed: [kind.drift.key] }]);
    await stack.up([declared]);
    expect(kind.objects(sandbox.world).get(id)).toMatchObject(kind.inputs);
  });

  test(`${type}: ignoreChanges leaves what was done in the portal alone`, async () => {
    const { stack, sandbox, id } = await made();
    const ignoring = { ...declared, ignoreChanges: [kind.drift.key] };
    await stack.up([ignoring]);
    kind.edit(sandbox.world, id, kind.drift.key, kind.drift.value);
    const result = await stack.up([ignoring], { refresh: true });
    expect(result.failures).toEqual([]);
    expect(writes(sandbox)).toEqual([]);
    expect(kind.objects(sandbox.world).get(id)).toMatchObject({ [kind.drift.key]: kind.drift.value });
  });

  test(`${type}: one removed by someone else is found gone, dropped from the state and made again`, async () => {
    const account = await made();
    const { stack, sandbox } = account;
    kind.remove(sandbox.world, account.id);
    const found = await stack.refresh({ previewOnly: true });
    expect(steps(found)).toEqual(["delete one"]);
    expect(stack.state.has("one")).toBe(true);

    expect(steps(await stack.up([declared], { refresh: true }))).toEqual(["delete one", "create one"]);
    expect(ids(account)).toHaveLength(1);
  });

  test(`${type}: a half-done create is remembered, said to be so, and finished by the next up`, async () => {
    const account = await openAccount();
    const { stack, sandbox } = account;
    sandbox.fault(kind.halfDone.create);
    const result = await stack.up([declared]);
    expect(result.failures).toMatchObject([{ name: "one", during: "create", partial: true }]);
    const [id = ""] = ids(account);
    expect(stack.state.get("one")?.id).toBe(id);
    expect(stack.state.get("one")?.initErrors).toHaveLength(1);
    expect(stack.state.get("one")?.outputs.__provider).toEqual(stack.state.get("one")?.inputs.__provider);

    const next = await stack.up([declared]);
    expect(next.failures).toEqual([]);
    expect(steps(next)).toEqual(["update one"]);
    expect(kind.objects(sandbox.world).get(id)).toMatchObject(kind.inputs);
    expect(ids(account)).toHaveLength(1);
    expect(stack.state.get("one")?.initErrors).toEqual([]);
  });

  test(`${type}: a half-done create can be refreshed and destroyed`, async () => {
    const account = await openAccount();
    account.sandbox.fault(kind.halfDone.create);
    await account.stack.up([declared]);
    expect((await account.stack.refresh()).failures).toEqual([]);
    expect((await account.stack.destroy()).failures).toEqual([]);
    expect(ids(account)).toEqual([]);
    expect(account.stack.state.size).toBe(0);
  });

  test(`${type}: a secret is encrypted in the state and shown nowhere, whatever fails`, async () => {
    const { key, value, changed, hidden } = kind.secret;
    const { stack, sandbox } = await openAccount();
    const with_ = (text: string) => declare({ ...kind.inputs, [key]: secret(text) });
    const results = [await stack.up([with_(value)]), await stack.refresh()];
    expect(stack.state.get("one")?.inputs[key]).toEqual(secret(value));
    expect(stack.state.get("one")?.outputs[key]).toEqual(secret(value));

    // A service that says what it does not like, by its value.
    const body = { success: false, error: `The ${key} ${changed} is not wanted.` };
    sandbox.fault({ kind: "status", status: 400, body, operation: kind.halfDone.update.operation ?? [] });
    results.push(await stack.up([with_(changed)]));
    sandbox.fault(kind.halfDone.update);
    results.push(await stack.up([with_(changed)]), await stack.up([with_(changed)]));
    expect(results.map(({ failures }) => failures.length)).toEqual([0, 0, 1, 1, 0]);
    expect([...kind.objects(sandbox.world).values()]).toMatchObject([{ [key]: changed }]);

    const everything =
      results.map(shown).join("\n") + JSON.stringify([...stack.state.values()], openValuesOnly);
    for (const word of hidden) expect(everything).not.toContain(word);
  });

  test(`${type}: destroy removes the object, and one that is gone already is fine`, async () => {
    const account = await made();
    const { stack, sandbox } = account;
    expect(steps(await stack.destroy({ refresh: true }))).toEqual(["same one", "delete one"]);
    expect(ids(account)).toEqual([]);

    await stack.up([declared]);
    kind.remove(sandbox.world, ids(account)[0] ?? "");
    const result = await stack.destroy();
    expect(result.failures).toEqual([]);
    expect(stack.state.size).toBe(0);
  });

  test(`${type}: removed from the program it is removed from the account, also after a refresh in the same run`, async () => {
    const account = await made();
    expect(steps(await account.stack.up([], { refresh: true }))).toEqual(["same one", "delete one"]);
    expect(ids(account)).toEqual([]);
  });
}

/** What stands in the state in plain text: without the insides of secrets. */
function openValuesOnly(_key: string, value: unknown): unknown {
  const isEnvelope =
    typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
  return isEnvelope ? "[secret]" : value;
}
