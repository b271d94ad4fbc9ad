import type { NumberRecord } from "../client/numbers";
import { Refusal } from "../engine/failures";
import { isInService } from "./number-routes";

/** Why the account's number cannot be routed now, with what can be done, or `undefined` when it can. */
export function whyNotRoutable(wanted: string, record: NumberRecord | undefined): string | undefined {
  if (!record) {
    return `number: ${wanted} is not on this account; see getNumberAssignments or the portal for what is, or buy it with an Order`;
  }
  const { sid, number, status } = record;
  if (isInService(record)) return undefined;
  return `number: ${number} (${sid}) is ${status}, and only a number in service can be routed; ${wayOutOf(status)}`;
}

function wayOutOf(status: string | undefined): string {
  if (status === "PORT_IN") return "run pulumi up again when it has arrived";
  if (status === "PORT_OUT") return "it is leaving the account: take its NumberAssignment out of the program";
  if (status === "DISCONNECTED") {
    return 'reconnect it (an Order does with onDisconnected: "reconnect"), or take its NumberAssignment out of the program';
  }
  return "ask the service's support what that means";
}

/** @throws {Refusal} unless the number is on the account and in service */
export function requireRoutable(wanted: string, record: NumberRecord | undefined): NumberRecord {
  const reason = whyNotRoutable(wanted, record);
  if (record && reason === undefined) return record;
  throw new Refusal(`not assigned: ${reason}`);
}
