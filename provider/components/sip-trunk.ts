import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { AllowedIp } from "../resources/allowed-ip";
import { Endpoint, type EndpointArgs } from "../resources/endpoint";
import { NumberAssignment } from "../resources/number-assignment";

/** Arguments of {@link SipTrunk}. */
export interface SipTrunkArgs extends Omit<EndpointArgs, "endpointType"> {
  /** The public IPv4 addresses from which your platform may send calls. */
  readonly allowedIps?: readonly string[] | undefined;
  /** The numbers that ring on it, each under a name of your own: E.164 or sid (`AN…`). */
  readonly numbers?: Readonly<Record<string, Input<string>>> | undefined;
}

/**
 * A telephone system: where its calls come in, the addresses from which it may send some, and the numbers on it.
 *
 * @change As its parts do: the endpoint in place, addresses and numbers one by one.
 * @delete Costs nothing. Its addresses may send no calls from then on; its numbers stay on the account and keep their
 * route, and so does the endpoint that they ring at.
 * @operations GET /endpoints, POST /endpoints, PUT /endpoints/{sid}, DELETE /endpoints/{sid},
 * GET /endpoints/{endpointType}/ips, POST /endpoints/{endpointType}/ips, DELETE /endpoints/{endpointType}/ips/{ip},
 * GET /numbers, POST /numbers/{sid}/endpoints
 * @example
 * ```ts
 * const office = new cloudnumbering.SipTrunk("office", {
 *   description: "Head office PBX",
 *   uri: "sip:%e164@203.0.113.10:5060",
 *   allowedIps: ["203.0.113.10"],
 *   numbers: { reception: "+441134960100" },
 * });
 * ```
 */
export class SipTrunk extends ComponentResource {
  /** The endpoint's sid: `EP…`. */
  readonly endpointSid: Output<string>;
  /** Where calls come in. */
  readonly endpoint: Endpoint;
  /** The addresses from which it may send calls. */
  readonly allowedIps: readonly AllowedIp[];
  /** The numbers on it, by the names they were given. */
  readonly assignments: Readonly<Record<string, NumberAssignment>>;

  constructor(name: string, args: SipTrunkArgs, options?: ComponentResourceOptions) {
    super("cloudnumbering:index:SipTrunk", name, {}, options);
    const { allowedIps = [], numbers = {}, ...endpoint } = args;
    const inside = { parent: this };
    this.endpoint = new Endpoint(name, { ...endpoint, endpointType: "voice" }, inside);
    this.allowedIps = allowedIps.map(
      (ip) => new AllowedIp(`${name}-${ip}`, { endpointType: "voice", ip }, inside),
    );
    const assign = ([as, number]: [string, Input<string>]) => [
      as,
      new NumberAssignment(`${name}-${as}`, { number, voiceEndpointSid: this.endpoint.sid }, inside),
    ];
    this.assignments = Object.fromEntries(Object.entries(numbers).map(assign));
    this.endpointSid = this.endpoint.sid;
    this.registerOutputs({ endpointSid: this.endpointSid });
  }
}
