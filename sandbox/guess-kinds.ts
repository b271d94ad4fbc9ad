/** One thing the sandbox assumes about the real service because no document says it. */
export interface Guess {
  readonly sentence: string;
  /** Where `docs/api.md` leaves the question open. */
  readonly source: string;
  /** What the switch accepts; absent when the guess has no switch. */
  readonly values?: readonly string[] | Quantity;
  readonly default?: string | number;
}

type Quantity = "a number of seconds" | "a number of days" | "an amount of money";

/** A switch. */
export function choice<const Values extends readonly string[]>(
  sentence: string,
  source: string,
  values: Values,
  preset: Values[number],
): {
  readonly sentence: string;
  readonly source: string;
  readonly values: Values;
  readonly default: Values[number];
} {
  return { sentence, source, values, default: preset };
}

function quantity(values: Quantity, sentence: string, source: string, preset: number) {
  return { sentence, source, values, default: preset };
}

export function seconds(sentence: string, source: string, preset: number) {
  return quantity("a number of seconds", sentence, source, preset);
}

export function days(sentence: string, source: string, preset: number) {
  return quantity("a number of days", sentence, source, preset);
}

/** In major units. */
export function money(sentence: string, source: string, preset: number) {
  return quantity("an amount of money", sentence, source, preset);
}

/** No switch: nothing that a program could notice hangs on it, or nothing else is plausible. */
export function fixed(sentence: string, source: string): Pick<Guess, "sentence" | "source"> {
  return { sentence, source };
}
