import { expect, test } from "vitest";
import { titles, titlesIn } from "./titles";
import troubles from "./troubles.json";

// Troubles a user can run into are numbered (`F7`, `O3`). `troubles.json` lists them; each must have a test whose title begins
// with its number, and those listed under `engine` one that runs the real Pulumi.

const all = titles().filter(({ file }) => !file.startsWith("test/guard/"));

interface Row {
  number: string;
  files: string[];
  missing: string;
}

const rows = Object.entries(troubles).flatMap(([letter, { numbers, engine }]) =>
  [...new Set<number>([...numbers, ...engine])]
    .sort((a, b) => a - b)
    .map((n) => row(`${letter}${n}`, (engine as number[]).includes(n))),
);

test("every numbered trouble has its test", () => {
  const table = rows.map(
    ({ number, files, missing }) => `${number.padEnd(5)} ${missing || files.join(", ")}`,
  );
  if (table.length > 0) process.stdout.write(`\n${table.join("\n")}\n`);
  expect(rows.filter(({ missing }) => missing !== "")).toEqual([]);
});

test("titles are found however a test is written", () => {
  const text = [
    'test("F1 plain", () => {});',
    "it('F2 single quotes', () => {});",
    "test.concurrent(`F3 template`, () => {});",
    'test.each([[1, "a"], [2, "b"]])("F4 each %s", () => {});',
    'test.each([\n  { a: 1 },\n])(\n  "F5 on its own line",\n  () => {},\n);',
    'test(\n  "F6 on its own line",\n  () => {},\n);',
    'test.for(cases)("F7 for", () => {});',
  ].join("\n");
  const numbers = titlesIn("x", text).map(({ title }) => title.split(" ")[0]);
  expect(numbers).toEqual(["F1", "F2", "F3", "F4", "F5", "F6", "F7"]);
});

function row(number: string, needsEngine: boolean): Row {
  const files = all.filter(({ title }) => new RegExp(`^${number}\\b`).test(title)).map(({ file }) => file);
  const inEngine = files.some((file) => file.startsWith("test/engine/"));
  const missing =
    files.length === 0 ? "has no test" : needsEngine && !inEngine ? "has no test in test/engine" : "";
  return { number, files: [...new Set(files)], missing };
}
