import { type Account, connect } from "../client/account";
import { readSettings } from "../client/settings";
import type { ConfigReader } from "../engine/serve";

/**
 * The accounts that the stacks lead to, each connected once, so that however many stacks there are an account is read
 * once: stacks that differ in a deadline alone do not make it two.
 */
export class Accounts {
  readonly #known = new Map<string, Account>();

  /** @throws {CloudNumberingError} when there are no credentials, or a setting is no good */
  of(config: ConfigReader): Account {
    const settings = readSettings(config);
    const { baseUrl, clientId, clientSecret } = settings;
    const key = JSON.stringify([baseUrl, clientId, clientSecret]);
    const known = this.#known.get(key) ?? connect(settings);
    this.#known.set(key, known);
    return known;
  }
}
