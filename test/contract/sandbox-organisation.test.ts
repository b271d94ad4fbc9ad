import { expect, test } from "vitest";
import { signedIn } from "../fixtures/sandbox-session";

test("an update changes the fields that it names and no others", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  const before = sandbox.world.organisation;
  const answer = await api.put("/organisation", { city: "York", registeredCountryIso: "IE" });
  expect([answer.status, answer.body.result]).toEqual([200, { sid: before.sid }]);
  const after = { ...before, city: "York", registeredCountryIso: "IE" };
  expect((await api.get("/organisation")).body.result).toEqual(after);
});

test("with put-organisation-undeclared=reset what an update leaves out is lost, but never the balance", async () => {
  const { sandbox, api } = await signedIn({
    seed: "demo",
    guesses: { "put-organisation-undeclared": "reset" },
  });
  await api.put("/organisation", { name: "Harbour Ltd", countryIso: "IE" });
  expect(sandbox.world.organisation).toMatchObject({
    name: "Harbour Ltd",
    countryIso: "IE",
    registeredCountryIso: "GB",
    city: "",
    website: "",
    balance: 184.2,
    currency: "GBP",
  });
});

test.each([
  { balance: 1_000_000 },
  { currency: "EUR" },
  { sid: "OR0" },
  { telephone: "+441134960100" },
  { city: 7 },
  { city: null },
  { countryIso: "gb" },
  { countryIso: "GBR" },
  { registeredCountryIso: "" },
  ["city"],
  "York",
])("the update %j is a 400 that changes nothing", async (body) => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  const before = sandbox.world.snapshot();
  expect((await api.put("/organisation", body)).status).toBe(400);
  expect(sandbox.world.snapshot()).toEqual(before);
});

test("with unknown-fields=ignore a read-only field is left as it is", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo", guesses: { "unknown-fields": "ignore" } });
  expect((await api.put("/organisation", { balance: 5, city: "York" })).status).toBe(200);
  expect(sandbox.world.organisation).toMatchObject({ balance: 184.2, city: "York" });
});

test("faults let an update ignore one field and reset another", async () => {
  const { sandbox, api } = await signedIn({ seed: "demo" });
  sandbox.fault({ kind: "ignoreField", operation: "organisation.update", field: "city" });
  sandbox.fault({ kind: "resetField", operation: "organisation.update", field: "website" });
  const sent = { city: "York", postcode: "YO1 7XX", website: "https://other.example" };
  expect((await api.put("/organisation", sent)).status).toBe(200);
  expect(sandbox.world.organisation).toMatchObject({ city: "Leeds", postcode: "YO1 7XX", website: "" });
});

test("a balance set in the portal is a movement of the ledger", async () => {
  const { sandbox } = await signedIn();
  sandbox.world.editOrganisation({ balance: 99.9 });
  sandbox.world.editOrganisation({ balance: 99.9 });
  expect(sandbox.world.trade.ledger.movements).toMatchObject([{ amount: -0.1, why: "portal", sid: null }]);
});
