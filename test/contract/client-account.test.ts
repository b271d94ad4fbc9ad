import { expect, test, vi } from "vitest";
import { lines, listOf, ok, refusalOf, wire } from "./wire";

// The account's own operations, and what it can buy.

const organisation = {
  sid: "OR1",
  name: "Harbour & Vale Ltd",
  tradingName: "Harbour & Vale",
  addr1: "4 Quayside Yard",
  addr2: "",
  city: "Leeds",
  state: null,
  postcode: "LS1 4XX",
  countryIso: "GB",
  registeredCountryIso: "GB",
  vatNumber: "GB123",
  typeOfBusiness: "LIMITED_COMPANY",
  productUseCase: "Inbound calls",
  website: "https://harbour-and-vale.example",
  productDescription: "Surveyors",
  balance: 184.2,
  currency: "GBP",
};

test("whose account it is, is asked once; what is left of its balance, each time", async () => {
  let balance = 10;
  const { account, received } = await wire(() => ok({ ...organisation, balance: balance-- }));

  await Promise.all([account.organisation(), account.organisation()]);
  const now = [await account.organisationNow(), await account.organisationNow()];

  expect(now.map((each) => each.balance?.amount.toNumber())).toEqual([9, 8]);
  expect(lines(received)).toEqual(["GET /organisation", "GET /organisation", "GET /organisation"]);
});

test("an organisation is read with its whole profile, its empty fields empty", async () => {
  const { account } = await wire(() => ok({ ...organisation, more: 1 }));

  const { state, ...rest } = organisation;
  expect(state).toBeNull();
  expect(JSON.parse(JSON.stringify(await account.organisation()))).toEqual({
    ...rest,
    balance: { amount: "184.2", currency: "GBP" },
  });
});

test("an organisation without a balance is an organisation", async () => {
  const { account } = await wire(() => ok({ sid: "OR1", balance: null, currency: null }));

  expect(await account.organisation()).toEqual({ sid: "OR1" });
});

test("a field of the profile that is no text is an error: written back, it would be lost", async () => {
  const { account } = await wire(() => ok({ ...organisation, vatNumber: 123 }));

  expect(await refusalOf(account.organisationNow())).toMatchObject({ kind: "protocol" });
});

test("an update of the organisation sends its profile and nothing that is not", async () => {
  const { account, received } = await wire(({ method }) => ok(method === "GET" ? organisation : {}));
  const found = await account.organisationNow();

  await account.updateOrganisation({ ...found, city: "York" });

  const { sid, balance, currency, state, ...profile } = organisation;
  expect([sid, balance, currency, state]).not.toContain(undefined);
  expect(lines(received)[1]).toBe("PUT /organisation");
  expect(received[1]?.body).toEqual({ ...profile, city: "York" });
});

test("the catalogue is read as it is for sale, with exact prices", async () => {
  const entry = {
    sid: "RE1",
    description: "UK local",
    cost: 1.2,
    connectionCharge: "0.10",
    currency: "GBP",
    terms: "MONTHLY",
    highlights: ["Voice"],
    countryIso: "GB",
    numberType: "LOCAL",
  };
  const { account, received } = await wire(() =>
    ok({ entries: [entry, { sid: "RE2", cost: null, highlights: null }] }),
  );

  const found = await account.catalogue();

  expect(lines(received)).toEqual(["GET /catalogue"]);
  const { currency, ...rest } = entry;
  expect(JSON.parse(JSON.stringify(found))).toEqual([
    { ...rest, cost: { amount: "1.2", currency }, connectionCharge: { amount: "0.1", currency } },
    { sid: "RE2", highlights: [] },
  ]);
});

test("number groups are read", async () => {
  const { account, received } = await wire(() =>
    ok({ entries: [{ sid: "NG1", countryIso: "GB", numberType: "LOCAL", more: 1 }, { sid: "NG2" }] }),
  );

  expect(await account.numberGroups()).toEqual([
    { sid: "NG1", countryIso: "GB", numberType: "LOCAL" },
    { sid: "NG2" },
  ]);
  expect(lines(received)).toEqual(["GET /number-groups"]);
});

