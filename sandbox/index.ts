import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Account } from "./accounts";
import type { Call } from "./call-log";
import type { Clock } from "./clock";
import { checkFault } from "./fault-check";
import type { Fault, FaultHandle } from "./faults";
import { resolveGuesses } from "./guess-values";
import type { Guesses } from "./guesses";
import { BASE_PATH } from "./routes";
import { Runtime } from "./runtime";
import type { SeedName } from "./seeds/seeds";
import { createApp } from "./server";
import type { World } from "./world";

export type { Call } from "./call-log";
export type { CatalogueEntry, CataloguePatch, Terms } from "./catalogue";
export type { Clock } from "./clock";
export type { Fault, FaultHandle, Moment, Trouble } from "./faults";
export type { Guess } from "./guess-kinds";
export type { Guesses } from "./guesses";
export type { Movement } from "./ledger";
export type { OrderLine, OrderRecord } from "./order-store";
export type { NumberGroup, PoolNumber } from "./pool";
export type { ReconnectRequest } from "./reconnect-store";
export type {
  Assignment,
  EndpointPatch,
  EndpointRecord,
  EndpointType,
  NumberPatch,
  NumberRecord,
  NumberStatus,
  OrganisationRecord,
  WorldSnapshot,
} from "./records";
export type { SeedName } from "./seeds/seeds";
export type { Trade } from "./trade";
export type { World } from "./world";

export interface SandboxOptions {
  /** TCP port on 127.0.0.1; default 0, which takes a free one. */
  readonly port?: number;
  /** What the first organisation holds; default "empty". Same seed and same requests give the same SIDs. */
  readonly seed?: SeedName;
  /** Every call waits this many milliseconds before it is looked at; default 0. */
  readonly latencyMs?: number;
  /** How the sandbox answers where the real service is unknown; `npx cloudnumbering sandbox --guesses` lists them. */
  readonly guesses?: Partial<Guesses>;
  /** The service's time, for token lifetimes and the Date header; default Date.now. */
  readonly clock?: Clock;
}

/** What a process needs in its environment to talk to the sandbox. */
export interface SandboxEnv {
  readonly CLOUDNUMBERING_BASE_URL: string;
  readonly CLOUDNUMBERING_CLIENT_ID: string;
  readonly CLOUDNUMBERING_CLIENT_SECRET: string;
}

/** One organisation of the sandbox. */
export interface SandboxOrganisation {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly env: SandboxEnv;
  /** Its live state. Tests read it, and edit it as a person would in the portal. */
  readonly world: World;
}

/** A running sandbox; the organisation it is itself is the one that it started with. */
export interface Sandbox extends SandboxOrganisation {
  /** For example `http://127.0.0.1:41234/v1.1`. */
  readonly baseUrl: string;
  /** Every request that arrived at the API, in order, as soon as it arrived, of all organisations. */
  readonly calls: readonly Call[];
  clearCalls(): void;
  /** Another organisation with its own credentials; it sees nothing of the others. Seed default "empty". */
  addOrganisation(options?: { readonly name?: string; readonly seed?: SeedName }): SandboxOrganisation;
  /** Scripts trouble. Throws an Error on an operation or a kind that does not exist. */
  fault(fault: Fault): FaultHandle;
  clearFaults(): void;
  /** Ends every access and refresh token issued so far. */
  revokeTokens(): void;
  /** Closes the port and every connection at once, also those that hang. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a local cloudNumbering on 127.0.0.1. Rejects with an Error when the port is taken (its `code` is
 * EADDRINUSE) or when a guess does not exist.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const runtime = new Runtime({
    seed: options.seed ?? "empty",
    guesses: resolveGuesses(options.guesses),
    latencyMs: options.latencyMs ?? 0,
    clock: options.clock ?? Date.now,
  });
  // The adapter would otherwise replace the Request and Response of the process that hosts the sandbox.
  const server = createAdaptorServer({
    fetch: createApp(runtime).fetch,
    overrideGlobalObjects: false,
  }) as Server;
  const port = await listen(server, options.port ?? 0);
  const baseUrl = `http://127.0.0.1:${port}${BASE_PATH}`;
  let stopped: Promise<void> | undefined;
  return {
    baseUrl,
    ...organisationOf(runtime.accounts.first, baseUrl),
    calls: runtime.log.calls,
    clearCalls: () => runtime.log.clear(),
    addOrganisation: ({ name, seed } = {}) => {
      return organisationOf(
        runtime.accounts.add({ name: name ?? "Other Ltd", seed: seed ?? "empty" }),
        baseUrl,
      );
    },
    fault: (fault) => runtime.faults.add(checkFault(fault)),
    clearFaults: () => runtime.faults.clear(),
    revokeTokens: () => runtime.accounts.revokeAll(),
    stop: () => {
      stopped ??= close(server, runtime);
      return stopped;
    },
  };
}

function organisationOf(account: Account, baseUrl: string): SandboxOrganisation {
  const { clientId, clientSecret, world } = account;
  const env = {
    CLOUDNUMBERING_BASE_URL: baseUrl,
    CLOUDNUMBERING_CLIENT_ID: clientId,
    CLOUDNUMBERING_CLIENT_SECRET: clientSecret,
  };
  return { clientId, clientSecret, world, env };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server, runtime: Runtime): Promise<void> {
  runtime.stopping.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
