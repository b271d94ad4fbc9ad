import {
  all,
  CustomResource,
  type CustomResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import { z } from "zod";
import type { Account } from "../client/account";
import { declared, sidIsId } from "../engine/declared";
import { declareOnce } from "../engine/declared-once";
import { defineResource } from "../engine/define-resource";
import { ProgramError } from "../engine/program-error";
import { type ArgsOf, computed, fixed, guard, type OutputsOf, planned } from "../engine/properties";
import { OrderKey, siblingOptions } from "./order-key";
import { orderNumber } from "./order-numbers";
import { contested, standingOf } from "./order-request";
import { cap, currencyCode, quoteShape } from "./order-terms";

const properties = {
  /** What the numbers are bought as: `RE…`, the sid of a catalogue entry (`getCatalogue`). */
  rateCardEntrySid: fixed(z.string("must be a text").min(1, "must not be empty").optional()),

  /** How many numbers: a whole number from 1 to 100 (GUESS: the largest). Left out when `numberSids` says which. */
  amount: fixed(
    z
      .int("must be a whole number")
      .min(1, "must be 1 at least")
      .max(100, "must be 100 at most; split it over several orders")
      .optional(),
  ),

  /** Which numbers: sids of the pool (`NB…`, of a `NumberSelection` or `getAvailableNumbers`). Choosing costs a fee. */
  numberSids: fixed(
    z
      .array(
        z
          .string("must be sids (NB…)")
          .regex(/^(?!AN)/, "must be of the pool (NB…): AN… is a number you have"),
      )
      .min(1, "must name one at least")
      .max(100, "must be 100 at most; split it over several orders")
      .refine((sids) => new Set(sids).size === sids.length, "must not name a number twice")
      .optional(),
  ),

  /** From which group: `NG…` (`getNumberGroups`). */
  numberGroupSid: fixed(z.string("must be a text").min(1, "must not be empty").optional()),

  /** The most that placing the order may cost, in major units of `currency`: 12.5 or "12.50". */
  maxTotalCost: guard(cap.optional()),

  /** The currency that the price must be in: `GBP`. */
  currency: fixed(currencyCode.optional()),

  /** The sid (`NO…`) of an order of the account to take over instead of buying: nothing is bought. */
  adopt: guard(z.string("must be the sid of an order, such as NO…").min(1, "must not be empty").optional()),

  /**
   * What deleting the resource does to the numbers: `keep` (the default) leaves them in service and paid for;
   * `disconnect` takes them out of service at once. It counts from the `pulumi up` that stores it.
   */
  onDelete: guard(z.enum(["keep", "disconnect"], 'must be "keep" or "disconnect"').optional()),

  /**
   * What a number that was disconnected elsewhere means: `report` (the default) says so and shows it as drift;
   * `accept` takes it as it is; `reconnect` pays for reconnecting it, up to `maxReconnectCost`. Never is another bought.
   */
  onDisconnected: guard(
    z.enum(["report", "accept", "reconnect"], 'must be "report", "accept" or "reconnect"').optional(),
  ),

  /** The most that one reconnection may cost, in the order's currency. Needed for `onDisconnected: "reconnect"`. */
  maxReconnectCost: guard(cap.optional()),

  /** The key by which the service recognises a repetition. Left out, `OrderKey` makes one. */
  idempotencyKey: fixed(z.string("must be a text").min(8, "must have at least 8 characters").optional()),

  /** When the key was made, by the service's clock. Set by the class. */
  keyCreatedAt: fixed(z.string().optional()),

  /** The price, known before anything is bought: decimals as text, in major units. Nothing for an adopted order. */
  quote: planned(quoteShape.optional()),

  /** The order's identifier: `NO…`. */
  sid: computed(z.string()),

  /** What was bought. Its order and length never change: an index always means the same number. */
  numbers: computed(z.array(orderNumber)),

  /** What was charged, as far as the API tells: a decimal as text, in major units of the order's currency. */
  totalCost: computed(z.string()),

  /** When it was placed: ISO 8601, by the service's clock. */
  createdAt: computed(z.string()),

  /** How many reconnections of this resource have ended, those that failed included. */
  reconnections: computed(z.number()),

  /** A reconnection that the service has not finished yet (`NR…`); empty when there is none. */
  reconnectRequestSid: computed(z.string()),
};

export type OrderProperties = typeof properties;

/** The arguments that say what to buy. */
type Purchase =
  | "rateCardEntrySid"
  | "amount"
  | "numberSids"
  | "numberGroupSid"
  | "maxTotalCost"
  | "currency"
  | "idempotencyKey";
type Given = Omit<ArgsOf<OrderProperties>, "keyCreatedAt">;
type Required<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** Arguments of {@link Order} that hold in both cases. */
interface OrderGuards extends Pick<Given, "onDelete" | "onDisconnected" | "maxReconnectCost"> {}

/** Arguments of an {@link Order} that buys. Give `amount`, or `numberSids`. */
export interface BuyOrderArgs
  extends OrderGuards,
    Required<Pick<Given, "rateCardEntrySid" | "maxTotalCost" | "currency">>,
    Pick<Given, "amount" | "numberSids" | "numberGroupSid" | "idempotencyKey"> {
  /** Not here: an order either buys or takes over. */
  readonly adopt?: undefined;
}

/** Arguments of an {@link Order} that takes over one of the account's orders. */
export interface AdoptOrderArgs extends OrderGuards, Required<Pick<Given, "adopt">> {}

export type OrderArgs = BuyOrderArgs | AdoptOrderArgs;

const PURCHASE: readonly Purchase[] = [
  "rateCardEntrySid",
  "amount",
  "numberSids",
  "numberGroupSid",
  "maxTotalCost",
  "currency",
  "idempotencyKey",
];

/** Loaded where they are used, in the provider's process: a program only declares. */
const handlers = () => import("./order-handlers.js");
const preview = () => import("./order-preview.js");

/** @internal */
export const order = defineResource({
  kind: "Order",
  properties,

  refine({ amount, numberSids, onDisconnected }, isGiven) {
    const reasons: string[] = [];
    if (isGiven("adopt")) {
      const stray = PURCHASE.filter(isGiven);
      if (stray.length > 0)
        reasons.push(`adopt: takes over an order that exists, so take ${stray.join(", ")} out`);
    } else {
      const missing = (["rateCardEntrySid", "maxTotalCost", "currency"] as const).filter(
        (key) => !isGiven(key),
      );
      reasons.push(...missing.map((key) => `${key}: is missing`));
      if (!isGiven("amount") && !isGiven("numberSids")) {
        reasons.push("amount: is missing; say how many numbers to buy, or which with numberSids");
      }
    }
    if (amount !== undefined && numberSids !== undefined && amount !== numberSids.length) {
      reasons.push(`amount: is ${amount}, but numberSids names ${numberSids.length}; leave amount out`);
    }
    if (onDisconnected === "reconnect" && !isGiven("maxReconnectCost")) {
      reasons.push(
        'maxReconnectCost: is missing; onDisconnected: "reconnect" spends money, so say how much at the most',
      );
    }
    return reasons;
  },

  contested,
  prepare: async (account: () => Account, ...rest) => (await preview()).prepareOrder(account, ...rest),
  foresee: async (account: () => Account, ...rest) => (await preview()).foreseeOrder(account, ...rest),
  standing: standingOf,

  async create(account: Account, inputs, context) {
    const { placeOrder, takeOverOrder } = await handlers();
    return inputs.adopt === undefined
      ? placeOrder(account, inputs, context)
      : takeOverOrder(account, inputs.adopt, inputs, context);
  },
  read: async (account: Account, ...rest) => (await handlers()).orderAsItIs(account, ...rest),
  update: async (account: Account, ...rest) => (await handlers()).updateOrder(account, ...rest),
  delete: async (account: Account, ...rest) => (await handlers()).forgetOrder(account, ...rest),

  /** What it was bought as the account does not tell in full. */
  takenOver: ({ sid }) => ({ adopt: sid }),

  idOf: ({ sid }) => sid,
});

/**
 * Numbers bought once, at once, from the account's balance, within `maxTotalCost` and the stack's
 * `cloudnumbering:maxSpend`; or an order of the account taken over with `adopt`. What was bought cannot change. The
 * price is in the preview, and one order is one purchase, whatever is killed and whenever.
 *
 * @change What was bought cannot change: check refuses it and says the ways forward. A forced replacement finds the order
 * that it replaces, buys nothing and disconnects nothing, or is refused.
 * @delete `onDelete: "keep"` (the default) only forgets the order: its numbers stay in service and go on costing their
 * rental. `onDelete: "disconnect"` takes each number out of service at once; calls to it fail from then on.
 * @operations POST /orders/preview, POST /orders, GET /orders, GET /orders/{sid}, GET /numbers, GET /organisation,
 * DELETE /numbers/{sid} (on delete with disconnect), POST /numbers/reconnect/preview, POST /numbers/reconnect,
 * GET /numbers/reconnect/{requestSid} (with `onDisconnected: "reconnect"`)
 * @example
 * ```ts
 * const numbers = new cloudnumbering.Order("leeds", {
 *   rateCardEntrySid: "RE4ZQ1M0C5B8Z2X7N9V3K6L0P4T8W1Y5",
 *   amount: 2,
 *   maxTotalCost: 12.5,
 *   currency: "GBP",
 * });
 * export const first = numbers.numberAt(0);
 * ```
 */
export class Order extends CustomResource {
  constructor(name: string, args: OrderArgs, options: CustomResourceOptions = {}) {
    if (typeof args?.adopt === "string") declareOnce(`order ${args.adopt}`, name, options);
    const buys = args !== undefined && args.adopt === undefined && options.id === undefined;
    // Deleting first would disconnect the numbers that the replacement is then found to be.
    const kept = options.id === undefined ? { ...options, deleteBeforeReplace: false } : options;
    super(...declared(order, name, buys ? withKey(name, args, options) : args, kept));
    sidIsId(this);
  }

  /** Reads an order that is managed elsewhere, by its sid. @throws when there is none */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): Order {
    return new Order(name, undefined as unknown as OrderArgs, { ...options, id });
  }

  /** The number at that place of the order, in E.164; known once the order is placed. @throws when there is none */
  numberAt(index: Input<number>): Output<string> {
    return all([this.numbers, output(index)]).apply(([numbers, at]) => {
      const found = numbers[at];
      if (found) return found.number;
      throw new ProgramError(`numberAt(${at}): the order has ${numbers.length} numbers, counted from 0`);
    });
  }
}

export interface Order extends OutputsOf<OrderProperties> {
  /** The organisation that it belongs to: `OR…`. */
  readonly organisationSid: Output<string>;
}

/** The key is a resource of its own, so that it is stored before the order is placed with it. */
function withKey(name: string, args: BuyOrderArgs, options: CustomResourceOptions): object {
  if (typeof args.idempotencyKey === "string")
    declareOnce(`the idempotencyKey "${args.idempotencyKey}"`, name, options);
  const key = new OrderKey(name, { value: args.idempotencyKey }, siblingOptions(options));
  return { ...args, idempotencyKey: key.value, keyCreatedAt: key.createdAt };
}
