import { expect, test } from "vitest";
import type { World } from "../../sandbox";
import { type Account, openAccount, steps, writes } from "./account";
import type { Declaration } from "./deployment";
import { UNKNOWN, type Values } from "./values";

/** What the table has to know about a kind of resource that is kept in the state. */
export interface StateKind {
  type: string;
  /** What must be in the account before anything is declared. */
  prepare?(world: World): void;
  /** A good declaration. */
  inputs: Values;
  /** Other values that are changed in place, if there are any. */
  change?: Values;
  /** Other values of what the service never sees: they change in the state alone. */
  guards?: Values;
  /** Those of the inputs that a preview may not know; by default all. */
  mayBeUnknown?: readonly string[];
  /** What the account and the stack must be like. */
  account?: Parameters<typeof openAccount>[0];
}

/** How a kind is declared, and an account in which that exists, with nothing in its call log. */
export function stageOf({ type, inputs, prepare, account: options }: StateKind) {
  const declare = (values: Values): Declaration => ({ type, name: "one", inputs: values });
  const declared = declare(inputs);
  async function open(): Promise<Account> {
    const account = await openAccount(options);
    prepare?.(account.sandbox.world);
    return account;
  }
  async function made(): Promise<Account & { id: string }> {
    const account = await open();
    const { failures } = await account.stack.up([declared]);
    expect(failures).toEqual([]);
    account.sandbox.clearCalls();
    return { ...account, id: account.stack.state.get("one")?.id ?? "none was made" };
  }
  return { declare, declared, open, made };
}

/** What every kind of resource that is kept in the state does the same, through the real provider process. */
export function stateTable(kind: StateKind): void {
  const { type } = kind;
  const { declare, declared, open, made } = stageOf(kind);

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
      const account = await open();
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
    const account = await open();
    const unknown = Object.fromEntries(Object.keys(kind.inputs).map((key) => [key, UNKNOWN]));
    const result = await account.stack.up([declare(unknown)], { preview: true });
    expect(result.failures).toEqual([]);
    expect(account.sandbox.calls).toEqual([]);
  });

  test(`${type}: with the credentials of another organisation it is refused, never gone`, async () => {
    const account = await made();
    const { stack, sandbox } = account;
    const change = kind.change ?? kind.guards;
    const other = sandbox.addOrganisation({ name: "Somebody Else Ltd" });
    const own = stack.env;
    stack.env = { ...other.env };
    const refused = [
      await stack.refresh(),
      ...(change ? [await stack.up([declare({ ...kind.inputs, ...change })])] : []),
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
