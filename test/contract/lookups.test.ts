// What a program is told when it looks something up, over a real socket. How lookups wait for resources is in test/engine.
import { expect, onTestFinished, test, vi } from "vitest";
import type { Sandbox, SandboxOptions } from "../../sandbox/index";
import { callsTo, running } from "./client-stage";

type Lookups = typeof import("../../provider/index");

interface Stage {
  sandbox: Sandbox;
  lookups: Lookups;
  /** What the program was warned of. */
  warnings: string[];
}

/** A program of its own, with the sandbox's credentials in its environment. */
async function program(options: SandboxOptions = { seed: "demo" }): Promise<Stage> {
  const sandbox = await running(options);
  for (const [key, value] of Object.entries(sandbox.env)) vi.stubEnv(key, value);
  const { log } = await import("@pulumi/pulumi");
  const warn = vi.spyOn(log, "warn").mockResolvedValue();
  onTestFinished(() => {
    vi.unstubAllEnvs();
    warn.mockRestore();
  });
  // An account is connected once a program, so each test is a program of its own.
  vi.resetModules();
  const lookups = await import("../../provider/index");
  return {
    sandbox,
    lookups,
    get warnings() {
      return warn.mock.calls.map(([message]) => message);
    },
  };
}

test("getEndpoint finds one by its sid", async () => {
  const { sandbox, lookups } = await program();
  const [sid = ""] = sandbox.world.endpoints.keys();
  const { endpointType, description, uri, isDefault, isSecondary } = sandbox.world.endpoint(sid);
  expect(await lookups.getEndpoint({ sid })).toEqual({
    sid,
    endpointType,
    description,
    uri,
    isDefault,
    isSecondary,
  });
});

test("getEndpoint finds the one that its description, its uri or both describe", async () => {
  const { lookups } = await program();
  const night = await lookups.getEndpoint({ description: "Night line" });
  expect(night).toMatchObject({ uri: "sip:%national@night.harbour-and-vale.example", isSecondary: true });
  expect(await lookups.getEndpoint({ uri: night.uri })).toEqual(night);
  expect(await lookups.getEndpoint({ description: "Night line", uri: night.uri })).toEqual(night);
});

test("getEndpoint says which fit when several do, and which type or sid decides", async () => {
  const { sandbox, lookups } = await program({});
  const voice = sandbox.world.addEndpoint({ description: "Desk", uri: "sip:desk@pbx.example.com" });
  const sms = sandbox.world.addEndpoint({
    description: "Desk",
    endpointType: "sms",
    uri: "mailto:desk@example.com",
  });
  await expect(lookups.getEndpoint({ description: "Desk" })).rejects.toThrow(
    `getEndpoint: 2 endpoints fit (${voice.sid}, ${sms.sid}); say more, or give the sid`,
  );
  expect((await lookups.getEndpoint({ description: "Desk", endpointType: "sms" })).sid).toBe(sms.sid);
});

test("getEndpoint says that none fits, and never the uri that it was given", async () => {
  const { lookups } = await program();
  await expect(lookups.getEndpoint({ sid: "EPNOTHERE" })).rejects.toThrow("there is no endpoint EPNOTHERE");
  const uri = "https://sms.example.com/in?token=t0psecret";
  await expect(lookups.getEndpoint({ uri })).rejects.toThrow("getEndpoint: no endpoint fits");
  await expect(lookups.getEndpoint({ uri })).rejects.not.toThrow("t0psecret");
});

test.each([
  {},
  { endpointType: "voice" },
  { sid: "EP1", description: "Desk" },
  { sid: "EP1", endpointType: "sms" },
])("getEndpoint refuses %j, which names none or names it twice, without a call", async (args) => {
  const { sandbox, lookups } = await program();
  await expect(lookups.getEndpoint(args as { sid: string })).rejects.toThrow(
    "give its sid alone, or its description",
  );
  expect(sandbox.calls).toEqual([]);
});

test("getNumberAssignment finds a number by its E.164 with one call, and by its sid, whatever its status", async () => {
  const { sandbox, lookups } = await program();
  const records = [...sandbox.world.numbers.values()];
  for (const number of ["+441134960100", "+442079460250", "+441614960150"]) {
    const record = records.find((each) => each.number === number);
    sandbox.clearCalls();
    const found = await lookups.getNumberAssignment({ number });
    expect(found).toMatchObject({ number, sid: record?.sid, status: record?.status });
    expect(callsTo(sandbox, "numbers.list")).toHaveLength(1);
    expect(await lookups.getNumberAssignment({ sid: found.sid })).toEqual(found);
  }
});

