import { setTimeout as pause } from "node:timers/promises";

/** What is new is looked for this often, waiting so long before each look. That a list may lag is a GUESS. */
const LOOKS_MS = [0, 500, 2000];

/** What a look finds, looking again a few times when it is not there at once. */
export async function lookSoon<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const wait of LOOKS_MS) {
    await pause(wait);
    const found = await look();
    if (found !== undefined) return found;
  }
  return undefined;
}
