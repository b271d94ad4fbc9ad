import { expect, test } from "vitest";
import { spacingOf } from "../../provider/client/entries";
import { spacingOfLength } from "../../provider/client/spacing";

test.each([
  { entries: 0, spacing: 20 },
  { entries: 50, spacing: 20 },
  { entries: 500, spacing: 200 },
  { entries: 2000, spacing: 250 },
])("a list of $entries entries is read again after $spacing ms", ({ entries, spacing }) => {
  expect(spacingOfLength(entries)).toBe(spacing);
});

test("entries that cannot be read count too", () => {
  const unreadable = Array.from({ length: 300 }, () => ({ sid: undefined, problem: "strange" }));
  const readable = Array.from({ length: 200 }, (_, entry) => entry);

  expect(spacingOf({ readable, unreadable })).toBe(200);
});
