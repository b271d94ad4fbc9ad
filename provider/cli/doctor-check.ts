import type { Missing } from "./doctor-fact";

/** How something stands. A warning is no trouble yet. */
export type Outcome = "ok" | "warn" | "fail";

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly outcome: Outcome;
  /** What was found, in one line and without a secret. */
  readonly found: string;
  /** The way out; null where nothing is to be done. */
  readonly fix: string | null;
}

export function ok(name: string, found: string): Check {
  return { name, outcome: "ok", found, fix: null };
}

export function warn(name: string, found: string, fix: string): Check {
  return { name, outcome: "warn", found, fix };
}

export function fail(name: string, found: string, fix: string): Check {
  return { name, outcome: "fail", found, fix };
}

/** The check of what is not known: because it is in trouble, or because it could not be asked. */
export function checkMissing(name: string, missing: Missing, fix: string): Check {
  return missing.is === "trouble"
    ? fail(name, missing.problem, missing.advice ?? fix)
    : warn(name, `not looked at: ${missing.because}`, "put that right first");
}
