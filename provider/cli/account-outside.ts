import { type Account, connect } from "../client/account";
import { readSettings } from "../client/settings";
import type { ConfigReader } from "../engine/serve";
import { definitionFor } from "./export-definitions";
import type { ThingKind } from "./export-things";
import { type Handlers, handlersOutside } from "./handlers-outside";

/** The account that a command looks at, and the handlers of each kind of thing on it. */
export interface AccountOutside {
  readonly account: Account;
  handlersOf(kind: ThingKind): Handlers;
}

/**
 * For commands that read. What the handlers would warn of is about a change, and nothing is changed.
 *
 * @throws {CloudNumberingError} when there are no credentials, or a setting is no good
 */
export function accountOutside(config: ConfigReader): AccountOutside {
  const account = connect(readSettings(config));
  const known = new Map<ThingKind, Handlers>();
  return {
    account,
    handlersOf(kind) {
      const mine =
        known.get(kind) ?? handlersOutside(definitionFor(kind), { config, account, say: () => {} });
      known.set(kind, mine);
      return mine;
    },
  };
}
