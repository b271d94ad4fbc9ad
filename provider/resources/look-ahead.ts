import type { Context } from "../engine/define-resource";

type Voice = Pick<Context, "warn">;

const said = new Set<string>();

/** Warns, but not again in this process: what was said ahead of a change need not be said when it is made. */
export async function warnOnce({ warn }: Voice, message: string): Promise<void> {
  if (said.has(message)) return;
  said.add(message);
  await warn(message);
}

let isBlind = false;

/**
 * Looks at the numbers ahead of a change, to say whom it affects. When they cannot be read (a preview without
 * credentials, a service that is down) that is said once, and the rest of the run goes on without: nobody waits for a
 * service that is down once a number.
 */
export async function lookAhead(context: Voice, look: () => Promise<void>): Promise<void> {
  if (isBlind) return;
  try {
    await look();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CloudNumberingError") throw error;
    isBlind = true;
    await context.warn(`which numbers ring elsewhere after this run is not shown (${error.message})`);
  }
}
