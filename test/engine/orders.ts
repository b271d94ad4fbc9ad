import type { OrderRecord } from "../../sandbox";
import { Stage } from "./trouble-stage";

/** What one UK local number costs in the sandbox, with its connection, and the rental in it. */
export const ONE = { total: "2.20", recurring: "1.20" };

interface OrderOptions {
  guesses?: NonNullable<Parameters<typeof Stage.open>[1]>["guesses"];
  /** The stack's limit; none: spending is off. */
  maxSpend?: string;
}

/** A stage on which orders are placed: with a limit to spend, and short waits. */
export async function openShop({ guesses = {}, maxSpend = "20 GBP" }: OrderOptions = {}): Promise<Stage> {
  const config = maxSpend === "" ? {} : { "cloudnumbering:maxSpend": maxSpend };
  const stage = await Stage.open("", { guesses, config });
  stage.stack.env = { ...stage.stack.env, CLOUDNUMBERING_TIMEOUT_SECONDS: "3" };
  return stage;
}

/** A line of a program that declares an order of one local number and exports its price; `args` go on top. */
export function order(stage: Stage, name: string, args: object = {}, options = "{}"): string {
  const [entry] = stage.sandbox.world.trade.catalogue.entries.keys();
  const wanted =
    "adopt" in args ? {} : { rateCardEntrySid: entry, amount: 1, maxTotalCost: 8, currency: "GBP" };
  return `const ${name} = new cloudnumbering.Order("${name}", ${JSON.stringify({ ...wanted, ...args })}, ${options});
    exports.${name} = ${name}.quote.apply((quote) => quote?.totalCost);\n`;
}

export function purchases(stage: Stage): OrderRecord[] {
  return [...stage.sandbox.world.trade.orders.records.values()];
}

/** What left the balance since the start. */
export function charged(stage: Stage): number[] {
  return stage.sandbox.world.trade.ledger.movements.map(({ amount }) => -amount);
}

/** How often each number was asked to be disconnected, in the order in which the account has them. */
export function disconnections(stage: Stage): number[] {
  const { calls, world } = stage.sandbox;
  const asked = calls.filter(({ operation }) => operation === "numbers.disconnect").map(({ path }) => path);
  return [...world.numbers.keys()].map((sid) => asked.filter((path) => path.endsWith(`/${sid}`)).length);
}

/** The URN that an order has or would have, its key, or a pattern for both. */
export function urnOf(kind: "Order" | "OrderKey" | "Order*", name: string, parents = ""): string {
  return `urn:pulumi:dev::engine-test::${parents}pulumi-nodejs:dynamic/cloudnumbering:${kind}::${name}`;
}
