import {
  Config,
  type Input,
  type Output,
  output,
  ProviderResource,
  type ResourceOptions,
  secret,
} from "@pulumi/pulumi";
import { EXPLICIT } from "../explicit-account";

/** Arguments of {@link Provider}. */
export interface ProviderArgs {
  /** The client id of the account (portal: Settings, Credentials). */
  readonly clientId: Input<string>;
  /** Its secret; kept as a Pulumi secret. */
  readonly clientSecret: Input<string>;
  /** Where the API is, with its version. Left out: the environment's, else cloudNumbering's own. */
  readonly baseUrl?: Input<string> | undefined;
  /** What all orders of this account that are not bought yet may cost together: "20 GBP". Left out: the stack's. */
  readonly maxSpend?: Input<string> | undefined;
  /** At most so many requests at once; 8 unless said otherwise. */
  readonly maxConcurrentRequests?: Input<number> | undefined;
  /** Deadline of one call over all its attempts, in seconds; 60 unless said otherwise. */
  readonly timeoutSeconds?: Input<number> | undefined;
}

/** An account's settings as the provider process and the program's lookups read them: by their full config key. */
export type ProviderSettings = Readonly<Record<string, string | undefined>>;

/**
 * An account of its own, for a second one in the same program: give it to resources, components and lookups as
 * `{ provider }`. It wins over the environment and the stack's config; no token, list or limit is shared with another.
 *
 * @change In place: only how the account is reached changes, no resource does.
 * @delete Costs nothing and touches nothing on the account.
 * @operations POST /oauth/token
 * @example
 * ```ts
 * const config = new pulumi.Config("eu");
 * const eu = new cloudnumbering.Provider("eu", {
 *   clientId: config.require("clientId"),
 *   clientSecret: config.requireSecret("clientSecret"),
 * });
 * ```
 */
export class Provider extends ProviderResource {
  /** What the program's own lookups go by. @internal */
  readonly settings: Output<ProviderSettings>;

  constructor(name: string, args: ProviderArgs, options?: ResourceOptions) {
    const inputs = inputsOf(args);
    super("pulumi-nodejs", name, inputs, options);
    this.settings = output(inputs) as Output<ProviderSettings>;
  }
}

function inputsOf(args: ProviderArgs): Record<string, Input<string> | undefined> {
  const { clientId, clientSecret, baseUrl, maxConcurrentRequests, timeoutSeconds } = args;
  const text = (value: Input<string | number> | undefined) =>
    value === undefined ? undefined : output(value).apply(String);
  const key = (setting: string) => `cloudnumbering:${setting}`;
  return {
    [EXPLICIT]: "true",
    [key("clientId")]: clientId,
    [key("clientSecret")]: secret(clientSecret),
    [key("baseUrl")]: baseUrl,
    [key("maxSpend")]: args.maxSpend ?? new Config("cloudnumbering").get("maxSpend"),
    [key("maxConcurrentRequests")]: text(maxConcurrentRequests),
    [key("timeoutSeconds")]: text(timeoutSeconds),
  };
}
