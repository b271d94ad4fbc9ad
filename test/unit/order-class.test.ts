// What the class hands to the engine: the key beside the order, and the options that must not be otherwise.
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { beforeEach, expect, test, vi } from "vitest";
import { Order } from "../../provider";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** What the engine is sent; undefined for what is only read. */
  request: RegisterResourceRequest | undefined;
}

const PATIENCE_MS = 10_000;
const registered: Registered[] = [];
const requests = vi.spyOn(MockMonitor.prototype, "registerResource");

beforeEach(async () => {
  registered.length = 0;
  requests.mockClear();
  await pulumi.runtime.setMocks({
    newResource({ type, name, inputs, id }) {
      const sent = requests.mock.calls.map(([request]) => request as RegisterResourceRequest);
      const request = sent.find((one) => one.getType() === type && one.getName() === name);
      registered.push({ type: type.split(":").at(-1) ?? "", name, inputs, request });
      return {
        id: id ?? `id-of-${name}`,
        state: { ...inputs, value: "made-up-key", createdAt: "2026-01-01" },
      };
    },
    call: ({ inputs }) => inputs,
  });
});

const buying = { rateCardEntrySid: "RE1", amount: 2, maxTotalCost: 10, currency: "GBP" };

/** The resources that the program has registered, by kind. */
async function declare(program: () => unknown): Promise<Record<string, Registered>> {
  program();
  await vi.waitFor(() => expect(registered.some(({ type }) => type === "Order")).toBe(true), PATIENCE_MS);
  return Object.fromEntries(registered.map((each) => [each.type, each]));
}

test("an order that buys brings its key, of the same name, and is given the key's value", async () => {
  const { OrderKey: key, Order: order } = await declare(() => new Order("leeds", buying));
  expect(key?.name).toBe("leeds");
  expect(order?.inputs).toMatchObject({
    ...buying,
    idempotencyKey: "made-up-key",
    keyCreatedAt: "2026-01-01",
  });
  expect(registered.map(({ type }) => type)).toEqual(["OrderKey", "Order"]);
});

test("an order that is taken over or read has no key", async () => {
  await declare(() => new Order("leeds", { adopt: "NO1" }));
  Order.get("york", "NO2");
  await vi.waitFor(() => expect(registered).toHaveLength(2), PATIENCE_MS);
  expect(registered.map(({ type }) => type)).toEqual(["Order", "Order"]);
});

test("an order is never deleted before its replacement is there, whatever the program says", async () => {
  const { Order: order } = await declare(() => new Order("leeds", buying, { deleteBeforeReplace: true }));
  expect(order?.request?.getDeletebeforereplacedefined()).toBe(true);
  expect(order?.request?.getDeletebeforereplace()).toBe(false);
});

test("the import option reaches the provider as an input: the engine's own import would fail in the SDK", async () => {
  const { OrderKey: key, Order: order } = await declare(() => new Order("leeds", buying, { import: "NO1" }));
  expect(order?.inputs.__import).toBe("NO1");
  expect(order?.request?.getImportid()).toBe("");
  expect(key?.inputs).not.toHaveProperty("__import");
});

test("O16 the key goes where the order goes: the same parent, and the same aliases", async () => {
  class Site extends pulumi.ComponentResource {
    constructor(name: string) {
      super("test:Site", name);
      const urn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/cloudnumbering:Order::old";
      new Order("leeds", buying, { parent: this, aliases: [{ name: "york" }, urn] });
    }
  }
  const { OrderKey: key, Order: order } = await declare(() => new Site("north"));
  expect(key?.request?.getParent()).toBe(order?.request?.getParent());
  const aliasesOf = (one: Registered | undefined) =>
    one?.request?.getAliasesList().map((alias) => alias.getUrn() || alias.getSpec()?.getName());
  expect(aliasesOf(order)).toEqual([
    "york",
    "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/cloudnumbering:Order::old",
  ]);
  expect(aliasesOf(key)).toEqual([
    "york",
    "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/cloudnumbering:OrderKey::old",
  ]);
});

test("the key is protected and kept with its order", async () => {
  const { OrderKey: key } = await declare(() => {
    return new Order("leeds", buying, { protect: true, retainOnDelete: true });
  });
  expect(key?.request?.getProtect()).toBe(true);
  expect(key?.request?.getRetainondelete()).toBe(true);
});

test("O9 one idempotencyKey for two orders of a program is found in the constructor", async () => {
  await declare(() => new Order("leeds", { ...buying, idempotencyKey: "leeds-2026" }));
  expect(() => new Order("york", { ...buying, idempotencyKey: "leeds-2026" })).toThrow(
    '"leeds" and "york" both declare the idempotencyKey "leeds-2026"',
  );
});

test("O13 one order taken over by two resources of a program is found in the constructor", async () => {
  await declare(() => new Order("leeds", { adopt: "NO7" }));
  expect(() => new Order("york", { adopt: "NO7" })).toThrow('"leeds" and "york" both declare order NO7');
});

test("numberAt gives the number at a place of the order", async () => {
  const number = { sid: "AN1", number: "+441134960100", status: "IN_SERVICE" };
  await pulumi.runtime.setMocks({
    newResource: ({ inputs, name }) => ({ id: name, state: { ...inputs, numbers: [number] } }),
    call: ({ inputs }) => inputs,
  });
  const order = new Order("leeds", { adopt: "NO9" });
  const get = <T>(value: pulumi.Output<T>) => new Promise<T>((resolve) => value.apply(resolve));
  expect(await get(order.numberAt(0))).toBe("+441134960100");
});