test("available numbers are asked for as the filter says, anew each time", async () => {
  const { account, received } = await wire(() => ok({ entries: [{ sid: "NB1", number: "+441134960001" }] }));

  const found = await account.availableNumbers({ pattern: "+44*12", limit: 5, numberGroupSid: "NG1" });
  await account.availableNumbers({});

  expect(found).toEqual([{ sid: "NB1", number: "+441134960001" }]);
  expect(lines(received)).toEqual([
    "GET /numbers/available pattern=%2B44*12&limit=5&numberGroupSid=NG1",
    "GET /numbers/available",
  ]);
});

test("an address is allowed and removed, its parts escaped", async () => {
  const { account, received } = await wire(() => ok({}));

  await account.allowedIps.add("voice", "203.0.113.7");
  await account.allowedIps.remove("voice", "203.0.113.7");
  await account.allowedIps.remove("sms", "2001:db8::/32");

  expect(received.map(({ method, path, body }) => [method, path, body])).toEqual([
    ["POST", "/endpoints/voice/ips", { ip: "203.0.113.7" }],
    ["DELETE", "/endpoints/voice/ips/203.0.113.7", undefined],
    ["DELETE", "/endpoints/sms/ips/2001%3Adb8%3A%3A%2F32", undefined],
  ]);
});

test("removing an address that is not there is done, and one that the service will not remove is an error", async () => {
  const statuses = [404, 400];
  const { account } = await wire((_request, before) => ({ status: statuses[before.length] ?? 500 }));

  await account.allowedIps.remove("voice", "203.0.113.7");

  expect(await refusalOf(account.allowedIps.remove("voice", "203.0.113.7"))).toMatchObject({ status: 400 });
});

test("each type of address has one list, shared by those whose last write came before it was read", async () => {
  const { account, received } = await wire(({ method, path }) =>
    method === "GET" ? listOf([path.includes("voice") ? "203.0.113.7" : "203.0.113.8"]) : ok({}),
  );
  const { allowedIps } = account;
  const readAll = () =>
    Promise.all(
      (["voice", "sms", "voice", "sms"] as const).map((type) =>
        allowedIps.read(type, allowedIps.lastWrite(type)),
      ),
    );

  expect(await readAll()).toEqual([["203.0.113.7"], ["203.0.113.8"], ["203.0.113.7"], ["203.0.113.8"]]);
  await readAll();
  expect(lines(received).sort()).toEqual(["GET /endpoints/sms/ips", "GET /endpoints/voice/ips"]);

  await allowedIps.add("voice", "203.0.113.9");
  await readAll();
  expect(lines(received).slice(2)).toEqual(["POST /endpoints/voice/ips", "GET /endpoints/voice/ips"]);

  await allowedIps.list("sms");
  expect(received).toHaveLength(5);
});

const date = "Wed, 05 Mar 2025 10:00:00 GMT";

test("the service's clock is that of its last reply, and is asked for when there was none", async () => {
  const { account, received } = await wire(() => ({
    ...ok(organisation),
    headers: { date },
    dateless: true,
  }));

  const { ms, source } = await account.serverTime();
  const later = await account.serverTime();

  expect(source).toBe("server");
  expect(ms).toBeGreaterThanOrEqual(Date.parse(date));
  expect(later.ms).toBeGreaterThanOrEqual(ms);
  // Years before this machine's clock, so it is not that.
  expect(later.ms).toBeLessThan(Date.parse("2025-03-06"));
  expect(received).toHaveLength(1);
});

test("a service that sends no date leaves this machine's clock, marked as such", async () => {
  const { account } = await wire(() => ({ ...ok(organisation), dateless: true }));
  const clock = vi.spyOn(Date, "now").mockReturnValue(17);

  const time = await account.serverTime().finally(() => clock.mockRestore());

  expect(time).toEqual({ ms: 17, source: "local" });
});

test("the date of a gateway that stands in for the service is not its clock", async () => {
  const { account } = await wire(({ method }) =>
    method === "POST"
      ? { status: 502, headers: { date }, dateless: true }
      : { ...ok(organisation), dateless: true },
  );
  await refusalOf(account.orders.place({ rateCardEntrySid: "RE1", amount: 1 }, "key-1"));

  expect(await account.serverTime()).toMatchObject({ source: "local" });
});

test("a service that cannot be asked for its clock is an error", async () => {
  const { account } = await wire(() => ({ status: 403 }));

  expect(await refusalOf(account.serverTime())).toMatchObject({ status: 403 });
});

test("how long a request may be under way is what the settings say", async () => {
  const { account } = await wire(() => ok({}), { timeoutSeconds: 7 });

  expect(account.requestDeadlineMs).toBe(7_000);
});
