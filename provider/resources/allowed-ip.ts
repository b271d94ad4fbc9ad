import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { Account } from "../client/account";
import { declared } from "../engine/declared";
import { declareOnce } from "../engine/declared-once";
import { type Change, type Context, defineResource, type Prepared } from "../engine/define-resource";
import { Refusal } from "../engine/failures";
import {
  type ArgsOf,
  guard,
  type InputsOf,
  type LiveOf,
  type OutputsOf,
  replaces,
} from "../engine/properties";
import { allow, disallow, warnOfFirst } from "./allowed-ip-changes";
import { canonicalIp, ipProblem, isExample } from "./ip-address";

const properties = {
  /**
   * Which traffic's list: `voice` or `sms`. GUESS: that `sms` has one (the API's pages speak of voice only). A change
   * replaces: the new address is added before the old one is removed.
   */
  endpointType: replaces(z.enum(["voice", "sms"], 'must be "voice" or "sms"')),

  /**
   * The public IPv4 address that the traffic comes from, as four decimal numbers: `203.0.113.10`. A change replaces: the
   * new address is added before the old one is removed.
   */
  ip: replaces(
    z.string("must be a text").superRefine((text, context) => {
      const problem = ipProblem(text);
      if (problem) context.addIssue({ code: "custom", message: problem });
    }),
  ),

  /**
   * Whether it may be removed although it is the last one allowed for voice. It counts from the `pulumi up` that stores
   * it; for one command, `CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS=1` in the environment does the same.
   */
  allowRemovingLast: guard(z.boolean("must be true or false").optional()),
};

type P = typeof properties;
type Live = LiveOf<P>;

/** Arguments of {@link AllowedIp}. */
export interface AllowedIpArgs extends ArgsOf<P> {}

/** @internal */
export const allowedIp = defineResource({
  kind: "AllowedIp",
  properties,

  /** One way to write an address, or equal ones would differ for ever; and what to know of one that is new. */
  async prepare(
    account: () => Account,
    { inputs, before }: Change<P>,
    context: Context<P>,
  ): Promise<Prepared<P>> {
    if (inputs.ip === undefined) return {};
    const ip = canonicalIp(inputs.ip);
    if (before === undefined) {
      if (isExample(ip)) {
        await context.warn(`${ip} is an address for examples: no traffic ever comes from it`);
      }
      if (inputs.endpointType) await warnOfFirst(account, { endpointType: inputs.endpointType, ip }, context);
    }
    return { inputs: { ip } };
  },

  async create(account: Account, { endpointType, ip }: InputsOf<P>): Promise<Live> {
    return allow(account, { endpointType, ip });
  },

  async read({ allowedIps }: Account, id: string): Promise<Live | undefined> {
    const { endpointType, ip } = addressOf(id);
    const isAllowed = await allowedIps.has(endpointType, ip, allowedIps.lastWrite(endpointType));
    return isAllowed ? { endpointType, ip } : undefined;
  },

  /** Only a guard can have changed; or a create was not seen to the end. */
  async update(account: Account, id: string): Promise<Live> {
    return allow(account, addressOf(id));
  },

  async delete(account: Account, id: string, { known }: Context<P>): Promise<void> {
    await disallow(account, addressOf(id), known.allowRemovingLast === true);
  },

  idOf: ({ endpointType, ip }) => `${endpointType}/${ip}`,
});

/** @throws {Refusal} when it is no id of an allowed address */
function addressOf(id: string): Live {
  const [, type, ip] = /^(voice|sms)\/([^/]+)$/.exec(id) ?? [];
  if (type === undefined || ip === undefined) {
    throw new Refusal(`an allowed address has an id such as voice/203.0.113.10, not ${JSON.stringify(id)}`);
  }
  return { endpointType: type as Live["endpointType"], ip };
}

/**
 * An address from which your own platform may send traffic into the service: "this address is allowed". One that is
 * allowed already is taken over as it is, and managed from then on.
 *
 * @delete Costs nothing. Removes the address, one at a time; calls from it are refused from then on. Refused for the last
 * one that is allowed for voice, unless `allowRemovingLast` or the environment says otherwise.
 *
 * @operations GET /endpoints/{endpointType}/ips, POST /endpoints/{endpointType}/ips,
 * DELETE /endpoints/{endpointType}/ips/{ip}
 *
 * @example
 * ```ts
 * const pbx = new cloudnumbering.AllowedIp("pbx", { endpointType: "voice", ip: "203.0.113.10" });
 * ```
 */
export class AllowedIp extends CustomResource {
  constructor(name: string, args: AllowedIpArgs, options: CustomResourceOptions = {}) {
    if (typeof args?.endpointType === "string" && typeof args.ip === "string") {
      declareOnce(`the allowed ${args.endpointType} address ${canonicalIp(args.ip)}`, name, options);
    }
    super(...declared(allowedIp, name, args, options));
  }

  /** Reads an address that is managed elsewhere, by its id: `voice/203.0.113.10`. @throws when it is not allowed */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): AllowedIp {
    return new AllowedIp(name, undefined as unknown as AllowedIpArgs, { ...options, id });
  }
}

export interface AllowedIp extends OutputsOf<P> {
  /** The organisation that the address is allowed for: `OR…`. */
  readonly organisationSid: Output<string>;
}
