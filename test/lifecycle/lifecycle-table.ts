import { expect, test } from "vitest";
import type { Fault, World } from "../../sandbox";
import { type Account, shown, steps, writes } from "./account";
import { type StateKind, stageOf, stateTable } from "./state-table";
import { secret, type Values } from "./values";

/** What the table has to know besides about a kind that is an object of the account, which a person may edit and remove. */
export interface Kind extends StateKind {
  /** Those of `inputs` that the service never sees. */
  unseen?: readonly string[];
  /** Other values that need a new object. */
  replacement?: Values;
  /** A forced replacement: what has to be declared for it, and whether it makes another object or keeps the same. */
  forced: { inputs: Values; makes: "another" | "the same" };
  /** The API operation that makes an object. */
  makes: string;
  /** The one of `inputs` that may hold a secret, if one may: two such values, and what must be seen of neither. */
  secret?: { key: string; value: string; changed: string; hidden: string[] };
  /** The objects of this kind in the account. */
  objects(world: World): ReadonlyMap<string, object>;
  /** What somebody does in the portal: gives the property another value. Left out where nothing can be edited. */
  edit?(world: World, id: string, key: string, value: string): void;
  /** A declared property that can be edited so, and a value. */
  drift?: { key: string; value: string };
  /** What somebody does in the portal: the object is gone, and what is declared can be made again. Left out for what is always there. */
  remove?(world: World, id: string): void;
  /** Trouble under which a create is half done, and one under which a change of the secret is. */
  halfDone: { create: Fault; update?: Fault };
}

