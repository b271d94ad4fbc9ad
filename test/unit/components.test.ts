// What a component hands on to its parts, and what it says when it is told nonsense.
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test, vi } from "vitest";
import { RoutedNumber, type RoutedNumberArgs, SipTrunk } from "../../provider";

const PATIENCE = { timeout: 10_000 };
const registered: { type: string; name: string; inputs: Record<string, unknown> }[] = [];

// Once: what a component registers goes on after its test, and another monitor would know nothing of it.
beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource({ type, name, inputs }) {
      registered.push({ type: type.split(":").at(-1) ?? "", name, inputs });
      const numbers = [{ sid: "AN1", number: "+441134960500", status: "IN_SERVICE" }];
      const made = { value: "made-up-key", createdAt: "2026-01-01", numbers };
      return { id: `id-of-${name}`, state: { ...inputs, ...made } };
    },
    call: ({ inputs }) => inputs,
  });
});

const buy = { rateCardEntrySid: "RE1", maxTotalCost: 5, currency: "GBP" };

/** The inputs of a resource, once it is registered. */
async function inputsOf(kind: string, named: string): Promise<Record<string, unknown> | undefined> {
  const find = () => registered.find(({ type, name }) => type === kind && name === named);
  await vi.waitFor(() => expect(find()).toBeDefined(), PATIENCE);
  return find()?.inputs;
}

test.for([
  ["neither a number nor a purchase", { voiceEndpointSid: "EP1" }],
  ["both", { number: "+441134960100", buy, voiceEndpointSid: "EP1" }],
] as const)("a RoutedNumber of %s is refused in one line, and nothing is declared", async ([, args]) => {
  expect(() => new RoutedNumber("nonsense", args as unknown as RoutedNumberArgs)).toThrow(
    'RoutedNumber "nonsense": give number (one that you have) or buy, and not both',
  );
  expect(registered.filter(({ type, name }) => name === "nonsense" && type !== "RoutedNumber")).toEqual([]);
});

test("a RoutedNumber that is bought is an order of one, and the route is of the number that it got", async () => {
  new RoutedNumber("reception", { buy, voiceEndpointSid: "EP1" });
  expect(await inputsOf("NumberAssignment", "reception")).toMatchObject({
    number: "+441134960500",
    voiceEndpointSid: "EP1",
  });
  expect(await inputsOf("Order", "reception")).toMatchObject({ ...buy, amount: 1 });
});

test("a RoutedNumber that is bought by choice leaves the amount to the choice", async () => {
  new RoutedNumber("chosen", { buy: { ...buy, numberSids: ["NB1"] }, voiceEndpointSid: "EP1" });
  const inputs = await inputsOf("Order", "chosen");
  expect(inputs).toMatchObject({ numberSids: ["NB1"] });
  expect(inputs).not.toHaveProperty("amount");
});

test("a RoutedNumber of the account buys nothing", async () => {
  const routed = new RoutedNumber("lettings", { number: "+441134960101", voiceEndpointSid: "EP1" });
  expect(await inputsOf("NumberAssignment", "lettings")).toMatchObject({ number: "+441134960101" });
  expect(routed.order).toBeUndefined();
  expect(registered.filter(({ name }) => name === "lettings").map(({ type }) => type)).not.toContain("Order");
});

test("two SipTrunks that claim one address, or one number, are told which two", () => {
  const trunk = { description: "Trunk", uri: "sip:%e164@pbx.example.com" };
  new SipTrunk("north", { ...trunk, allowedIps: ["81.2.69.142"], numbers: { main: "+441134960103" } });
  expect(() => new SipTrunk("south", { ...trunk, allowedIps: ["81.2.69.142"] })).toThrow(
    '"north-81.2.69.142" and "south-81.2.69.142" both declare the allowed voice address 81.2.69.142',
  );
  expect(() => new SipTrunk("west", { ...trunk, numbers: { main: "+441134960103" } })).toThrow(
    '"north-main" and "west-main" both declare the assignment of number +441134960103',
  );
});

test("a SipTrunk's endpoint takes calls, and its numbers go to it", async () => {
  new SipTrunk("office", {
    description: "Office",
    uri: "sip:%e164@pbx.example.com",
    allowedIps: ["81.2.69.144"],
    numbers: { reception: "+441134960102" },
  });
  expect(await inputsOf("Endpoint", "office")).toMatchObject({
    endpointType: "voice",
    description: "Office",
  });
  expect(await inputsOf("AllowedIp", "office-81.2.69.144")).toMatchObject({
    endpointType: "voice",
    ip: "81.2.69.144",
  });
  expect(await inputsOf("NumberAssignment", "office-reception")).toMatchObject({
    number: "+441134960102",
    voiceEndpointSid: "id-of-office",
  });
});
