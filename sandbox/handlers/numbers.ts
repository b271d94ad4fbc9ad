import { type ApiRequest, type Backend, conflict, deleted, type Reply, refusal, result } from "../exchange";
import { allowQuery, declaredOnly, readBody, single, text, textOrNull } from "../fields";
import type { Guesses } from "../guesses";
import { paged, readPage } from "../pagination";
import { asSeen, takenOver, withoutOmitted } from "../quirks";
import { type Assignment, type EndpointType, NUMBER_STATUSES, type NumberRecord } from "../records";
import type { World } from "../world";

const E164 = /^\+[1-9]\d{1,14}$/;

/** GET /numbers (docs/api.md §3). */
export function listNumbers(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, ["page", "perPage", "e164", "alias", "status"], guesses);
  const page = readPage(request, guesses);
  const e164 = readE164(request);
  const alias = single(request, "alias")?.toLowerCase();
  const statuses = readStatuses(request, e164 !== undefined && guesses["e164-status"] === "any");
  const matches = [...world.numbers.values()].filter(
    (row) =>
      statuses.has(row.status) &&
      (e164 === undefined || row.number === e164) &&
      (alias === undefined || row.reference.toLowerCase().includes(alias)),
  );
  const found = withoutOmitted(e164 === undefined ? matches : matches.slice(-1), (row) => row.sid, quirks);
  const at = e164 === undefined ? page : { page: 1, perPage: page.perPage };
  return paged(found, at, (row) => asSeen(shown(row, world, guesses), row.sid, quirks));
}

function readE164(request: ApiRequest): string | undefined {
  const value = single(request, "e164");
  if (value === undefined || E164.test(value)) return value;
  throw refusal(400, "The query parameter e164 must be an E.164 number with its + encoded as %2B.");
}

function readStatuses(request: ApiRequest, anyByDefault: boolean): ReadonlySet<string> {
  const given = (request.query.status ?? []).flatMap((value) => value.split(","));
  const stranger = given.find((value) => !NUMBER_STATUSES.some((known) => known === value));
  if (stranger !== undefined) {
    throw refusal(400, `The query parameter status must be one of ${NUMBER_STATUSES.join(", ")}.`);
  }
  if (given.length > 0) return new Set(given);
  return new Set(anyByDefault ? NUMBER_STATUSES : ["IN_SERVICE"]);
}

function shown(row: NumberRecord, world: World, guesses: Guesses): object {
  const none = guesses["unassigned-endpoint"] === "null" ? null : "";
  const nameOf = (sid: string | null) =>
    sid === null ? none : (world.endpoints.get(sid)?.description ?? none);
  return {
    sid: row.sid,
    numberSid: row.numberSid,
    numberGroupSid: row.numberGroupSid,
    countryIso: row.countryIso,
    number: row.number,
    reference: row.reference,
    status: row.status,
    voiceEndpointSid: row.voiceEndpointSid ?? none,
    voiceEndpointName: nameOf(row.voiceEndpointSid),
    smsEndpointSid: row.smsEndpointSid ?? none,
    smsEndpointName: nameOf(row.smsEndpointSid),
    nextBillingDate: row.nextBillingDate,
    numberRental: row.numberRental,
  };
}

/** POST /numbers/{sid}/endpoints: routes a number, by its AN SID. */
export function assignEndpoints(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, [], guesses);
  const number = findNumber(request.params.sid ?? "", world);
  const fields = {
    voiceEndpointSid: textOrNull.optional,
    smsEndpointSid: textOrNull.optional,
    reference: text.optional,
  };
  const body = readBody(request, fields, guesses);
  if (number.status !== "IN_SERVICE") throw conflict(guesses, "The number is not in service.");
  const wanted = declaredOnly({
    voiceEndpointSid: readTarget("voice", body.voiceEndpointSid, world, guesses),
    smsEndpointSid: readTarget("sms", body.smsEndpointSid, world, guesses),
    reference: body.reference,
  });
  const cleared: Assignment = { voiceEndpointSid: null, smsEndpointSid: null, reference: "" };
  const undeclared: Assignment = guesses["assign-undeclared"] === "clear" ? cleared : {};
  world.assign(number.sid, takenOver<Assignment>({ ...undeclared, ...wanted }, cleared, quirks));
  return result({ sid: number.sid });
}

/** DELETE /numbers/{sid}: disconnects at once, by the AN SID (docs/api.md §3). */
export function disconnectNumber(request: ApiRequest, { world, guesses }: Backend): Reply {
  allowQuery(request, [], guesses);
  const { sid, status } = findNumber(request.params.sid ?? "", world);
  if (status === "IN_SERVICE") world.disconnect(sid);
  else if (status !== "DISCONNECTED") throw conflict(guesses, "The number is being ported.");
  else if (guesses["disconnect-again"] === "conflict") {
    throw conflict(guesses, "The number is disconnected already.");
  }
  return deleted(guesses, { sid });
}

/** The number of this AN SID. Throws a 404 when there is none. */
export function findNumber(sid: string, world: World): NumberRecord {
  const number = world.numbers.get(sid);
  if (number === undefined) throw refusal(404, "Number not found.");
  return number;
}

/** An endpoint's SID, null to take it away, undefined when nothing was said. */
function readTarget(
  type: EndpointType,
  value: string | null | undefined,
  world: World,
  guesses: Guesses,
): string | null | undefined {
  if (value === undefined) return undefined;
  if (value === null || value === "") {
    const form = value === null ? "null" : "empty";
    if (guesses.unassign === "null-or-empty" || guesses.unassign === form) return null;
    throw refusal(400, `The field ${type}EndpointSid must be the SID of an endpoint.`);
  }
  const endpoint = world.endpoints.get(value);
  if (endpoint === undefined) throw refusal(404, `The endpoint of ${type}EndpointSid was not found.`);
  if (endpoint.endpointType !== type) {
    throw refusal(400, `The endpoint of ${type}EndpointSid is not a ${type} endpoint.`);
  }
  return endpoint.sid;
}
