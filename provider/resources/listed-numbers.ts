import type { NumberRecord } from "../client/numbers";

/** "3 numbers (+44…, +44…, +44…)", the first few by name: the lowest, whatever order the service lists them in. */
export function listNumbers(numbers: readonly NumberRecord[]): string {
  const sorted = numbers.map(({ number }) => number).sort();
  const shown = sorted.slice(0, 5);
  const more = numbers.length > shown.length ? ", …" : "";
  return `${numbers.length} ${numbers.length === 1 ? "number" : "numbers"} (${shown.join(", ")}${more})`;
}
