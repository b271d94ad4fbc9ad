import type { Guess } from "./guess-kinds";
import { type Guesses, guessTable } from "./guesses";

/** The table of guesses for people, or as one JSON object by id. */
export function describeGuesses(values: Guesses, json: boolean): string {
  const current = new Map<string, string | number>(Object.entries(values));
  const entries = Object.entries<Guess>(guessTable);
  if (json) {
    const table = entries.map(([id, guess]) => [id, { ...guess, value: current.get(id) }]);
    return `${JSON.stringify(Object.fromEntries(table), undefined, 2)}\n`;
  }
  const blocks = entries.map(([id, guess]) => describe(id, guess, current.get(id)));
  return [
    "What the sandbox assumes where no document says how the real service behaves.",
    "Set one that has values with --guess id=value; the value in force is in [brackets].",
    "",
    ...blocks,
    "",
  ].join("\n");
}

function describe(id: string, guess: Guess, value: string | number | undefined): string {
  const lines = [id, `  ${guess.sentence}`, `  api.md ${guess.source}`];
  if (typeof guess.values === "string") lines.push(`  ${guess.values} [${value}]`);
  else if (guess.values !== undefined) {
    lines.push(`  ${guess.values.map((known) => (known === value ? `[${known}]` : known)).join(" | ")}`);
  }
  return lines.join("\n");
}
