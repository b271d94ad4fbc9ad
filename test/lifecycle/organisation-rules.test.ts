// What holds for the organisation alone. What holds for every kind of resource is in the lifecycle table.
import { expect, test } from "vitest";
import { openAccount, operations, steps, writes } from "./account";
import type { Declaration } from "./deployment";

function organisation(inputs: Declaration["inputs"]): Declaration {
  return { type: "Organisation", name: "us", inputs };
}

test.each(["merge", "reset"] as const)(
  "E17 where an update's PUT means %s, what is not declared keeps its value, and what is declared changes",
  async (means) => {
    const guesses = { "put-organisation-undeclared": means };
    const { stack, sandbox } = await openAccount({ sandbox: { seed: "demo", guesses } });
    const before = sandbox.world.organisation;
    const result = await stack.up([organisation({ tradingName: "H & V", countryIso: "IE" })]);
    expect(result.failures).toEqual([]);
    expect(sandbox.world.organisation).toEqual({ ...before, tradingName: "H & V", countryIso: "IE" });
    expect(writes(sandbox)).toEqual(["organisation.update"]);

    expect((await stack.up([organisation({ city: "York" })])).failures).toEqual([]);
    expect(sandbox.world.organisation).toEqual({
      ...before,
      tradingName: "H & V",
      countryIso: "IE",
      city: "York",
    });
  },
);

test("E17 an update that also changes what was not to change is no success, and says what", async () => {
  const { stack, sandbox } = await openAccount({ sandbox: { seed: "demo" } });
  sandbox.fault({ kind: "resetField", field: "website", operation: "organisation.update" });
  const { failures } = await stack.up([organisation({ city: "York" })]);
  expect(failures).toMatchObject([{ during: "create", partial: true }]);
  expect(failures[0]?.message).toContain("the service also changed website, which was not to change");
});

test("what is changed in the portal in a field that nobody declares is shown and left alone", async () => {
  const { stack, sandbox } = await openAccount({ sandbox: { seed: "demo" } });
  const declared = organisation({ city: "Leeds" });
  await stack.up([declared]);
  sandbox.world.editOrganisation({ website: "https://new.example", balance: 3 });
  expect(steps(await stack.refresh())).toEqual(["same us"]);
  expect(stack.state.get("us")?.outputs.website).toBe("https://new.example");
  expect(stack.state.get("us")?.outputs).not.toHaveProperty("balance");
  await stack.up([declared]);
  expect(sandbox.world.organisation.website).toBe("https://new.example");
});

test("taking over says in the preview which fields change, and asks the service once", async () => {
  const { stack, sandbox } = await openAccount({ sandbox: { seed: "demo" } });
  const same = organisation({ city: "Leeds" });
  expect((await stack.up([same], { preview: true })).told).toEqual([]);
  const { told } = await stack.up([organisation({ city: "York", name: "Harbour & Vale Ltd" })], {
    preview: true,
  });
  expect(told.map(({ text }) => text)).toEqual([
    `organisation ${sandbox.world.organisation.sid} exists and is taken over: this changes city`,
  ]);
  expect(operations(sandbox)).toEqual([]);
});

test("a refresh asks for the organisation once, for whose it is and for what it says", async () => {
  const { stack, sandbox } = await openAccount({ sandbox: { seed: "demo" } });
  await stack.up([organisation({ city: "Leeds" })]);
  sandbox.clearCalls();
  await stack.refresh();
  expect(sandbox.calls.map(({ operation }) => operation)).toEqual(["oauth.token", "organisation.get"]);
});

test("fields that cannot be so are refused together, by name and without their values", async () => {
  const { stack, sandbox } = await openAccount();
  const { failures } = await stack.up(
    [organisation({ countryIso: "UK", registeredCountryIso: "Ireland", vatNumber: "GB12", city: 7 })],
    { preview: true },
  );
  const reasons = failures.map(({ message }) => message).join("\n");
  for (const reason of [
    'countryIso: must be "GB"',
    "registeredCountryIso: must be the two capitals of a country",
    "vatNumber: begins with GB but has not the form of a VAT number of United Kingdom",
    "city: must be a text",
  ]) {
    expect(reasons).toContain(reason);
  }
  expect(reasons).not.toMatch(/Ireland|GB12/);
  expect(sandbox.calls).toEqual([]);
});

test("a preview without credentials is fine", async () => {
  const { stack } = await openAccount();
  stack.env = {};
  expect(await stack.up([organisation({ city: "York" })], { preview: true })).toMatchObject({
    failures: [],
    warnings: [],
    output: [],
  });
});
