// What check says about an order without asking the service anything.
import { expect, test, vi } from "vitest";
import type { Account } from "../../provider/client/account";
import { serve } from "../../provider/engine/serve";
import type { Values } from "../../provider/engine/values";
import { redact } from "../../provider/http/redact";
import { order } from "../../provider/resources/order";
import { orderKey } from "../../provider/resources/order-key";
import { standingOf } from "../../provider/resources/order-request";

vi.mock("../../provider/engine/engine-link", () => ({
  say: vi.fn(async () => {}),
  engineIsThere: vi.fn(async () => true),
}));

const surroundings = {
  account: (): Account => {
    throw new Error("the service was asked");
  },
  redact,
};

const buying = { rateCardEntrySid: "RE1", amount: 2, maxTotalCost: 10, currency: "GBP" };

const __urn = "urn:pulumi:dev::p::t::leeds";

/** The reasons against these inputs, of an order that is new or that the state knows. */
async function reasons(inputs: Values, olds: Values = {}): Promise<string[]> {
  const { failures } = await serve(order, surroundings).check(olds, { ...inputs, __urn });
  return (failures ?? []).map(({ reason }) => reason);
}

/** What check stores for an order that the state knows. */
async function kept(inputs: Values, olds: Values): Promise<Values> {
  return (await serve(order, surroundings).check(olds, { ...inputs, __urn })).inputs as Values;
}

const badAmounts = [
  [0, "must be 1 at least"],
  [-1, "must be 1 at least"],
  [1.5, "must be a whole number"],
  [101, "must be 100 at most; split it over several orders"],
  ["2", "must be a whole number"],
] as const;

test.for(badAmounts)("O1 an amount of %o is refused", async ([amount, reason]) => {
  expect(await reasons({ ...buying, amount })).toEqual([`amount: ${reason}`]);
});

const badChoices = [
  [
    "another length than amount",
    { amount: 2, numberSids: ["NB1", "NB2", "NB3"] },
    "numberSids names 3; leave amount out",
  ],
  ["a number twice", { amount: 2, numberSids: ["NB1", "NB1"] }, "numberSids: must not name a number twice"],
  ["a number that is on the account", { amount: 1, numberSids: ["AN1"] }, "AN… is a number you have"],
  ["none", { amount: 1, numberSids: [] }, "numberSids: must name one at least"],
  [
    "too many",
    { amount: 100, numberSids: Array.from({ length: 101 }, (_none, at) => `NB${at}`) },
    "100 at most",
  ],
] as const;

test.for(badChoices)("O2 numberSids of %s are refused", async ([, inputs, reason]) => {
  expect((await reasons({ ...buying, ...inputs })).join()).toContain(reason);
});

test.for(["GB", "gbp", "POUND", 826])("O4 %o is no currency", async (currency) => {
  expect((await reasons({ ...buying, currency }))[0]).toMatch(/^currency: must be/);
});

test.for([
  0,
  "0.00",
  -1,
  "-1",
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1.005,
  "1.005",
  1e21,
  "1,000",
  "12 GBP",
  "",
  null,
  true,
])("O5 a cap of %o is refused, whichever it is", async (cap) => {
  const caps = { maxTotalCost: cap, maxReconnectCost: cap };
  for (const [key, value] of Object.entries(caps)) {
    const found = await reasons({
      ...buying,
      onDisconnected: "reconnect",
      maxReconnectCost: 1,
      [key]: value,
    });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((reason) => reason.startsWith(`${key}: `))).toBe(true);
  }
});

test("a cap that is no good is not repeated: it may be a secret", async () => {
  expect((await reasons({ ...buying, maxTotalCost: "hunter2" })).join()).not.toContain("hunter2");
});

test("all that is missing is said at once, and an adopted order needs none of it", async () => {
  expect(await reasons({})).toEqual([
    "rateCardEntrySid: is missing",
    "maxTotalCost: is missing",
    "currency: is missing",
    "amount: is missing; say how many numbers to buy, or which with numberSids",
  ]);
  expect(await reasons({ adopt: "NO1" })).toEqual([]);
  expect(await reasons({ adopt: "NO1", amount: 2, currency: "GBP" })).toEqual([
    "adopt: takes over an order that exists, so take amount, currency out",
  ]);
});

test("reconnecting spends money, so it needs a cap", async () => {
  const [reason] = await reasons({ adopt: "NO1", onDisconnected: "reconnect" });
  expect(reason).toContain("maxReconnectCost: is missing");
});

