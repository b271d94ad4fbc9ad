import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import { ProgramError } from "../engine/program-error";
import { NumberAssignment, type NumberAssignmentArgs } from "../resources/number-assignment";
import { type BuyOrderArgs, Order } from "../resources/order";

/** Where a {@link RoutedNumber} goes, and what deleting it does to the route. */
interface Route extends Omit<NumberAssignmentArgs, "number"> {}

/** Arguments of a {@link RoutedNumber} that is on the account already. */
export interface OwnedNumberArgs extends Route {
  /** The number: E.164, or its sid (`AN…`). */
  readonly number: Input<string>;
  /** Not here: a number is either there or bought. */
  readonly buy?: undefined;
}

/** Arguments of a {@link RoutedNumber} that is bought. */
export interface BoughtNumberArgs extends Route {
  /** What to buy, for how much at the most: as for an `Order`, of one number. */
  readonly buy: Omit<BuyOrderArgs, "amount">;
  /** Not here: a number is either there or bought. */
  readonly number?: undefined;
}

export type RoutedNumberArgs = OwnedNumberArgs | BoughtNumberArgs;

/**
 * One number and where it rings: bought, or one that the account has.
 *
 * @change As its `Order` and its `NumberAssignment` do: the route changes in place, what was bought cannot.
 * @delete Costs nothing: the number stays on the account and rings where it does, unless `onDelete` (of the route, or in
 * `buy`) says otherwise.
 * @operations POST /orders/preview, POST /orders, GET /orders, GET /numbers, POST /numbers/{sid}/endpoints
 * @example
 * ```ts
 * const pbx = new cloudnumbering.Endpoint("pbx", {
 *   description: "Head office PBX",
 *   endpointType: "voice",
 *   uri: "sip:%e164@203.0.113.10:5060",
 * });
 * const reception = new cloudnumbering.RoutedNumber("reception", {
 *   buy: { rateCardEntrySid: "RE4ZQ1M0C5B8Z2X7N9V3K6L0P4T8W1Y5", maxTotalCost: 5, currency: "GBP" },
 *   voiceEndpointSid: pbx.sid,
 * });
 * export const call = reception.number;
 * ```
 */
export class RoutedNumber extends ComponentResource {
  /** The number in E.164; known once it is bought. */
  readonly number: Output<string>;
  /** Its sid: `AN…`. */
  readonly sid: Output<string>;
  /** The order, where it is bought. */
  readonly order: Order | undefined;
  /** Where it rings. */
  readonly assignment: NumberAssignment;

  constructor(name: string, args: RoutedNumberArgs, options?: ComponentResourceOptions) {
    super("cloudnumbering:index:RoutedNumber", name, {}, options);
    const { number, buy, ...route } = args;
    if ((number === undefined) === (buy === undefined)) {
      throw new ProgramError(`RoutedNumber "${name}": give number (one that you have) or buy, and not both`);
    }
    const amount = buy && buy.numberSids === undefined ? { amount: 1 } : {};
    this.order = buy && new Order(name, { ...buy, ...amount }, { parent: this });
    const which = this.order ? this.order.numberAt(0) : output(number as Input<string>);
    this.assignment = new NumberAssignment(name, { number: which, ...route }, { parent: this });
    this.number = which;
    this.sid = this.assignment.sid;
    this.registerOutputs({ number: this.number, sid: this.sid });
  }
}
