import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { Account } from "../client/account";
import type { EndpointRecord } from "../client/endpoints";
import { converge, verify } from "../engine/converge";
import { declared, sidIsId } from "../engine/declared";
import { declareOnce } from "../engine/declared-once";
import { type Context, defineResource } from "../engine/define-resource";
import { Refusal, Unfinished } from "../engine/failures";
import {
  type ArgsOf,
  computed,
  guard,
  type InputsOf,
  type OutputsOf,
  replaces,
  secretWhen,
} from "../engine/properties";
import { awaitSuccessor, movingDefault, warnWithoutDefault } from "./endpoint-default";
import { foreseeEndpoint } from "./endpoint-preview";
import { duplicate, inUse, keptForNumbers } from "./endpoint-refusals";
import { mayHoldCredential, uriProblem } from "./endpoint-uri";
import { goesTo } from "./number-routes";
import { wasReleased } from "./released-numbers";

const properties = {
  /** What people call it: the label in the portal. At least one visible character. */
  description: z.string("must be a text").regex(/\S/, "must not be empty"),

  /** Which traffic it takes: `voice` or `sms`. A change replaces the endpoint, the new one first. */
  endpointType: replaces(z.enum(["voice", "sms"], 'must be "voice" or "sms"')),

  /**
   * Where the traffic goes. Voice: `sip:user@host:port`, whose user may hold `%e164`, `%raw` or `%national` for the
   * called number. SMS: `https://…` for a callback, or `mailto:address`. A uri that may carry a token (a query, a
   * password) is kept as a Pulumi secret; mark others with `pulumi.secret` yourself. (docs: route-numbers-api)
   */
  uri: secretWhen(z.string("must be a text"), mayHoldCredential),

  /**
   * Whether numbers without an endpoint of their own go here. Setting it takes it from the endpoint that had it:
   * GUESS, one default a type. Not managed when left out.
   */
  isDefault: z.boolean("must be true or false").optional(),

  /** Whether it is the secondary destination of its type; the API does not say more. Not managed when left out. */
  isSecondary: z.boolean("must be true or false").optional(),

  /** The sid (`EP…`) of an existing endpoint to take over instead of making one; it is changed to what is declared. */
  adopt: guard(
    z.string("must be the sid of an endpoint, such as EP…").min(1, "must not be empty").optional(),
  ),

  /** Make the endpoint even if the account has one with the same type, uri and description. */
  allowDuplicate: guard(z.boolean("must be true or false").optional()),

  /** The endpoint's identifier: `EP…`. Numbers are routed to it by this. */
  sid: computed(z.string()),
};

export type EndpointProperties = typeof properties;

type Inputs = InputsOf<EndpointProperties>;

/** Arguments of {@link Endpoint}. */
export interface EndpointArgs extends ArgsOf<EndpointProperties> {}

/** @internal */
export const endpoint = defineResource({
  kind: "Endpoint",
  properties,

  refine({ endpointType, uri }) {
    const problem = endpointType && uri !== undefined ? uriProblem(endpointType, uri) : undefined;
    return problem ? [`uri: ${problem}`] : [];
  },

  /** Naming another endpoint to take over means that one instead of this one. */
  replacedBy({ adopt }, id) {
    return adopt && adopt !== id ? ["adopt"] : [];
  },

  foresee: foreseeEndpoint,

  async create(account: Account, inputs: Inputs, context: Context): Promise<EndpointRecord> {
    const { adopt, allowDuplicate = false } = inputs;
    if (adopt) return takeOver(account, adopt, inputs, context);
    return movingDefault(account, inputs, context, async () => {
      const creation = await account.endpoints.create(declaredFields(inputs), allowDuplicate);
      if ("twin" in creation) throw duplicate(creation.twin);
      return verifyNew(account, creation.sid, inputs, context);
    });
  },

  async read({ endpoints }: Account, sid: string): Promise<EndpointRecord | undefined> {
    return endpoints.find(sid, endpoints.lastWrite());
  },

  async update(account: Account, sid: string, inputs: Inputs, context: Context): Promise<EndpointRecord> {
    const before = await account.endpoints.find(sid, account.endpoints.now());
    if (before) return bringInLine(account, before, inputs, context);
    throw new Refusal(`endpoint ${sid} is no longer on the account; pulumi up --refresh makes it again`);
  },

  async delete({ endpoints, numbers }: Account, sid: string, context: Context): Promise<void> {
    // Both lists at once; what goes to an endpoint that is gone, nobody needs to know.
    const readingNumbers = numbers.live.read(numbers.live.now());
    readingNumbers.catch(() => undefined);
    const current = await endpoints.find(sid, endpoints.lastChange());
    if (!current) return;
    const ringing = await readingNumbers;
    const routed = ringing.filter((number) => goesTo(number, sid));
    const held = routed.filter((number) => !wasReleased(number.sid));
    if (held.length > 0) throw inUse(current, held);
    if (routed.length > 0) {
      await context.warn(keptForNumbers(current, routed));
      return;
    }
    await endpoints.delete(sid);
    const { readable: left } = await endpoints.read(endpoints.now());
    if (left.some((each) => each.sid === sid)) {
      throw new Refusal(
        `endpoint ${sid}: the service reported success but still lists it; run it again later`,
      );
    }
    if (current.isDefault) await warnWithoutDefault(current, { left, ringing }, context);
  },

  idOf: ({ sid }) => sid,
});

