/** Whether version `a` comes before version `b`; of both the numbers alone count. */
export function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => (version.match(/\d+/g) ?? []).slice(0, 3).map(Number));
  const at = [0, 1, 2].find((place) => left?.[place] !== right?.[place]) ?? 0;
  return (left?.[at] ?? 0) < (right?.[at] ?? 0);
}