const was = {
  ...buying,
  idempotencyKey: "key-of-old",
  keyCreatedAt: "2026-01-01",
  quote: { totalCost: "4.40", currency: "GBP" },
};

test.for([
  ["rateCardEntrySid", "RE2", '(it was "RE1")'],
  ["amount", 3, "(it was 2)"],
  ["numberSids", ["NB1", "NB2"], "(it was not given)"],
  ["numberGroupSid", "NG1", "(it was not given)"],
  ["currency", "EUR", '(it was "GBP")'],
] as const)("what was bought cannot change: %s", async ([key, value, before]) => {
  const found = await reasons({ ...buying, [key]: value }, was);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`${key}: what was bought cannot change ${before}`);
});

test("numbers chosen by name may be counted or not: it is the same order", async () => {
  const { amount, ...rest } = { ...buying, numberSids: ["NB1", "NB2"] };
  expect(await reasons({ ...rest, amount }, { ...rest })).toEqual([]);
  expect(await reasons(rest, { ...rest, amount })).toEqual([]);
  expect(await reasons({ ...buying, amount }, { ...rest, amount })).toEqual([]);
});

test("O16 an order keeps the key and the price that it was bought with, whatever key stands beside it now", async () => {
  const inputs = await kept(
    { ...buying, maxTotalCost: 20, idempotencyKey: "another-key", keyCreatedAt: "2027-01-01" },
    was,
  );
  expect(inputs).toEqual({ ...was, maxTotalCost: 20, __urn });
});

test("an order that was taken over and is now described as bought gets a key of its own", async () => {
  const inputs = await kept({ ...buying, idempotencyKey: "new-key-1" }, { adopt: "NO1" });
  expect(inputs).toMatchObject({ idempotencyKey: "new-key-1" });
});

test("two orders with one key are found out by check, in whatever order they come, and one order is not two", async () => {
  const provider = serve(order, surroundings);
  const check = async (name: string, olds: Values = was) => {
    const news = { ...buying, idempotencyKey: "one-and-the-same", __urn: `urn:pulumi:dev::p::t::${name}` };
    const { failures } = await provider.check({ ...olds, idempotencyKey: "one-and-the-same" }, news);
    return failures?.map(({ reason }) => reason);
  };
  expect(await check("leeds")).toEqual([]);
  expect(await check("leeds")).toEqual([]);
  expect((await check("york"))?.[0]).toContain('idempotencyKey: "leeds" uses the same key');
});

const inService = { sid: "AN1", number: "+441134960100", status: "IN_SERVICE" };
const disconnected = { ...inService, status: "DISCONNECTED" };
const unlisted = { ...inService, status: "UNLISTED" };

test.for([
  ["all in service", [inService], "settled", "settled", "settled"],
  ["being ported", [{ ...inService, status: "PORT_OUT" }], "settled", "settled", "settled"],
  ["one disconnected", [inService, disconnected], "reported", "settled", "mended"],
  ["one no longer there", [inService, unlisted], "reported", "settled", "reported"],
  ["one disconnected, one no longer there", [disconnected, unlisted], "reported", "settled", "mended"],
] as const)(
  "numbers %s: how the order stands when that is to be reported, accepted or mended",
  ([, numbers, ...expected]) => {
    const known = { numbers: [...numbers] };
    const stands = [
      standingOf(known, {}),
      standingOf(known, { onDisconnected: "accept" }),
      standingOf(known, { onDisconnected: "reconnect", maxReconnectCost: 1 }),
    ];
    expect(stands).toEqual(expected);
  },
);

test("a reconnection that is under way is gone on with, unless it is no longer wanted", () => {
  const known = { numbers: [disconnected], reconnectRequestSid: "NR1" };
  expect(standingOf(known, { onDisconnected: "reconnect", maxReconnectCost: 1 })).toBe("mended");
  expect(standingOf(known, { onDisconnected: "accept" })).toBe("settled");
  expect(standingOf({ ...known, reconnectRequestSid: "" }, {})).toBe("reported");
});

test("a key is a text of some length, and another one is another resource", async () => {
  const provider = serve(orderKey, surroundings);
  const { failures } = await provider.check({}, { value: "short" });
  expect(failures?.map(({ reason }) => reason)).toEqual(["value: must have at least 8 characters"]);
  const diff = await provider.diff(
    "key-of-old",
    { value: "key-of-old", createdAt: "2026-01-01" },
    { value: "key-of-new" },
  );
  expect(diff.replaces).toEqual(["value"]);
});
