/** Which order of the program takes which of the account's over (`adopt`), by its URN, as far as this process has seen. */
const takers = new Map<string, string>();

/** An order says that it takes one over. Whoever has bought that one may be looking for it still. */
export function noteTaker(sid: string, urn = ""): void {
  takers.set(sid, urn);
}

/** Who else takes an order over. */
export function otherTaker(sid: string, urn = ""): string | undefined {
  const taker = takers.get(sid);
  return taker === urn ? undefined : taker;
}
