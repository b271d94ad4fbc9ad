import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const tests = join(__dirname, "..");

export interface Title {
  /** From the repository's root: `test/unit/retry.test.ts`. */
  file: string;
  title: string;
}

/** The start of a title: `test("F7 …"`, `it.each(…)("F7 …"`, also as a template. Titles must be written out, not computed. */
const opening =
  /\b(?:test|it)(?:\.\w+)*\s*\(\s*(["'`])(.*?)\1|\.(?:each|for)\b[^;]*?\)\s*\(\s*(["'`])(.*?)\3/gs;

export function testFiles(): string[] {
  const names = readdirSync(tests, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".test.ts")).map((name) => join("test", name));
}

export function titles(): Title[] {
  return testFiles().flatMap((file) => titlesIn(file, readFileSync(join(tests, "..", file), "utf8")));
}

export function titlesIn(file: string, text: string): Title[] {
  return [...text.matchAll(opening)].map((match) => ({ file, title: match[2] ?? match[4] ?? "" }));
}
