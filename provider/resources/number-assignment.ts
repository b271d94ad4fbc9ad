import { CustomResource, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { z } from "zod";
import { declared, sidIsId } from "../engine/declared";
import { declareOnce } from "../engine/declared-once";
import { defineResource } from "../engine/define-resource";
import { type ArgsOf, computed, guard, type OutputsOf } from "../engine/properties";
import { createAssignment, readAssignment, updateAssignment } from "./number-assignment-handlers";
import { foreseeAssignment, prepareAssignment } from "./number-assignment-preview";
import { forgetAssignment } from "./number-assignment-release";
import { numberProblem } from "./phone-number";

const endpointSid = z.string("must be the sid of an endpoint, such as EP…").min(1, "must not be empty");

const properties = {
  /**
   * Which number of the account: E.164 (`+441134960100`, as `order.numberAt(0)` gives it) or its sid (`AN…`). It must be
   * in service. Naming another number assigns that one first and then deletes this assignment.
   */
  number: z.string("must be a text").superRefine((text, context) => {
    const problem = numberProblem(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  }),

  /** Where its calls go: the sid of a voice endpoint (`EP…`). Not managed, and never cleared, when left out. */
  voiceEndpointSid: endpointSid.optional(),

  /** Where its messages go: the sid of an SMS endpoint (`EP…`). Not managed, and never cleared, when left out. */
  smsEndpointSid: endpointSid.optional(),

  /** Your own reference for the number, which the portal can search. Not managed when left out. */
  reference: z.string("must be a text").optional(),

  /**
   * What deleting the resource does to the route: `keep` (the default) leaves it; otherwise the endpoints to fall back to,
   * `null` to take one away (GUESS: that the service can; it is read back). It counts from the `pulumi up` that stores it.
   */
  onDelete: guard(
    z
      .union(
        [
          z.literal("keep"),
          z.strictObject({
            /** Where its calls go from then on: a voice endpoint, or `null` for none of its own. Left out, they stay. */
            voiceEndpointSid: endpointSid.nullish(),
            /** Where its messages go from then on: an SMS endpoint, or `null` for none of its own. Left out, they stay. */
            smsEndpointSid: endpointSid.nullish(),
          }),
        ],
        'must be "keep" or { voiceEndpointSid, smsEndpointSid }, each the sid of an endpoint or null',
      )
      .optional(),
  ),

  /** The number's identifier on the account: `AN…`. */
  sid: computed(z.string()),
};

export type AssignmentProperties = typeof properties;

/** Arguments of {@link NumberAssignment}. */
export interface NumberAssignmentArgs extends ArgsOf<AssignmentProperties> {}

/** @internal */
export const numberAssignment = defineResource({
  kind: "NumberAssignment",
  properties,

  refine(_inputs, isGiven) {
    if (isGiven("voiceEndpointSid") || isGiven("smsEndpointSid") || isGiven("reference")) return [];
    return [
      "voiceEndpointSid: is missing; say where the number goes with voiceEndpointSid, smsEndpointSid, or both",
    ];
  },

  /** The same number may be named in two ways. */
  replacedBy({ number }, sid, { number: known }) {
    return number === undefined || number === sid || number === known ? [] : ["number"];
  },

  prepare: prepareAssignment,
  foresee: foreseeAssignment,
  create: createAssignment,
  read: readAssignment,
  update: updateAssignment,
  delete: forgetAssignment,

  idOf: ({ sid }) => sid,
});

/**
 * Where a number of the account rings. What is not declared of its route stays as it is. A preview warns when callers reach
 * another place afterwards, and names what somebody else has changed meanwhile. Two resources for one number are an error.
 *
 * @delete Costs nothing, and the number stays on the account. It goes on ringing where it does, and endpoints of the same
 * stack that it goes to stay with it; unless `onDelete` names endpoints to fall back to. A fallback that is gone, or a
 * number that somebody else has moved, is said and left as it is.
 *
 * @operations GET /numbers, POST /numbers/{sid}/endpoints, GET /endpoints (before a route moves)
 *
 * @example
 * ```ts
 * const pbx = new cloudnumbering.Endpoint("pbx", {
 *   description: "Reception",
 *   endpointType: "voice",
 *   uri: "sip:%e164@203.0.113.10:5060",
 * });
 * const reception = new cloudnumbering.NumberAssignment("reception", {
 *   number: "+441134960100",
 *   voiceEndpointSid: pbx.sid,
 *   reference: "Reception",
 * });
 * ```
 */
export class NumberAssignment extends CustomResource {
  constructor(name: string, args: NumberAssignmentArgs, options: CustomResourceOptions = {}) {
    if (typeof args?.number === "string")
      declareOnce(`the assignment of number ${args.number}`, name, options);
    super(...declared(numberAssignment, name, args, options));
    sidIsId(this);
  }

  /** Reads the assignment of a number that is managed elsewhere, by the number's sid (`AN…`). @throws when there is none */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): NumberAssignment {
    return new NumberAssignment(name, undefined as unknown as NumberAssignmentArgs, { ...options, id });
  }
}

export interface NumberAssignment extends OutputsOf<AssignmentProperties> {
  /** The organisation that the number belongs to: `OR…`. */
  readonly organisationSid: Output<string>;
}
