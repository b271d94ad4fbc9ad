import type { Guesses, OrderRecord, SandboxOptions } from "../../sandbox";
import { type Account, openAccount } from "./account";
import { type Declaration, type Input, output } from "./deployment";
import type { Result, StackOptions } from "./provider-stack";
import type { Values } from "./values";

/** How long a request may be under way: short where a test has to wait for the end of that. */
export const SHORT = { CLOUDNUMBERING_TIMEOUT_SECONDS: "3" };

/** A stack that may spend enough for every test. */
export const SPENDING = { "cloudnumbering:maxSpend": "50 GBP" };

/** What one local number costs at once in the sandbox, and each further month. */
export const PRICE = { totalCost: "2.20", recurringCost: "1.20" };

export interface Shop extends Account {
  /** RE…, the product that the tests buy: 2.20 GBP a number, of a balance of 100 GBP. */
  readonly product: string;
  /** An order and the key beside it, as the class makes them. */
  order(name: string, inputs?: Declaration["inputs"]): Declaration[];
  /** The orders of the account, oldest first. */
  orders(): OrderRecord[];
  /** What has left the balance, in major units. */
  spent(): number;
}

export interface ShopOptions {
  guesses?: Partial<Guesses>;
  sandbox?: SandboxOptions;
  stack?: Omit<StackOptions, "env" | "config">;
  /** Beside the credentials. */
  env?: Record<string, string>;
  config?: Values;
}

/** An account with a balance of 100 GBP, and a stack that may spend 50 of them. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const account = await openAccount({
    sandbox: { guesses: options.guesses ?? {}, ...options.sandbox },
    stack: { config: options.config ?? SPENDING, env: options.env ?? {}, ...options.stack },
  });
  const { world } = account.sandbox;
  const [product = "no product"] = world.trade.catalogue.entries.keys();
  return {
    ...account,
    product,
    order: (name, inputs = {}) => withKey(name, { ...ONE, rateCardEntrySid: product, ...inputs }),
    orders: () => [...world.trade.orders.records.values()],
    spent: () => Math.round((100 - world.organisation.balance) * 100) / 100,
  };
}

const ONE: Declaration["inputs"] = { amount: 1, maxTotalCost: 10, currency: "GBP" };

/** The driver knows a resource by its name alone, so the key has another than its order. */
export function keyOf(name: string): string {
  return `${name}-key`;
}

/** An order to buy, and the key beside it, as the class makes them. */
export function withKey(name: string, { idempotencyKey, ...inputs }: Declaration["inputs"]): Declaration[] {
  const value: { [key: string]: Input } = idempotencyKey === undefined ? {} : { value: idempotencyKey };
  const key: Declaration = { type: "OrderKey", name: keyOf(name), inputs: value };
  const from = {
    idempotencyKey: output(keyOf(name), "value"),
    keyCreatedAt: output(keyOf(name), "createdAt"),
  };
  const order: Declaration = {
    type: "Order",
    name,
    inputs: { ...inputs, ...from },
    deleteBeforeReplace: false,
  };
  return [key, order];
}

/** An order that is taken over. */
export function adopting(name: string, sid: string, inputs: Declaration["inputs"] = {}): Declaration {
  return { type: "Order", name, inputs: { adopt: sid, ...inputs }, deleteBeforeReplace: false };
}

/** An account in which the orders of these names are declared and bought, with nothing in its call log. */
export async function bought(
  names: readonly string[],
  inputs: Declaration["inputs"] = {},
  options: ShopOptions = {},
): Promise<Shop & { declared: Declaration[]; sids: string[] }> {
  const shop = await openShop(options);
  const declared = names.flatMap((name) => shop.order(name, inputs));
  const { failures } = await shop.stack.up(declared);
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join("\n"));
  shop.sandbox.clearCalls();
  return { ...shop, declared, sids: names.map((name) => shop.stack.state.get(name)?.id ?? "not bought") };
}

/** What was said for information, in order. */
export function told({ told: messages }: Result): string[] {
  return messages.map(({ text }) => text);
}

/** What was warned of, in order. */
export function warned({ warnings }: Result): string[] {
  return warnings.map(({ text }) => text);
}

/** What failed, in order. */
export function failed({ failures }: Result): string[] {
  return failures.map(({ message }) => message);
}

/** How often an operation has arrived. */
export function count({ sandbox }: Account, operation: string): number {
  return sandbox.calls.filter((call) => call.operation === operation).length;
}