test("getNumberAssignment says that there is no such number, and wants the one or the other", async () => {
  const { lookups } = await program();
  await expect(lookups.getNumberAssignment({ number: "+441134960199" })).rejects.toThrow(
    "getNumberAssignment: there is no number +441134960199 on this account",
  );
  await expect(lookups.getNumberAssignment({ sid: "ANNOTHERE" })).rejects.toThrow(
    "there is no number ANNOTHERE",
  );
  await expect(lookups.getNumberAssignment({})).rejects.toThrow("give the number or its sid, and not both");
  await expect(lookups.getNumberAssignment({ number: "01134960100" })).rejects.toThrow(
    "number: must be a number in E.164",
  );
});

test("a number's rental is an exact decimal as text", async () => {
  const { sandbox, lookups } = await program({});
  const rentals = [1.2, 2, 0.1 + 0.2, 0.005];
  rentals.forEach((numberRental, at) => {
    sandbox.world.addNumber({ number: `+44113496010${at}`, numberRental });
  });
  const { numberAssignments } = await lookups.getNumberAssignments();
  expect(numberAssignments.map(({ numberRental }) => numberRental)).toEqual([
    "1.20",
    "2.00",
    "0.30",
    "0.005",
  ]);
});

test("getCatalogue shows what can be bought, with exact prices, in the order of the sids", async () => {
  const { sandbox, lookups, warnings } = await program();
  const { entries, isCutOff } = await lookups.getCatalogue();
  expect(entries.map(({ sid }) => sid)).toEqual([...sandbox.world.trade.catalogue.entries.keys()].sort());
  expect(entries.find(({ description }) => description === "UK local number")).toMatchObject({
    cost: "1.20",
    connectionCharge: "1.00",
    currency: "GBP",
    terms: "MONTHLY",
    countryIso: "GB",
    numberType: "LOCAL",
    highlights: ["Area codes throughout the UK", "Inbound voice"],
  });
  expect(isCutOff).toBe(false);
  expect(warnings).toEqual([]);
});

test("getCatalogue filters by country, kind and terms", async () => {
  const { lookups } = await program();
  const { entries } = await lookups.getCatalogue({
    numberType: "LOCAL",
    terms: "QUARTERLY",
    countryIso: "GB",
  });
  expect(entries.map(({ description }) => description)).toEqual(["UK local number, paid quarterly"]);
  expect((await lookups.getCatalogue({ countryIso: "IE" })).entries).toEqual([]);
});

test.each([
  [9, false],
  [10, true],
  [11, true],
] as const)("E8 a catalogue of %d entries is said to be cut off: %s", async (count, isCutOff) => {
  const stage = await program({});
  const { catalogue } = stage.sandbox.world.trade;
  while (catalogue.entries.size < count) catalogue.add({ description: "Another product" });
  const found = await stage.lookups.getCatalogue({ numberType: "NONE" });
  expect(found).toEqual({ entries: [], isCutOff });
  expect(stage.warnings).toHaveLength(isCutOff ? 1 : 0);
  if (isCutOff) expect(stage.warnings[0]).toContain("the API shows 10 products at most");
});

test("getNumberGroups shows the groups, and those of a country and kind", async () => {
  const { sandbox, lookups } = await program();
  const groups = [...sandbox.world.trade.pool.groups.values()];
  const { numberGroups } = await lookups.getNumberGroups();
  expect(numberGroups.map(({ sid }) => sid)).toEqual(groups.map(({ sid }) => sid).sort());
  const local = await lookups.getNumberGroups({ countryIso: "GB", numberType: "LOCAL" });
  expect(local.numberGroups).toMatchObject([{ countryIso: "GB", numberType: "LOCAL" }]);
});

test("getAvailableNumbers searches as it is asked to, and sorts what it finds", async () => {
  const { sandbox, lookups } = await program();
  const { availableNumbers } = await lookups.getAvailableNumbers({ pattern: "+44*", limit: 3 });
  const numbers = availableNumbers.map(({ number }) => number);
  expect(numbers).toHaveLength(3);
  expect(numbers).toEqual([...numbers].sort());
  expect(availableNumbers[0]?.sid).toMatch(/^NB/);
  expect(callsTo(sandbox, "availableNumbers.list")[0]?.query).toMatchObject({ pattern: "+44*", limit: "3" });
});

test.each([
  [{ pattern: "leeds" }, "pattern: must be digits"],
  [{ limit: 0 }, "limit: must be 1 at least"],
  [{ limit: 101 }, "limit: must be 100 at most"],
])("getAvailableNumbers refuses %j without a call", async (args, reason) => {
  const { sandbox, lookups } = await program();
  await expect(lookups.getAvailableNumbers(args)).rejects.toThrow(`getAvailableNumbers: ${reason}`);
  expect(sandbox.calls).toEqual([]);
});

