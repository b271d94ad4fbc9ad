import { setTimeout as pause } from "node:timers/promises";
import { tokenCache } from "../http/token";
import { createTransport } from "../http/transport";
import { version } from "../version";
import { listAllowedIps } from "./allowed-ips";
import { type Caller, createCaller, type Entries, unreadableEntry, wholeList } from "./call";
import { type CreateEndpoint, endpointCreation } from "./endpoint-creation";
import {
  createEndpoint,
  deleteEndpoint,
  type EndpointRecord,
  type EndpointType,
  type EndpointUpdate,
  listEndpoints,
  updateEndpoint,
} from "./endpoints";
import { listNumbers, type NumberFilter, type NumberRecord } from "./numbers";
import { fetchGrant } from "./oauth";
import { getOrganisation, type Organisation } from "./organisation";
import type { Settings } from "./settings";
import { ANY_TIME, type Moment, type Snapshots, shareReadings } from "./snapshots";

/** One cloudNumbering account as this process sees it: its operations, and the readings its callers share. */
export interface Account {
  /** Whose account it is; asked once. */
  organisation(): Promise<Organisation>;
  readonly endpoints: EndpointsGroup;
  readonly numbers: NumbersGroup;
  readonly allowedIps: { list(endpointType: EndpointType): Promise<readonly string[]> };
}

export interface EndpointsGroup extends Snapshots<Entries<EndpointRecord>> {
  /**
   * The endpoint with that sid, or `undefined` when it is gone. One that a shared reading lacks is looked for in a
   * second reading, begun now, before it is called gone.
   *
   * @throws {CloudNumberingError} `protocol` when the list shows it, or may show it, in a form that cannot be read
   */
  find(sid: string, since: Moment): Promise<EndpointRecord | undefined>;
  /** The endpoint just created; looked for again a few times when the list does not show it at once. */
  findSoon(sid: string): Promise<EndpointRecord | undefined>;
  /** All of them, as they are now. @throws {CloudNumberingError} `protocol` when one cannot be read */
  all(): Promise<readonly EndpointRecord[]>;
  /** When this process last changed an endpoint: a reading begun later has seen all its changes. */
  lastWrite(): Moment;
  readonly create: CreateEndpoint;
  update(sid: string, body: EndpointUpdate): Promise<void>;
  delete(sid: string): Promise<void>;
}

export interface NumbersGroup {
  list(filter: NumberFilter): Promise<readonly NumberRecord[]>;
  /** The numbers that can ring: in service or being ported. */
  readonly live: Snapshots<readonly NumberRecord[]>;
}

/** Connects to an account. Nothing is sent, and nothing can fail, until an operation is called. */
export function connect(settings: Settings): Account {
  const call = createCall(settings);
  return {
    organisation: once(() => getOrganisation(call)),
    endpoints: endpointsGroup(call),
    numbers: {
      list: (filter) => listNumbers(call, filter),
      live: shareReadings(() => listNumbers(call, { status: ["IN_SERVICE", "PORT_IN", "PORT_OUT"] })),
    },
    allowedIps: { list: (endpointType) => listAllowedIps(call, endpointType) },
  };
}

function createCall(settings: Settings): Caller {
  const { baseUrl, maxConcurrentRequests, timeoutSeconds, clientSecret } = settings;
  const transport = createTransport({
    baseUrl,
    maxConcurrentRequests,
    deadlineMs: timeoutSeconds * 1000,
    userAgent: `pulumi-cloudnumbering/${version} node/${process.versions.node}`,
  });
  const secrets = [clientSecret];
  const signIn = createCaller(transport, undefined, secrets);
  const tokens = tokenCache((refreshToken) => fetchGrant(signIn, settings, refreshToken));
  return createCaller(transport, tokens, secrets);
}

/** A new endpoint is looked for this often, waiting so long before each look. That a list may lag is a GUESS. */
const LOOKS_MS = [0, 500, 2000];

function endpointsGroup(call: Caller): EndpointsGroup {
  const shared = shareReadings(() => listEndpoints(call));
  let lastCreation: Moment = ANY_TIME;
  let lastChange: Moment = ANY_TIME;
  const lastWrite = () => Math.max(lastCreation, lastChange);
  const created = () => {
    lastCreation = shared.now();
  };
  const changed = () => {
    lastChange = shared.now();
  };
  const findIn = async (sid: string, since: Moment) => {
    const { readable, unreadable } = await shared.read(since);
    const found = readable.find((endpoint) => endpoint.sid === sid);
    const obscure = unreadable.find((entry) => entry.sid === sid || entry.sid === undefined);
    if (!found && obscure) throw unreadableEntry(`read endpoint ${sid}`, obscure);
    return found;
  };
  return {
    ...shared,
    find: async (sid, since) => (await findIn(sid, since)) ?? findIn(sid, shared.now()),
    async findSoon(sid) {
      for (const wait of LOOKS_MS) {
        await pause(wait);
        const found = await findIn(sid, shared.now());
        if (found) return found;
      }
      return undefined;
    },
    all: async () => wholeList("list endpoints", await shared.read(shared.now())),
    lastWrite,
    create: endpointCreation(
      shared,
      () => lastChange,
      (body) => createEndpoint(call, body).finally(created),
    ),
    update: (sid, body) => updateEndpoint(call, sid, body).finally(changed),
    delete: (sid) => deleteEndpoint(call, sid).finally(changed),
  };
}

/** Asks once and keeps the answer; a failure is not kept. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}
