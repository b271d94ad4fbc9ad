import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blockIn } from "../../scripts/money/blocks.mjs";
import { services } from "../engine/buyers";
import { points } from "../engine/purchase-points";

// docs/money.md is written by `npm run docs:money` from what the tests of the kill table find. A point or a kind of service
// that is new must be in it.

const page = readFileSync(join(__dirname, "../../docs/money.md"), "utf8");

function cells(block: string): string[][] {
  const rows = blockIn(page, block)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const split = rows.map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  return split.filter((_, at) => at !== 1);
}

test("docs/money.md holds the kill table of today: run `npm run docs:money`", () => {
  const [head = [], ...rows] = cells("kill table");
  expect(head.slice(2)).toEqual(Object.values(services).map(({ title }) => `service ${title}`));
  expect(rows.map(([point, reached]) => ({ point, reached }))).toEqual(
    points.map(({ name, reached }) => ({ point: name, reached })),
  );
  for (const row of rows) for (const cell of row.slice(2)) expect(cell).toMatch(/^1 \/ −4\.40 \/ [01]/);
});

test("docs/money.md shows a naive order paying twice wherever a point is dangerous", () => {
  const [, ...rows] = cells("naive table");
  expect(rows.map(([point, cell]) => [point, (cell ?? "").startsWith("2 / −4.40 −4.40 / ")])).toEqual(
    points.map(({ name, isDangerous }) => [name, isDangerous]),
  );
});
