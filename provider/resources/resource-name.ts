/** A resource's name for messages: the last part of its URN, in quotes. */
export function resourceName(urn: string | undefined): string {
  return urn === undefined ? "this order" : `"${urn.split("::").at(-1)}"`;
}
