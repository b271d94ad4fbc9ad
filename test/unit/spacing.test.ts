import { expect, test } from "vitest";
import { spacingOf } from "../../provider/client/entries";
import { spacingOfLength } from "../../provider/client/spacing";

test.each([
  { entries: 0, spacing: 20 },
  { entries: 100, spacing: 20 },
  { entries: 400, spacing: 80 },
  { entries: 2000, spacing: 100 },
])("a list of $entries entries is read again after $spacing ms", ({ entries, spacing }) => {
  expect(spacingOfLength(entries)).toBe(spacing);
});

test("entries that cannot be read count too", () => {
  const unreadable = Array.from({ length: 150 }, () => ({ sid: undefined, problem: "strange" }));
  const readable = Array.from({ length: 200 }, (_, entry) => entry);

  expect(spacingOf({ readable, unreadable })).toBe(70);
});
