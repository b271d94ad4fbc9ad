import type { EndpointRecord } from "../client/endpoints";
import type { NumberRecord } from "../client/numbers";
import { Refusal } from "../engine/failures";
import { listNumbers } from "./listed-numbers";

export function duplicate({ sid, endpointType }: EndpointRecord): Refusal {
  return new Refusal(
    `the account already has a ${endpointType} endpoint with this description and uri: ${sid}. If it is to be this ` +
      `one (made in the portal, or by an up that was interrupted), add adopt: "${sid}" to take it over; if you do ` +
      "want a second one, or are replacing it on purpose, add allowDuplicate: true",
  );
}

export function inUse({ sid, endpointType }: EndpointRecord, routed: readonly NumberRecord[]): Refusal {
  return new Refusal(
    `endpoint ${sid} is still where ${listNumbers(routed)} ${routed.length === 1 ? "goes" : "go"} for ${endpointType}: ` +
      "route them elsewhere first, then run it again; or keep the endpoint with the option retainOnDelete: true",
  );
}

/** An endpoint whose numbers were let go of in the same run: it is let go of like them. */
export function keptForNumbers(
  { sid, description }: EndpointRecord,
  routed: readonly NumberRecord[],
): string {
  return (
    `endpoint ${sid} ("${description}") is no longer managed but stays on the account: ${listNumbers(routed)} still ` +
    `${routed.length === 1 ? "rings" : "ring"} there, as onDelete says; adopt: "${sid}" takes it back`
  );
}
