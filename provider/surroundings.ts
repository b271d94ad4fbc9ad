import { type Account, connect } from "./client/account";
import { readSettings } from "./client/settings";
import type { ConfigReader, Surroundings } from "./engine/serve";
import { redact } from "./http/redact";

const accounts = new Map<string, Account>();

/** One account for the same settings, so that all resources of a process share its token and its readings. */
function account(config: ConfigReader): Account {
  const settings = readSettings(config);
  const key = JSON.stringify(settings);
  const known = accounts.get(key) ?? connect(settings);
  accounts.set(key, known);
  return known;
}

/** What the handlers of the engine's provider process work with: the API behind `client/`. */
export const surroundings: Surroundings<Account> = { account, redact };