/** The fields of an endpoint that the inputs declare, as the API names them. */
function declaredFields({ description, endpointType, uri, isDefault, isSecondary }: Inputs) {
  return {
    description,
    endpointType,
    uri,
    ...(isDefault !== undefined && { isDefault }),
    ...(isSecondary !== undefined && { isSecondary }),
  };
}

/**
 * What a new endpoint became. From here on its sid is known and must reach the state, whatever goes wrong: an endpoint
 * that is not listed yet, or a list that cannot be read, is looked at again by the next `up`.
 */
async function verifyNew(
  { endpoints }: Account,
  sid: string,
  inputs: Inputs,
  context: Context,
): Promise<EndpointRecord> {
  const thing = `endpoint ${sid}`;
  const toChange = declaredFields(inputs);
  const unread = (why: string) =>
    new Unfinished(
      { isDefault: false, isSecondary: false, ...toChange, sid },
      `${thing}: it was made, but ${why}`,
    );
  const after = await endpoints.findSoon(sid).catch((error: Error) => {
    throw unread(`could not be read back (${error.message}); run pulumi up again`);
  });
  if (!after) throw unread("the service does not list it yet; run pulumi up again");
  await verify({ thing, before: undefined, toChange, after, context });
  return after;
}

async function takeOver(
  account: Account,
  sid: string,
  inputs: Inputs,
  context: Context,
): Promise<EndpointRecord> {
  const before = await account.endpoints.find(sid, account.endpoints.now());
  if (!before)
    throw new Refusal(`adopt: there is no endpoint ${sid} on this account; see the portal for its sid`);
  if (before.endpointType !== inputs.endpointType) {
    throw new Refusal(
      `adopt: ${sid} is a ${before.endpointType} endpoint and cannot become ${inputs.endpointType}; ` +
        `declare endpointType: "${before.endpointType}", or take adopt out to make a new one`,
    );
  }
  return bringInLine(account, before, inputs, context);
}

async function bringInLine(
  account: Account,
  found: EndpointRecord,
  inputs: Inputs,
  context: Context,
): Promise<EndpointRecord> {
  const { endpoints } = account;
  const { sid } = found;
  const before = await awaitSuccessor(account, found, inputs, context);
  return movingDefault(account, inputs, context, () =>
    converge<EndpointRecord>({
      thing: `endpoint ${sid}`,
      before,
      declared: declaredFields(inputs),
      context,
      send: ({ description, uri, isDefault, isSecondary }) =>
        endpoints.update(sid, { description, uri, isDefault, isSecondary }),
      readBack: () => endpoints.find(sid, endpoints.now()),
    }),
  );
}

/**
 * A destination for calls or messages on your account. Deleting it is refused while numbers go to it, unless the same run
 * has let go of their assignments, which keeps it on the account; making it is refused when the account has the same one
 * already (take that over with `adopt`).
 *
 * @delete Costs nothing. Refused, naming the numbers, while calls or messages of numbers go to it. Numbers without an
 * endpoint of their own lose the default when it was that one: a warning names them.
 *
 * @operations GET /endpoints, POST /endpoints, PUT /endpoints/{sid}, DELETE /endpoints/{sid},
 * GET /numbers (before a delete)
 *
 * @example
 * ```ts
 * const reception = new cloudnumbering.Endpoint("reception", {
 *   description: "Reception",
 *   endpointType: "voice",
 *   uri: "sip:%e164@203.0.113.10:5060",
 * });
 * ```
 */
export class Endpoint extends CustomResource {
  constructor(name: string, args: EndpointArgs, options: CustomResourceOptions = {}) {
    if (args?.isDefault === true && typeof args.endpointType === "string") {
      declareOnce(`the default ${args.endpointType} endpoint`, name, options);
    }
    super(...declared(endpoint, name, args, options));
    sidIsId(this);
  }

  /** Reads an endpoint that is managed elsewhere, by its sid. @throws when there is none */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): Endpoint {
    return new Endpoint(name, undefined as unknown as EndpointArgs, { ...options, id });
  }
}

export interface Endpoint extends OutputsOf<EndpointProperties> {
  /** The organisation that the endpoint belongs to: `OR…`. */
  readonly organisationSid: Output<string>;
}
