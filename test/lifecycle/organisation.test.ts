import { expect, test } from "vitest";
import { type Account, openAccount, steps, writes } from "./account";
import { stateTable } from "./lifecycle-table";

const inputs = { name: "Dales Surveyors Ltd", city: "Leeds", countryIso: "GB", vatNumber: "GB333289454" };
const declared = { type: "Organisation", name: "one", inputs };

stateTable({ type: "Organisation", inputs, change: { city: "York" } });

async function made(): Promise<Account> {
  const account = await openAccount();
  expect(await account.stack.up([declared], { previewFirst: true })).toMatchObject({
    failures: [],
    warnings: [],
    output: [],
  });
  expect(account.sandbox.world.organisation).toMatchObject(inputs);
  account.sandbox.clearCalls();
  return account;
}

test("Organisation: create takes the account's over with one write, and its outputs are the rest but the balance", async () => {
  const account = await openAccount({ sandbox: { seed: "demo" } });
  expect((await account.stack.up([declared])).failures).toEqual([]);
  const { balance, ...organisation } = account.sandbox.world.organisation;
  expect(organisation).toMatchObject({ ...inputs, postcode: "LS1 4XX" });
  expect(account.stack.state.get("one")).toMatchObject({ id: organisation.sid, outputs: organisation });
  expect(account.stack.state.get("one")?.outputs).not.toHaveProperty("balance");
  expect(writes(account.sandbox)).toEqual(["organisation.update"]);
});

test("Organisation: a change is made in place, with one write", async () => {
  const { stack, sandbox } = await made();
  const result = await stack.up([{ ...declared, inputs: { ...inputs, city: "York", countryIso: "IE" } }]);
  expect(result.failures).toEqual([]);
  expect(result.steps).toMatchObject([{ op: "update", changed: ["city", "countryIso"] }]);
  expect(sandbox.world.organisation).toMatchObject({ ...inputs, city: "York", countryIso: "IE" });
  expect(writes(sandbox)).toEqual(["organisation.update"]);
});

test("Organisation: a drift is found with its value, repaired once, and then gone", async () => {
  const { stack, sandbox } = await made();
  sandbox.world.editOrganisation({ city: "Edited in the portal" });
  expect((await stack.refresh({ previewOnly: true })).steps).toMatchObject([
    { op: "update", changed: ["city"], before: { city: "Leeds" }, after: { city: "Edited in the portal" } },
  ]);
  const repaired = await stack.up([declared], { refresh: true });
  expect(repaired.failures).toEqual([]);
  expect(sandbox.world.organisation).toMatchObject(inputs);
  expect(writes(sandbox)).toEqual(["organisation.update"]);
  expect(steps(await stack.refresh({ previewOnly: true }))).toEqual(["same one"]);
});

test("Organisation: ignoreChanges leaves what was done in the portal alone", async () => {
  const { stack, sandbox } = await made();
  const ignoring = { ...declared, ignoreChanges: ["city"] };
  await stack.up([ignoring]);
  sandbox.world.editOrganisation({ city: "Edited in the portal" });
  expect((await stack.up([ignoring], { refresh: true })).failures).toEqual([]);
  expect(writes(sandbox)).toEqual([]);
});

test("Organisation: a half-done create is remembered, said to be so, and finished by the next up", async () => {
  const { stack, sandbox } = await openAccount();
  sandbox.fault({ kind: "ignoreField", field: "city", operation: "organisation.update" });
  const { failures } = await stack.up([declared]);
  expect(failures).toMatchObject([{ during: "create", partial: true }]);
  expect(failures[0]?.message).toContain("did not take city as declared");
  expect(stack.state.get("one")?.initErrors).toHaveLength(1);

  expect((await stack.up([declared])).failures).toEqual([]);
  expect(sandbox.world.organisation).toMatchObject(inputs);
  expect(stack.state.get("one")?.initErrors).toEqual([]);
});

test("E14 a forced replacement of the organisation keeps it, without a write", async () => {
  const { stack, sandbox } = await made();
  const result = await stack.up([declared], { replace: ["one"] });
  expect(result.failures).toEqual([]);
  expect(steps(result)).toEqual(["replace one", "delete one"]);
  expect(writes(sandbox)).toEqual([]);
  expect(stack.state.get("one")?.id).toBe(sandbox.world.organisation.sid);
});

test("Organisation: destroy, and taking it out of the program, leave it as it is", async () => {
  const { stack, sandbox } = await made();
  expect(steps(await stack.up([], { refresh: true }))).toEqual(["same one", "delete one"]);
  await stack.up([declared]);
  expect((await stack.destroy()).failures).toEqual([]);
  expect(stack.state.size).toBe(0);
  expect(sandbox.world.organisation).toMatchObject(inputs);
  expect(writes(sandbox)).toEqual([]);
});
