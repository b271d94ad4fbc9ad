const claims = new Map<string, string | undefined>();

/**
 * Says that the resource with that URN routes a number, by every name that is known of it (`AN…`, E.164): the program may
 * use one in one place and the other in another. Returns the URN of the resource that claimed it before, if one did.
 */
export function claimNumber(urn: string | undefined, ...names: readonly string[]): string | undefined {
  const other = names
    .map((name) => claims.get(name))
    .find((holder) => holder !== undefined && holder !== urn);
  if (other !== undefined) return other;
  for (const name of names) claims.set(name, urn);
  return undefined;
}
