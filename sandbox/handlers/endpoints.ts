import { type ApiRequest, type Backend, conflict, deleted, type Reply, refusal, result } from "../exchange";
import { allowQuery, declaredOnly, flag, oneOf, readBody, text } from "../fields";
import { asSeen, takenOver, withoutOmitted } from "../quirks";
import { ENDPOINT_TYPES, type EndpointPatch, type EndpointRecord } from "../records";
import { checkUri } from "../uris";
import type { World } from "../world";

/** What the flags and texts are on an endpoint of which nothing was said. */
const FRESH = { description: "", uri: "", isDefault: false, isSecondary: false };

// Refreshing 500 resources may ask for this list hundreds of times; its JSON is the sandbox's dearest work.
const wholeLists = new WeakMap<World, { revision: number; json: string }>();

/** GET /endpoints: all of them, no pages, no filter (docs/api.md §2). */
export function listEndpoints(request: ApiRequest, backend: Backend): Reply {
  const { world, guesses, quirks } = backend;
  allowQuery(request, [], guesses);
  if (quirks.omitted.size > 0 || quirks.altered.size > 0) return freshList(backend);
  const known = wholeLists.get(world);
  if (known?.revision === world.revision) return { status: 200, json: known.json };
  const json = JSON.stringify(freshList(backend).body);
  wholeLists.set(world, { revision: world.revision, json });
  return { status: 200, json };
}

function freshList({ world, guesses, quirks }: Backend): Reply {
  const rows = withoutOmitted([...world.endpoints.values()], (row) => row.sid, quirks);
  const counts = guesses["assignment-count-field"] === "absent" ? undefined : assignmentCounts(world);
  const show = (row: EndpointRecord) =>
    counts === undefined ? row : { ...row, assignedNumbers: counts.get(row.sid) ?? 0 };
  return result({ entries: rows.map((row) => asSeen(show(row), row.sid, quirks)) });
}

function assignmentCounts(world: World): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const number of world.numbers.values()) {
    // A number that sends both sides to one endpoint is one number.
    for (const sid of new Set([number.voiceEndpointSid, number.smsEndpointSid])) {
      if (sid !== null) counts.set(sid, (counts.get(sid) ?? 0) + 1);
    }
  }
  return counts;
}

/** POST /endpoints */
export function createEndpoint(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, [], guesses);
  const fields = {
    description: text.required,
    endpointType: oneOf(ENDPOINT_TYPES).required,
    uri: text.required,
    isDefault: flag.optional,
    isSecondary: flag.optional,
  };
  const { endpointType, ...body } = readBody(request, fields, guesses);
  checkUri(endpointType, body.uri);
  const taken = takenOver(declaredOnly(body), FRESH, quirks);
  return result({ sid: world.addEndpoint({ ...FRESH, ...taken, endpointType }).sid });
}

/** PUT /endpoints/{sid} */
export function updateEndpoint(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, [], guesses);
  const endpoint = findEndpoint(request, world);
  const policy = guesses["put-endpoint-flags"];
  const texts = { description: text.required, uri: text.required };
  const flags = { isDefault: flag.optional, isSecondary: flag.optional };
  const { description, uri, ...sent }: { description: string; uri: string } & FlagPatch =
    policy === "reject"
      ? readBody(request, texts, guesses)
      : declaredTexts(readBody(request, { ...texts, ...flags }, guesses));
  checkUri(endpoint.endpointType, uri);
  if (sent.isDefault === false && endpoint.isDefault && guesses["clear-default"] === "refuse") {
    throw conflict(guesses, "Make another endpoint the default instead of clearing this one.");
  }
  const undeclared =
    guesses["put-endpoint-undeclared"] === "reset" ? { isDefault: false, isSecondary: false } : {};
  const patch: EndpointPatch = {
    description,
    uri,
    ...undeclared,
    ...(policy === "accept" ? sent : {}),
  };
  return result({ sid: world.editEndpoint(endpoint.sid, takenOver(patch, FRESH, quirks)).sid });
}

type FlagPatch = Pick<EndpointPatch, "isDefault" | "isSecondary">;

function declaredTexts(body: {
  description: string;
  uri: string;
  isDefault: boolean | undefined;
  isSecondary: boolean | undefined;
}): { description: string; uri: string } & FlagPatch {
  const { description, uri, ...flags } = body;
  return { description, uri, ...declaredOnly(flags) };
}

/** DELETE /endpoints/{sid} */
export function deleteEndpoint(request: ApiRequest, { world, guesses }: Backend): Reply {
  allowQuery(request, [], guesses);
  const endpoint = findEndpoint(request, world);
  const users = world.numbersRoutedTo(endpoint.sid).length;
  if (users > 0 && guesses["delete-endpoint-in-use"] === "refuse") {
    const numbers = users === 1 ? "1 number routes" : `${users} numbers route`;
    throw conflict(guesses, `The endpoint is in use: ${numbers} to it.`);
  }
  if (endpoint.isDefault && guesses["delete-default-endpoint"] === "refuse") {
    throw conflict(guesses, "The default endpoint cannot be deleted.");
  }
  world.removeEndpoint(endpoint.sid);
  return deleted(guesses, { sid: endpoint.sid });
}

function findEndpoint(request: ApiRequest, world: World): EndpointRecord {
  const endpoint = world.endpoints.get(request.params.sid ?? "");
  if (endpoint === undefined) throw refusal(404, "Endpoint not found.");
  return endpoint;
}
