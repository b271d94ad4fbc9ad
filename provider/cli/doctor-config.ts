import type { ConfigMap } from "@pulumi/pulumi/automation";
import { redact } from "../http/redact";
import { type Check, checkMissing, fail, ok, warn } from "./doctor-check";
import type { Facts } from "./doctor-facts";
import { Shell } from "./drift-shell";

/** Names that people give to what nobody else may know. */
const SECRET_NAME = /(secret|token|password|passphrase|api_?key|private_?key)$/i;

/** Looks for secrets in the stack's config that stand there in clear text, and mostly in a repository too. */
export function checkSecrets({ config, stack, settings }: Facts, folder: string): Check {
  const name = "secrets";
  if (config.is !== "known" || stack.is !== "known") {
    return config.is === "unasked" ? checkMissing(name, config, "") : warnUnread(name);
  }
  const plain = plainEntries(config.value);
  const secret = settings.is === "known" ? settings.value.clientSecret : "";
  const certain = plain.filter(
    ({ key, value }) => key === CLIENT_SECRET || (secret && value.includes(secret)),
  );
  const suspicious = plain.filter(({ key, value }) => SECRET_NAME.test(key) || redact(value) !== value);
  const [first] = [...certain, ...suspicious];
  if (!first) return ok(name, `none in clear text in the config of ${stack.value}`);
  const keys = [...new Set([...certain, ...suspicious].map(({ key }) => key))].join(", ");
  const fix = `${new Shell(folder).setSecret(stack.value, first.key)}, and have it renewed: it may be in a repository's history`;
  return certain.length > 0
    ? fail(name, `in clear text in the config of ${stack.value}: ${keys}`, fix)
    : warn(name, `perhaps in clear text in the config of ${stack.value}: ${keys}`, fix);
}

const CLIENT_SECRET = "cloudnumbering:clientSecret";

function warnUnread(name: string): Check {
  return warn(name, "not looked at: the stack's config cannot be read", "put that right first");
}

function plainEntries(config: ConfigMap): { readonly key: string; readonly value: string }[] {
  return Object.entries(config).flatMap(([key, { value, secret }]) => (secret ? [] : [{ key, value }]));
}
