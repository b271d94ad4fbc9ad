import { onTestFinished } from "vitest";
import { type Call, type Guesses, type Sandbox, startSandbox, type World } from "../../sandbox";
import { type Hold, Wire } from "./wire";

/** How a service may treat an idempotency key. */
export const services = {
  honours: { title: "honours keys", guesses: {}, forgets: false },
  forgets: {
    title: "honours them for a minute",
    guesses: { "idempotency-key-life": 60 },
    forgets: true,
  },
  ignores: { title: "ignores them", guesses: { "idempotency-keys": "ignore" }, forgets: true },
} as const satisfies Record<string, { title: string; guesses: Partial<Guesses>; forgets: boolean }>;

export type Service = keyof typeof services;

/** A name in the program, and what it is: an order of this package, or a naive one. */
export type BuyerName = Service | "naive";

/** What each order asks for, and what the sandbox takes for it: 1.20 of rental and 1.00 of connection a number. */
export const AMOUNT = 2;
export const PRICE = 4.4;

/** An account with one order to buy in it, and the way there. */
export class Buyer {
  /** By how much the service's clock is ahead of this machine's. */
  #ahead = 0;

  private constructor(
    readonly name: BuyerName,
    readonly sandbox: Sandbox,
    readonly wire: Wire,
  ) {}

  static async open(name: BuyerName): Promise<Buyer> {
    let buyer: Buyer | undefined;
    const clock = () => Date.now() + (buyer === undefined ? 0 : buyer.#ahead);
    const guesses = name === "naive" ? {} : services[name].guesses;
    const sandbox = await startSandbox({ guesses, clock });
    const wire = await Wire.to(sandbox.baseUrl);
    onTestFinished(async () => {
      await wire.close();
      await sandbox.stop();
    });
    buyer = new Buyer(name, sandbox, wire);
    // The sandboxes would otherwise name their orders alike.
    if (name === "ignores") sandbox.world.trade.orders.nextSid();
    if (name === "forgets") buyer.onceBought((self) => self.letTimePass());
    return buyer;
  }

  get isNaive(): boolean {
    return this.name === "naive";
  }

  /** The service cannot tell from its key whose an order is. */
  get isForgetful(): boolean {
    return this.name !== "naive" && services[this.name].forgets;
  }

  get world(): World {
    return this.sandbox.world;
  }

  get purchases(): number {
    return this.world.trade.orders.records.size;
  }

  /** The sids of all orders, in the order of purchase. */
  get orders(): string[] {
    return [...this.world.trade.orders.records.keys()];
  }

  /** What left the balance, each time. */
  get charges(): number[] {
    return this.world.trade.ledger.movements.map(({ amount }) => -amount);
  }

  calls(operation: string): Call[] {
    return this.sandbox.calls.filter((call) => call.operation === operation);
  }

  /** Whatever is remembered for a minute is forgotten. */
  letTimePass(): void {
    this.#ahead += 61_000;
  }

  /** Does this as soon as a purchase is made and all that belongs to it is written down. */
  onceBought(work: (self: Buyer) => void): void {
    const { orders } = this.world.trade;
    const add = orders.add.bind(orders);
    orders.add = (order) => {
      orders.add = add;
      queueMicrotask(() => work(this));
      return add(order);
    };
  }

  /** The last thing that is asked before the purchase waits for its answer. */
  holdLastQuestion(): Hold {
    // The order of this package asks for the price in check, and again in create.
    return this.isNaive
      ? this.wire.hold("answer", /^POST \S*\/oauth\/token/)
      : this.wire.hold("answer", /^POST \S*\/orders\/preview /, 1);
  }

  holdPurchase(): Hold {
    return this.wire.hold("request", /^POST \S*\/orders /);
  }

  /** The purchase is answered; the order that was made is read back. */
  holdReadingBack(): Hold {
    return this.wire.hold("answer", /^GET \S*\/orders\/NO/);
  }

  /** The lines of the program; with `adopt`, the order of that sid is taken over instead. */
  program({ timeoutSeconds, adopt }: { timeoutSeconds: number; adopt?: string | undefined }): string {
    const { clientId, clientSecret, baseUrl } = this.sandbox;
    const config = {
      "cloudnumbering:clientId": clientId,
      "cloudnumbering:clientSecret": clientSecret,
      "cloudnumbering:baseUrl": this.wire.through(baseUrl),
      "cloudnumbering:timeoutSeconds": String(timeoutSeconds),
      "cloudnumbering:maxSpend": "10 GBP",
    };
    const entry = [...this.world.trade.catalogue.entries.keys()][0];
    const wanted = this.isNaive
      ? { rateCardEntrySid: entry, amount: AMOUNT }
      : { rateCardEntrySid: entry, amount: AMOUNT, maxTotalCost: 5, currency: "GBP" };
    return `new ${this.isNaive ? "NaiveOrder" : "cloudnumbering.Order"}("${this.name}",
      ${JSON.stringify(adopt === undefined ? wanted : { adopt })},
      { provider: new Account("${this.name}", ${JSON.stringify(config)}) });\n`;
  }
}

/** What stands before the buyers' lines: one provider process an account, and the naive order. */
export const PROLOGUE = `
const pulumi = require("@pulumi/pulumi");
class Account extends pulumi.ProviderResource {
  constructor(name, config) {
    super("pulumi-nodejs", name, config);
  }
}
class NaiveOrder extends pulumi.CustomResource {
  constructor(name, args, options) {
    const __provider = 'exports.handler = () => require(process.cwd() + "/naive-order.cjs").order';
    super("pulumi-nodejs:dynamic/naive:Order", name, { ...args, sid: undefined, numbers: undefined, __provider }, options);
  }
}
`;
