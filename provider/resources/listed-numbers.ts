import type { NumberRecord } from "../client/numbers";

/** "3 numbers (+44…, +44…, +44…)", the first few by name. */
export function listNumbers(numbers: readonly NumberRecord[]): string {
  const shown = numbers.slice(0, 5).map(({ number }) => number);
  const more = numbers.length > shown.length ? ", …" : "";
  return `${numbers.length} ${numbers.length === 1 ? "number" : "numbers"} (${shown.join(", ")}${more})`;
}
