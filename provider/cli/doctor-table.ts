import type { Check } from "./doctor-check";
import { plain } from "./drift-words";

/** For a person: a line a check, below it the way out, and the sum. */
export function doctorTable(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, outcome, found, fix }) => [
    `${outcome.padEnd(4)}  ${name.padEnd(width)}  ${plain(found)}`,
    ...(fix === null ? [] : [`${" ".repeat(width + 6)}  -> ${plain(fix)}`]),
  ]);
  return `${[...lines, "", sum(checks)].join("\n")}\n`;
}

function sum(checks: readonly Check[]): string {
  const [failed, warned] = (["fail", "warn"] as const).map(
    (outcome) => checks.filter((each) => each.outcome === outcome).length,
  );
  if (!failed && !warned) return "All is well.";
  return [failed && `${failed} failed`, warned && `${warned} to look at`].filter(Boolean).join(", ");
}
