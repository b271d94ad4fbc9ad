import type { EndpointRecord, EndpointType } from "../client/endpoints";
import type { NumberRecord } from "../client/numbers";

/** The two kinds of traffic of a number: the property that says where it goes, and what people call it. */
export const SIDES = [
  { key: "voiceEndpointSid", endpointType: "voice", traffic: "calls" },
  { key: "smsEndpointSid", endpointType: "sms", traffic: "messages" },
] as const;

export type Side = (typeof SIDES)[number];
export type SideKey = Side["key"];

/** Where a number goes, as the state keeps it: empty where it has no endpoint of its own. */
export interface Route {
  /** `AN…` */
  readonly sid: string;
  /** E.164. */
  readonly number: string;
  readonly voiceEndpointSid: string;
  readonly smsEndpointSid: string;
  readonly reference: string;
}

export function routeOf(record: NumberRecord): Route {
  const { sid, number, voiceEndpointSid = "", smsEndpointSid = "", reference = "" } = record;
  return { sid, number, voiceEndpointSid, smsEndpointSid, reference };
}

/** A number whose status the service does not tell counts as in service: it is what the service lists by itself. */
export function isInService({ status }: NumberRecord): boolean {
  return status === undefined || status === "IN_SERVICE";
}

export function goesTo({ voiceEndpointSid, smsEndpointSid }: NumberRecord, endpointSid: string): boolean {
  return voiceEndpointSid === endpointSid || smsEndpointSid === endpointSid;
}

/** The numbers without an endpoint of their own for that traffic: the default endpoint is theirs. */
export function withoutOwn(
  numbers: readonly NumberRecord[],
  endpointType: EndpointType,
): readonly NumberRecord[] {
  const { key } = sideOf(endpointType);
  return numbers.filter((number) => !number[key]);
}

/** The numbers that ring at an endpoint: those that go there, and for a default those that go nowhere else. */
export function ringingAt(
  numbers: readonly NumberRecord[],
  { sid, endpointType, isDefault }: Pick<EndpointRecord, "sid" | "endpointType" | "isDefault">,
): readonly NumberRecord[] {
  const { key } = sideOf(endpointType);
  return numbers.filter((number) => number[key] === sid || (isDefault && !number[key]));
}

function sideOf(endpointType: EndpointType): Side {
  return endpointType === "voice" ? SIDES[0] : SIDES[1];
}
