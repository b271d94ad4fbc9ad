import type { dynamic } from "@pulumi/pulumi";
import type { Account } from "../client/account";
import type { AnyDefinition } from "../definitions";
import type { ConfigReader } from "../engine/serve";
import type { Values } from "../engine/values";
import { redact } from "../http/redact";

export type Handlers = Required<dynamic.ResourceProvider>;

/** What handlers work with where no engine runs. */
export interface Outside {
  readonly config: ConfigReader;
  readonly account: Account;
  /** Takes what they would tell the person at the keyboard. */
  say(message: string): void;
}

/** The very handlers that the engine's process runs, for a command. */
export function handlersOutside(definition: AnyDefinition, { config, account, say }: Outside): Handlers {
  const handlers = definition.serve({
    account: () => account,
    redact,
    say: async (_severity, message) => say(message),
  });
  const require = (key: string) => config(key) ?? "";
  handlers.configure({ config: { get: config, require } as dynamic.Config });
  return handlers;
}

/** A provider's config, as a provider reads it. */
export function configReader(config: Values): ConfigReader {
  return (key) => {
    const value = config[key];
    return typeof value === "string" ? value : undefined;
  };
}
