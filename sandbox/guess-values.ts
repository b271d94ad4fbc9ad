import type { Guess } from "./guess-kinds";
import { type Guesses, guessTable } from "./guesses";

const switches = new Map<string, Guess>(
  Object.entries<Guess>(guessTable).filter(([, guess]) => guess.default !== undefined),
);

/** Checks one value from outside TypeScript. Throws an Error that names what the switch accepts. */
function checkedValue(id: string, value: unknown): string | number {
  const values = switches.get(id)?.values;
  if (values === undefined) {
    throw new Error(`there is no guess "${id}" to set; there are: ${[...switches.keys()].join(", ")}`);
  }
  if (typeof values !== "string") {
    if (typeof value === "string" && values.includes(value)) return value;
    throw new Error(`the guess "${id}" takes one of ${values.join(", ")}`);
  }
  const amount = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof amount === "number" && Number.isFinite(amount) && amount >= 0) return amount;
  throw new Error(`the guess "${id}" takes ${values}`);
}

/** All switches: the defaults with these on top. Throws an Error on an unknown id or value. */
export function resolveGuesses(overrides: Readonly<Record<string, unknown>> = {}): Guesses {
  const values: Record<string, unknown> = {};
  for (const [id, guess] of switches) values[id] = guess.default;
  for (const [id, value] of Object.entries(overrides)) {
    if (value !== undefined) values[id] = checkedValue(id, value);
  }
  return values as Guesses;
}
