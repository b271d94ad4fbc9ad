import { inspect } from "node:util";
import { expect, onTestFinished, vi } from "vitest";
import { type Account, connect } from "../../provider/client/account";
import type { Settings } from "../../provider/client/settings";
import { CloudNumberingError } from "../../provider/http/errors";
import {
  type Call,
  type Sandbox,
  type SandboxOptions,
  type SandboxOrganisation,
  startSandbox,
} from "../../sandbox/index";

/** A sandbox that stops when the test ends. */
export async function running(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

export function settingsOf(
  { env }: Pick<SandboxOrganisation, "env">,
  changes: Partial<Settings> = {},
): Settings {
  return {
    clientId: env.CLOUDNUMBERING_CLIENT_ID,
    clientSecret: env.CLOUDNUMBERING_CLIENT_SECRET,
    baseUrl: env.CLOUDNUMBERING_BASE_URL,
    maxConcurrentRequests: 8,
    timeoutSeconds: 20,
    ...changes,
  };
}

/** The client as one process has it: every call makes another one, with its own token. */
export function clientOf(
  organisation: Pick<SandboxOrganisation, "env">,
  changes: Partial<Settings> = {},
): Account {
  return connect(settingsOf(organisation, changes));
}

/** A client that has its token already, and a log of calls that begins now. */
export async function signedIn(sandbox: Sandbox, changes: Partial<Settings> = {}): Promise<Account> {
  const client = clientOf(sandbox, changes);
  await client.allowedIps.list("voice");
  sandbox.clearCalls();
  return client;
}

export function callsTo({ calls }: Sandbox, operation: string): readonly Call[] {
  return calls.filter((call) => call.operation === operation);
}

/** The waits between attempts become as short as their rule allows. */
export function withoutJitter(): void {
  const random = vi.spyOn(Math, "random").mockReturnValue(0);
  onTestFinished(() => random.mockRestore());
}

/** How a call failed: with an error of our class that shows no credential, however closely one looks. */
export async function failureOf(
  call: Promise<unknown>,
  { clientSecret }: Pick<SandboxOrganisation, "clientSecret">,
): Promise<CloudNumberingError> {
  const error = await call.then(
    (value) => expect.fail(`it succeeded with ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CloudNumberingError);
  expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(clientSecret);
  expect(error).not.toHaveProperty("id");
  return error as CloudNumberingError;
}

export const reception = {
  endpointType: "voice",
  description: "Reception",
  uri: "sip:%e164@pbx.example.com",
} as const;

/** What an update of it sends when nothing is to change. */
export const receptionUpdate = {
  description: reception.description,
  uri: reception.uri,
  isDefault: false,
  isSecondary: false,
} as const;
