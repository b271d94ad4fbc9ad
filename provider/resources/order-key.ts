import { randomUUID } from "node:crypto";
import {
  type Alias,
  CustomResource,
  type CustomResourceOptions,
  type Output,
  output,
  type URN,
} from "@pulumi/pulumi";
import { z } from "zod";
import type { Account } from "../client/account";
import { declared } from "../engine/declared";
import { defineResource } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import { type ArgsOf, computed, type LiveOf, type OutputsOf, replaces } from "../engine/properties";

const properties = {
  /** The key: a random UUID, unless the program gives one. */
  value: replaces(z.string("must be a text").min(8, "must have at least 8 characters").optional()),

  /** When it was made, by the service's clock (ISO 8601): an order placed with it is not older. */
  createdAt: computed(z.string()),
};

/** Arguments of {@link OrderKey}. */
export interface OrderKeyArgs extends ArgsOf<typeof properties> {}

/**
 * The keys that this very process has made up: nobody can have bought anything with them before. One that a program
 * gives may have been used anywhere.
 */
const madeHere = new Set<string>();

export function wasMadeHere(key: string): boolean {
  return madeHere.has(key);
}

/** @internal */
export const orderKey = defineResource({
  kind: "OrderKey",
  properties,

  async create(account: Account, { value: given }): Promise<LiveOf<typeof properties>> {
    const createdAt = new Date((await account.serverTime()).ms).toISOString();
    const value = given ?? randomUUID();
    if (given === undefined) madeHere.add(value);
    return { value, createdAt };
  },

  /** There is nothing to look at: the key is a secret of nobody and a thing of this state alone. */
  async read(_account: Account, id, { known }): Promise<LiveOf<typeof properties> | undefined> {
    const live = kept(known);
    if (live) return live;
    throw new Refusal(
      `order key ${id} is not in the state, and the account knows nothing of it: import the order alone`,
    );
  },

  async update(_account: Account, id, _inputs, { known }): Promise<LiveOf<typeof properties>> {
    const live = kept(known);
    if (live) return live;
    throw new Refusal(`order key ${id}: the state has lost it`);
  },

  async delete(): Promise<void> {},

  idOf: ({ value }) => value,
});

function kept({ value, createdAt }: { value?: string | undefined; createdAt?: string | undefined }) {
  return value !== undefined && createdAt !== undefined ? { value, createdAt } : undefined;
}

/**
 * The idempotency key of an {@link Order}, which makes it by itself, under its own name. It is a resource so that the
 * engine stores the key before anything is bought with it: whatever is killed, and wherever the next `pulumi up`
 * runs, the order is asked for with the same key. Replacing it (`pulumi up --replace`) is how a person insists on
 * buying again.
 *
 * @delete Costs nothing and touches nothing on the account.
 * @operations none
 * @example
 * ```ts
 * const key = new cloudnumbering.OrderKey("leeds", { value: "0cefa56f-8ecb-465f-9c38-5e70d7f4bc68" });
 * ```
 */
export class OrderKey extends CustomResource {
  constructor(name: string, args: OrderKeyArgs, options: CustomResourceOptions = {}) {
    super(...declared(orderKey, name, args, options));
  }
}

export interface OrderKey extends OutputsOf<typeof properties> {
  /** The organisation that it belongs to: `OR…`. */
  readonly organisationSid: Output<string>;
}

/** The options of the key that stands beside an order: it goes wherever the order goes. */
export function siblingOptions(options: CustomResourceOptions): CustomResourceOptions {
  const { parent, provider, protect, retainOnDelete, aliases } = options;
  return {
    ...(parent && { parent }),
    ...(provider && { provider }),
    ...(protect !== undefined && { protect }),
    ...(retainOnDelete !== undefined && { retainOnDelete }),
    ...(aliases && { aliases: aliases.map((alias) => output(alias).apply(keyAlias)) }),
  };
}

/** An alias that names the order's URN names the key's beside it. */
function keyAlias(alias: URN | Alias): URN | Alias {
  return typeof alias === "string" ? alias.replace(":Order::", ":OrderKey::") : alias;
}
