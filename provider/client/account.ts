import { tokenCache } from "../http/token";
import { type AllowedIpsGroup, allowedIpsGroup } from "./allowed-ips-group";
import { type AvailableFilter, type AvailableNumber, listAvailableNumbers } from "./available-numbers";
import { type Caller, createCaller } from "./call";
import { type CatalogueEntry, listCatalogue } from "./catalogue";
import { openTransport } from "./connection";
import { type EndpointsGroup, endpointsGroup } from "./endpoints-group";
import { listNumberGroups, type NumberGroup } from "./number-groups";
import { type NumbersGroup, numbersGroup } from "./numbers-group";
import { fetchGrant } from "./oauth";
import { type OrdersGroup, ordersGroup } from "./orders-group";
import {
  getOrganisation,
  type Organisation,
  type OrganisationUpdate,
  updateOrganisation,
} from "./organisation";
import { type ServerClock, type ServerTime, serverClock } from "./server-clock";
import type { Settings } from "./settings";

/** One cloudNumbering account as this process sees it: its operations, and the readings its callers share. */
export interface Account {
  /** Whose account it is; asked once, and again after an update, so its balance is that of then. */
  organisation(): Promise<Organisation>;
  /** The organisation as it is now, with its balance. */
  organisationNow(): Promise<Organisation>;
  updateOrganisation(body: OrganisationUpdate): Promise<void>;

  readonly endpoints: EndpointsGroup;
  readonly allowedIps: AllowedIpsGroup;
  readonly numbers: NumbersGroup;
  readonly orders: OrdersGroup;

  /** What can be bought now: at most 10 entries, and not necessarily all. */
  catalogue(): Promise<readonly CatalogueEntry[]>;
  numberGroups(): Promise<readonly NumberGroup[]>;
  /** Some of the numbers that can be bought now; nothing reserves them. */
  availableNumbers(filter: AvailableFilter): Promise<readonly AvailableNumber[]>;

  /**
   * The service's clock, as its last reply told it; asks for one when there was none. Up to a second or two behind,
   * never ahead.
   */
  serverTime(): Promise<ServerTime>;
  /** For how long a request that was sent may still be under way, over all its attempts, in milliseconds. */
  readonly requestDeadlineMs: number;
}

/** Connects to an account. Nothing is sent, and nothing can fail, until an operation is called. */
export function connect(settings: Settings): Account {
  const requestDeadlineMs = settings.timeoutSeconds * 1000;
  const clock = serverClock();
  const call = createCall(settings, requestDeadlineMs, clock);
  const organisationNow = () => getOrganisation(call);
  const organisation = once(organisationNow);
  const numbers = numbersGroup(call);
  return {
    organisation: organisation.answer,
    organisationNow,
    updateOrganisation: (body) => updateOrganisation(call, body).finally(organisation.forget),
    endpoints: endpointsGroup(call),
    allowedIps: allowedIpsGroup(call),
    numbers,
    orders: ordersGroup(call, numbers.changed),
    catalogue: () => listCatalogue(call),
    numberGroups: () => listNumberGroups(call),
    availableNumbers: (filter) => listAvailableNumbers(call, filter),
    async serverTime() {
      if (clock.now() === undefined) await organisationNow();
      const ms = clock.now();
      return ms === undefined ? { ms: Date.now(), source: "local" } : { ms, source: "server" };
    },
    requestDeadlineMs,
  };
}

function createCall(settings: Settings, deadlineMs: number, clock: ServerClock): Caller {
  const transport = openTransport(settings, deadlineMs);
  const secrets = [settings.clientSecret];
  const signIn = createCaller(transport, undefined, secrets);
  const tokens = tokenCache((refreshToken) => fetchGrant(signIn, settings, refreshToken));
  return createCaller(transport, tokens, secrets, (reply) => clock.saw(reply.date));
}

interface Once<T> {
  answer(): Promise<T>;
  forget(): void;
}

/** Asks once and keeps the answer; a failure is not kept. */
function once<T>(ask: () => Promise<T>): Once<T> {
  let kept: Promise<T> | undefined;
  const forget = () => {
    kept = undefined;
  };
  return {
    answer() {
      kept ??= ask().catch((error: unknown) => {
        forget();
        throw error;
      });
      return kept;
    },
    forget,
  };
}
