import type { Context } from "./define-resource";
import { Refusal, Unfinished } from "./failures";
import { equal, type Values } from "./values";

/** How the service is brought from what it has to what is declared. */
export interface Convergence<Live extends object> {
  /** What is changed, for messages: "endpoint EP…". */
  readonly thing: string;
  /** What the service has. */
  readonly before: Live;
  /** What is declared: only these fields are to change. */
  readonly declared: Partial<Live>;
  readonly context: Pick<Context, "warn" | "isSettled">;
  /** Fields that name something: another value there is another thing, and never a form of what was sent. */
  readonly names?: readonly (keyof Live)[];
  /** Sends the whole object: what is declared merged into what is there, because a PUT may clear what it lacks. */
  send(wanted: Live): Promise<void>;
  readBack(): Promise<Live | undefined>;
}

/**
 * Changes what is not as declared, reads it back and compares every field. Nothing is sent when nothing differs.
 *
 * @throws {Unfinished} when the service ignored a declared field or reset one that was not declared
 */
export async function converge<Live extends object>(convergence: Convergence<Live>): Promise<Live> {
  const { thing, before, declared, context, names, send, readBack } = convergence;
  const toChange = Object.fromEntries(
    Object.entries(declared).filter(([key, wanted]) => {
      const live = (before as Values)[key];
      return !equal(wanted, live) && !context.isSettled(key, live);
    }),
  );
  if (Object.keys(toChange).length === 0) return before;
  await send({ ...before, ...toChange });
  const after = await readBack();
  if (!after)
    throw new Refusal(
      `${thing}: it was deleted by someone else while it was updated; run pulumi up --refresh`,
    );
  await verify({ thing, before, toChange, after, context, ...(names && { names }) });
  return after;
}

export interface Verification<Live extends object> {
  readonly thing: string;
  /** What the service had; nothing when the object is new. */
  readonly before: Live | undefined;
  /** The fields that were to change, with what was sent. */
  readonly toChange: Values;
  readonly after: Live;
  readonly context: Pick<Context, "warn" | "isSettled">;
  readonly names?: readonly (keyof Live)[];
}

/** @throws {Unfinished} when `after` is not what was to come of it */
export async function verify<Live extends object>(verification: Verification<Live>): Promise<void> {
  const { thing, before, toChange, after, context, names = [] } = verification;
  const live = after as Values;
  const old = before as Values | undefined;
  const differing = Object.keys(toChange).filter((key) => !equal(toChange[key], live[key]));
  const reshaped = differing.filter(
    (key) => !names.includes(key as keyof Live) && isReshaped(toChange[key], live[key], old?.[key]),
  );
  const ignored = differing.filter((key) => !reshaped.includes(key));
  const reset = Object.keys(old ?? {}).filter((key) => !(key in toChange) && !equal(old?.[key], live[key]));
  const problems = [...ignored.map(sayIgnored), ...reset.map((key) => sayReset(key, old?.[key]))];
  if (problems.length > 0) throw new Unfinished(after, `${thing}: ${problems.join("; ")}`, ignored);
  for (const key of reshaped) {
    await context.warn(
      `${thing}: the service keeps ${key} in a form of its own; it counts as declared while it stays so`,
    );
  }
}

/**
 * Whether the service took a text and stores it its own way, rather than ignoring it: it is not empty, and it is new or
 * differs from what was sent only in case and space.
 */
function isReshaped(sent: unknown, got: unknown, before: unknown): boolean {
  if (typeof sent !== "string" || typeof got !== "string" || got === "") return false;
  return got !== before || letters(got) === letters(sent);
}

function letters(text: string): string {
  return text.toLowerCase().replace(/\s+/g, "");
}

function sayIgnored(key: string): string {
  return (
    `the service reported success but did not take ${key} as declared; set it in the portal (the next pulumi up ` +
    `finds it in place), or take ${key} out of the program`
  );
}

/** Shows flags only: a text may be private. */
function sayReset(key: string, was: unknown): string {
  const value = typeof was === "boolean" ? `: ${was}` : "";
  return (
    `the service also changed ${key}, which was not to change; declare ${key}${value} to have it set back, or accept ` +
    "it as it is now with another pulumi up"
  );
}