/** What every kind of resource that is an object of the account does the same besides. */
export function lifecycleTable(kind: Kind): void {
  stateTable(kind);
  const { type } = kind;
  const { declare, declared, open, made } = stageOf(kind);
  const { change, guards, replacement, drift, edit, remove } = kind;
  const ids = ({ sandbox }: Account) => [...kind.objects(sandbox.world).keys()];
  /** What the account must have of these inputs. */
  const stored = (inputs: Values): Values =>
    Object.fromEntries(Object.entries(inputs).filter(([key]) => !kind.unseen?.includes(key)));

  test(`${type}: create makes one object, and the state has its inputs, its live values and whose it is`, async () => {
    const account = await open();
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

  test(`${type}: up without a change asks nothing and writes nothing`, async () => {
    const { stack, sandbox } = await made();
    const result = await stack.up([declared], { previewFirst: true });
    expect(steps(result)).toEqual(["same one"]);
    expect(sandbox.calls).toEqual([]);
  });

  if (change) {
    test(`${type}: a change is made in place, with one write`, async () => {
      const { stack, sandbox, id } = await made();
      const changed = { ...kind.inputs, ...change };
      const result = await stack.up([declare(changed)]);
      expect(result.failures).toEqual([]);
      expect(steps(result)).toEqual(["update one"]);
      expect(result.steps[0]?.changed).toEqual(Object.keys(change).sort());
      expect(kind.objects(sandbox.world).get(id)).toMatchObject(stored(changed));
      expect(writes(sandbox)).toHaveLength(1);

      sandbox.clearCalls();
      expect(steps(await stack.up([declare(changed)]))).toEqual(["same one"]);
      expect(sandbox.calls).toEqual([]);
    });

    test(`${type}: a preview shows the change and writes nothing`, async () => {
      const { stack, sandbox } = await made();
      const result = await stack.up([declare({ ...kind.inputs, ...change })], { preview: true });
      expect(steps(result)).toEqual(["update one"]);
      expect(writes(sandbox)).toEqual([]);
    });
  }

  if (guards) {
    test(`${type}: a guard changes in the state alone, without a write`, async () => {
      const { stack, sandbox } = await made();
      const guarded = declare({ ...kind.inputs, ...guards });
      expect(steps(await stack.up([guarded]))).toEqual(["update one"]);
      expect(writes(sandbox)).toEqual([]);
      expect(stack.state.get("one")?.outputs).toMatchObject(guards);
      expect(steps(await stack.up([guarded]))).toEqual(["same one"]);
    });
  }

  if (replacement) {
    test(`${type}: a replacement makes the new object first and then removes the old one`, async () => {
      const account = await made();
      const other = { ...kind.inputs, ...replacement };
      const result = await account.stack.up([declare(other)], { previewFirst: true });
      expect(result.failures).toEqual([]);
      expect(steps(result)).toEqual(["replace one", "delete one"]);
      const [id = ""] = ids(account);
      expect(ids(account)).toHaveLength(1);
      expect(id).not.toBe(account.id);
      expect(kind.objects(account.sandbox.world).get(id)).toMatchObject(stored(other));
      expect(writes(account.sandbox)).toHaveLength(2);
      expect(writes(account.sandbox)[0]).toBe(kind.makes);
    });
  }

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

  if (drift && edit) {
    test(`${type}: a drift is found with its value, repaired once, and then gone`, async () => {
      const { stack, sandbox, id } = await made();
      const { key, value } = drift;
      edit(sandbox.world, id, key, value);
      const found = await stack.refresh({ previewOnly: true });
      expect(found).toMatchObject({
        failures: [],
        steps: [
          { op: "update", changed: [key], before: { [key]: kind.inputs[key] }, after: { [key]: value } },
        ],
      });
      expect(writes(sandbox)).toEqual([]);

      const repaired = await stack.up([declared], { refresh: true });
      expect(repaired.failures).toEqual([]);
      expect(steps(repaired)).toEqual(["update one", "update one"]);
      expect(kind.objects(sandbox.world).get(id)).toMatchObject(stored(kind.inputs));
      expect(writes(sandbox)).toHaveLength(1);
      expect(steps(await stack.refresh({ previewOnly: true }))).toEqual(["same one"]);
    });

    test(`${type}: a drift accepted by refresh is shown by the next preview and undone by the next up`, async () => {
      const { stack, sandbox, id } = await made();
      edit(sandbox.world, id, drift.key, drift.value);
      await stack.refresh();
      const previewed = await stack.up([declared], { preview: true });
      expect(previewed.steps).toMatchObject([{ op: "update", changed: [drift.key] }]);
      await stack.up([declared]);
      expect(kind.objects(sandbox.world).get(id)).toMatchObject(stored(kind.inputs));
    });

    test(`${type}: ignoreChanges leaves what was done in the portal alone`, async () => {
      const { stack, sandbox, id } = await made();
      const ignoring = { ...declared, ignoreChanges: [drift.key] };
      await stack.up([ignoring]);
      edit(sandbox.world, id, drift.key, drift.value);
      const result = await stack.up([ignoring], { refresh: true });
      expect(result.failures).toEqual([]);
      expect(writes(sandbox)).toEqual([]);
      expect(kind.objects(sandbox.world).get(id)).toMatchObject({ [drift.key]: drift.value });
    });
  }

  if (remove) {
    test(`${type}: one removed by someone else is found gone, dropped from the state and made again`, async () => {
      const account = await made();
      const { stack, sandbox } = account;
      remove(sandbox.world, account.id);
      const found = await stack.refresh({ previewOnly: true });
      expect(steps(found)).toEqual(["delete one"]);
      expect(stack.state.has("one")).toBe(true);

      expect(steps(await stack.up([declared], { refresh: true }))).toEqual(["delete one", "create one"]);
      expect(ids(account)).toHaveLength(1);
    });
  }

  test(`${type}: a half-done create is remembered, said to be so, and finished by the next up`, async () => {
    const account = await open();
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
    expect(kind.objects(sandbox.world).get(id)).toMatchObject(stored(kind.inputs));
    expect(ids(account)).toHaveLength(1);
    expect(stack.state.get("one")?.initErrors).toEqual([]);
  });

  test(`${type}: a half-done create can be refreshed and destroyed`, async () => {
    const account = await open();
    account.sandbox.fault(kind.halfDone.create);
    await account.stack.up([declared]);
    expect((await account.stack.refresh()).failures).toEqual([]);
    expect((await account.stack.destroy()).failures).toEqual([]);
    expect(ids(account)).toHaveLength(remove ? 0 : 1);
    expect(account.stack.state.size).toBe(0);
  });

  if (kind.secret && kind.halfDone.update) secretStaysSecret(kind.secret, kind.halfDone.update);

  if (remove) {
    test(`${type}: destroy removes the object, and one that is gone already is fine`, async () => {
      const account = await made();
      const { stack, sandbox } = account;
      expect(steps(await stack.destroy({ refresh: true }))).toEqual(["same one", "delete one"]);
      expect(ids(account)).toEqual([]);

      await stack.up([declared]);
      remove(sandbox.world, ids(account)[0] ?? "");
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

  if (!remove) {
    test(`${type}: destroy, and taking it out of the program, leave it as it is`, async () => {
      const { stack, sandbox, id } = await made();
      expect(steps(await stack.up([], { refresh: true }))).toEqual(["same one", "delete one"]);
      await stack.up([declared]);
      expect((await stack.destroy()).failures).toEqual([]);
      expect(stack.state.size).toBe(0);
      expect(kind.objects(sandbox.world).get(id)).toMatchObject(stored(kind.inputs));
      expect(writes(sandbox)).toEqual([]);
    });
  }

  function secretStaysSecret(
    { key, value, changed, hidden }: NonNullable<Kind["secret"]>,
    half: Fault,
  ): void {
    test(`${type}: a secret is encrypted in the state and shown nowhere, whatever fails`, async () => {
      const { stack, sandbox } = await open();
      const with_ = (text: string) => declare({ ...kind.inputs, [key]: secret(text) });
      const results = [await stack.up([with_(value)]), await stack.refresh()];
      expect(stack.state.get("one")?.inputs[key]).toEqual(secret(value));
      expect(stack.state.get("one")?.outputs[key]).toEqual(secret(value));

      // A service that says what it does not like, by its value.
      const body = { success: false, error: `The ${key} ${changed} is not wanted.` };
      sandbox.fault({ kind: "status", status: 400, body, operation: half.operation ?? [] });
      results.push(await stack.up([with_(changed)]));
      sandbox.fault(half);
      results.push(await stack.up([with_(changed)]), await stack.up([with_(changed)]));
      expect(results.map(({ failures }) => failures.length)).toEqual([0, 0, 1, 1, 0]);
      expect([...kind.objects(sandbox.world).values()]).toMatchObject([{ [key]: changed }]);

      const everything =
        results.map(shown).join("\n") + JSON.stringify([...stack.state.values()], openValuesOnly);
      for (const word of hidden) expect(everything).not.toContain(word);
    });
  }
}

/** What stands in the state in plain text: without the insides of secrets. */
function openValuesOnly(_key: string, value: unknown): unknown {
  const isEnvelope =
    typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
  return isEnvelope ? "[secret]" : value;
}