test("getOrders shows the oldest first, with exact totals, and getOrder one with its numbers", async () => {
  const { sandbox, lookups } = await program();
  const { orders } = await lookups.getOrders();
  expect(orders.map(({ createdAt }) => createdAt)).toEqual([
    "2025-03-01T09:30:00.000Z",
    "2025-09-01T14:05:00.000Z",
  ]);
  expect(orders[0]).toMatchObject({
    numbersOrdered: 5,
    currency: "GBP",
    totalCost: expect.stringMatching(/^\d+\.\d\d$/),
  });

  const { sid = "" } = orders[0] ?? {};
  const { numbers, ...order } = await lookups.getOrder({ sid });
  expect(order).toEqual(orders[0]);
  expect(numbers).toHaveLength(5);
  expect(numbers[0]).toMatchObject({
    sid: [...sandbox.world.numbers.keys()][0],
    number: "+441134960100",
    lineRental: "1.20",
  });
});

test("getOrders shows those of one product; getOrder says that there is no such order", async () => {
  const { lookups } = await program();
  const { orders } = await lookups.getOrders();
  const { rateCardEntrySid = "" } = orders[1] ?? {};
  expect((await lookups.getOrders({ rateCardEntrySid })).orders).toEqual([orders[1]]);
  await expect(lookups.getOrder({ sid: "NONOTHERE" })).rejects.toThrow(
    "getOrder: there is no order NONOTHERE",
  );
});

test("getOrganisation shows the profile and the balance of now", async () => {
  const { sandbox, lookups } = await program();
  expect(await lookups.getOrganisation()).toEqual({
    ...sandbox.world.organisation,
    balance: "184.20",
    currency: "GBP",
  });
  sandbox.world.editOrganisation({ balance: 12 });
  expect((await lookups.getOrganisation()).balance).toBe("12.00");
});

test("getOrderQuote prices an order, and buys and reserves nothing", async () => {
  const { sandbox, lookups } = await program();
  const { entries } = await lookups.getCatalogue({ numberType: "LOCAL", terms: "MONTHLY" });
  const rateCardEntrySid = entries[0]?.sid ?? "";
  const before = JSON.stringify(sandbox.world.snapshot());
  expect(await lookups.getOrderQuote({ rateCardEntrySid, amount: 3 })).toMatchObject({
    totalCost: "6.60",
    currency: "GBP",
  });
  const { availableNumbers } = await lookups.getAvailableNumbers({ limit: 2 });
  const numberSids = availableNumbers.map(({ sid }) => sid);
  const chosen = await lookups.getOrderQuote({ rateCardEntrySid, numberSids });
  expect(callsTo(sandbox, "orders.preview").at(-1)?.body).toMatchObject({ amount: 2, numberSids });
  expect(Number(chosen.totalCost)).toBeGreaterThan(4.4);
  expect(JSON.stringify(sandbox.world.snapshot())).toBe(before);
  await expect(lookups.getOrderQuote({ rateCardEntrySid })).rejects.toThrow(
    "give amount or numberSids, and not both",
  );
});

test("a misspelt arg is named, and no lookup asks anything because of it", async () => {
  const { sandbox, lookups } = await program();
  const stray = { nmber: "+441134960100" } as object;
  for (const name of [
    "getOrder",
    "getOrders",
    "getCatalogue",
    "getOrganisation",
    "getNumberGroups",
  ] as const) {
    await expect((lookups[name] as (args: object) => Promise<unknown>)(stray)).rejects.toThrow(
      new RegExp(`^${name}: .*nmber`),
    );
  }
  expect(sandbox.calls).toEqual([]);
});

test("E16 without credentials every lookup fails with one line that names both ways to give them", async () => {
  const { sandbox, lookups } = await program();
  vi.stubEnv("CLOUDNUMBERING_CLIENT_SECRET", "");
  const asked = [
    lookups.getAllowedIps(),
    lookups.getAvailableNumbers(),
    lookups.getCatalogue(),
    lookups.getEndpoint({ sid: "EP1" }),
    lookups.getEndpoints(),
    lookups.getNumberAssignment({ sid: "AN1" }),
    lookups.getNumberAssignments(),
    lookups.getNumberGroups(),
    lookups.getOrder({ sid: "NO1" }),
    lookups.getOrderQuote({ rateCardEntrySid: "RE1", amount: 1 }),
    lookups.getOrders(),
    lookups.getOrganisation(),
  ];
  const answers = await Promise.allSettled(asked);
  for (const answer of answers) {
    const { message, stack } = answer.status === "rejected" ? answer.reason : expect.fail("it succeeded");
    expect(message).toMatch(
      /^get\w+: read settings: there is no client secret .*environment.*pulumi config set/,
    );
    expect(message).not.toContain("\n");
    expect(stack).toBe(message);
  }
  expect(
    new Set(answers.map((each) => each.status === "rejected" && each.reason.message.split(":")[0])).size,
  ).toBe(12);
  expect(sandbox.calls).toEqual([]);
});
