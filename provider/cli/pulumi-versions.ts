/** The oldest CLI that takes an import file with inputs and outputs; older ones are not tested with. */
export const OLDEST_CLI = "3.254.0";

/** Whether version `a` comes before version `b`; of both the numbers alone count. */
export function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => (version.match(/\d+/g) ?? []).slice(0, 3).map(Number));
  const at = [0, 1, 2].find((place) => left?.[place] !== right?.[place]) ?? 0;
  return (left?.[at] ?? 0) < (right?.[at] ?? 0);
}
