import { type Output, type ProviderResource, runtime, unsecret } from "@pulumi/pulumi";
import type { Account } from "../client/account";
import { programConfig } from "../engine/lookup";
import { ProgramError } from "../engine/program-error";
import { Provider, type ProviderSettings } from "../resources/provider";

type Accounts = Map<string, Promise<Account>>;

const accountsOfProgram = new WeakMap<object, Accounts>();
const outsideAnyProgram = {};

/** What an explicit provider says of its account; not secret here, or every answer of that account would be. */
export function settingsOf(provider: ProviderResource | undefined): Output<ProviderSettings> | undefined {
  if (provider === undefined) return undefined;
  if (provider instanceof Provider) return unsecret(provider.settings);
  throw new ProgramError("the option provider takes a Provider of pulumi-cloudnumbering");
}

/** The account that these settings, or else the running program's, lead to: connected once a program run. */
export function accountOfProgram(settings: ProviderSettings | undefined): Promise<Account> {
  // Several programs may run in one process (Automation API): what one has read is not shown to the next.
  const program = runtime.getStackResource() ?? outsideAnyProgram;
  const accounts: Accounts = accountsOfProgram.get(program) ?? new Map();
  accountsOfProgram.set(program, accounts);
  const key = settings === undefined ? "" : JSON.stringify(settings);
  const account = accounts.get(key) ?? connectLazily(settings ? (name) => settings[name] : programConfig);
  accounts.set(key, account);
  return account;
}

/** The HTTP client is loaded here and not with the package: most programs look nothing up. */
async function connectLazily(config: (key: string) => string | undefined): Promise<Account> {
  const [{ connect }, { readSettings }] = await Promise.all([
    import("../client/account.js"),
    import("../client/settings.js"),
  ]);
  return connect(readSettings(config));
}
