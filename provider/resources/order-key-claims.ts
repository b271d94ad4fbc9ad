import { resourceName } from "./resource-name";

/** Which order buys with a key, by its URN, as far as this process has seen. */
const users = new Map<string, string>();

/** Says that an order buys with this key. Returns why it must not: two with one key would be one order. */
export function claimKey(key: string, urn = ""): string | undefined {
  const user = users.get(key) ?? urn;
  users.set(key, user);
  if (user === urn) return undefined;
  return (
    `idempotencyKey: ${resourceName(user)} uses the same key, and a key buys one order; ` +
    "give each its own, or leave it out"
  );
}
