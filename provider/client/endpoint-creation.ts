import { setTimeout as pause } from "node:timers/promises";
import { CloudNumberingError } from "../http/errors";
import type { EndpointRecord, NewEndpoint } from "./endpoints";
import type { Entries } from "./entries";
import { ANY_TIME, type Moment, type Snapshots } from "./snapshots";

/** How a creation ended: with a new endpoint, or with one found that is the same in all but its sid. */
export type Creation = { readonly sid: string } | { readonly twin: EndpointRecord };

/** Creates an endpoint unless the account has its twin; `evenIfTwin` makes a second one all the same. */
export type CreateEndpoint = (body: NewEndpoint, evenIfTwin: boolean) => Promise<Creation>;

/** After a lost answer the endpoint is looked for this often, waiting so long before each look. */
const LOOKS_MS = [0, 500, 2000];

/**
 * The API has no idempotency key for endpoints, and a second POST makes a second endpoint. So a creation looks first,
 * sends once, and looks again when the answer was lost. Creations of the same endpoint go one after the other, or two
 * of them could take the same finding for their own.
 */
export function endpointCreation(
  list: Snapshots<Entries<EndpointRecord>>,
  /** When this process last changed or deleted an endpoint: a twin may have come or gone by that. */
  lastChange: () => Moment,
  post: (body: NewEndpoint) => Promise<string>,
): CreateEndpoint {
  const lastCreation = new Map<string, Promise<Moment>>();

  return async (body, evenIfTwin) => {
    const key = fingerprint(body);
    const before = lastCreation.get(key) ?? Promise.resolve(ANY_TIME);
    const creation = before.then((since) => create(body, evenIfTwin, Math.max(since, lastChange())));
    const finished = creation.then(list.now, list.now);
    lastCreation.set(key, finished);
    return creation;
  };

  async function create(body: NewEndpoint, evenIfTwin: boolean, since: Moment): Promise<Creation> {
    const twins = twinsOf(body, (await list.read(since)).readable);
    const [twin] = twins;
    if (twin && !evenIfTwin) return { twin };
    try {
      return { sid: await post(body) };
    } catch (error) {
      if (!(error instanceof CloudNumberingError) || !error.mayHaveHappened) throw error;
      return { sid: await recover(body, twins, error) };
    }
  }

  /** The endpoint of a creation whose answer was lost: the twin that was not there before. */
  async function recover(body: NewEndpoint, known: readonly EndpointRecord[], lost: Error): Promise<string> {
    for (const wait of LOOKS_MS) {
      await pause(wait);
      // A list that cannot be read now may be readable at the next look.
      const now = await list.read(list.now()).catch(() => undefined);
      const twins = now ? twinsOf(body, now.readable) : [];
      const made = twins.find((twin) => known.every(({ sid }) => sid !== twin.sid));
      if (made) return made.sid;
    }
    // Not sent again: what is not listed yet may still come, and would be a second endpoint then.
    throw lost;
  }
}

function twinsOf(body: NewEndpoint, endpoints: readonly EndpointRecord[]): EndpointRecord[] {
  // The uri first: it differs nearly always, and each of a long list is looked at for each creation.
  const uri = plain(body.uri);
  const wanted = fingerprint(body);
  return endpoints.filter((endpoint) => plain(endpoint.uri) === uri && fingerprint(endpoint) === wanted);
}

/** Equal for endpoints that do the same, also where the service trims or lower-cases what it stores. */
function fingerprint({ endpointType, uri, description }: NewEndpoint): string {
  return JSON.stringify([endpointType, uri, description].map(plain));
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
