import { readFileSync } from "node:fs";

/** Where the command looks when it is not told. */
export const IGNORE_FILE = ".cloudnumberingignore";

const kinds = ["endpoint", "number", "address", "order"] as const;
const fields = ["sid", "description", "number"] as const;

export type IgnoreKind = (typeof kinds)[number];
type Field = (typeof fields)[number];

/** What a line of the file can name. */
export interface Ignorable {
  readonly kind: IgnoreKind;
  /** `EP…`, `AN…`, `NO…`, or `voice/203.0.113.10`. */
  readonly sid: string;
  /** Of a number its reference. */
  readonly description: string;
  /** E.164; all of an order's. */
  readonly numbers: readonly string[];
}

type Rule = (thing: Ignorable) => boolean;

/** A mistake in the file; it is a mistake in how the command was called. */
export class IgnoreFileError extends Error {}

/**
 * What the file says to leave out.
 *
 * @param file none: the usual one in the folder, if it is there
 * @throws {IgnoreFileError} when the file cannot be read, or has a line that means nothing
 */
export function readIgnoreFile(file: string | undefined, usual: string): Rule {
  const rules = rulesOf(textOf(file, usual), file ?? usual);
  return (thing) => rules.some((rule) => rule(thing));
}

function textOf(file: string | undefined, usual: string): string {
  try {
    return readFileSync(file ?? usual, "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (file === undefined && isMissing) return "";
    throw new IgnoreFileError(
      `the ignore file ${file ?? usual} ${isMissing ? "is not there" : "cannot be read"}`,
    );
  }
}

function rulesOf(text: string, file: string): Rule[] {
  return text.split("\n").flatMap((line, index) => {
    const words = line.trim();
    if (words === "" || words.startsWith("#")) return [];
    const rule = ruleOf(words);
    if (rule) return [rule];
    throw new IgnoreFileError(
      `${file}:${index + 1}: a line is "KIND", or "KIND FIELD PATTERN" with a kind of ${kinds.join(", ")} or *, a field of ` +
        `${fields.join(", ")}, and * in the pattern for any text`,
    );
  });
}

const LINE = /^(?<kind>\S+)(?:\s+(?<field>\S+)\s+(?<pattern>.+))?$/;

function ruleOf(line: string): Rule | undefined {
  const { kind, field, pattern } = LINE.exec(line)?.groups ?? {};
  if (kind !== "*" && !kinds.includes(kind as IgnoreKind)) return undefined;
  const isKind = (thing: Ignorable) => kind === "*" || thing.kind === kind;
  if (pattern === undefined) return kind === "*" ? undefined : isKind;
  if (!fields.includes(field as Field)) return undefined;
  const expression = globExpression(pattern);
  const matches = (text: string) => expression.test(text);
  return (thing) => isKind(thing) && valuesOf(thing, field as Field, matches);
}

/** An order is meant by its numbers only when all of them are. */
function valuesOf(
  { sid, description, numbers }: Ignorable,
  field: Field,
  matches: (text: string) => boolean,
) {
  if (field === "number") return numbers.length > 0 && numbers.every(matches);
  return matches(field === "sid" ? sid : description);
}

/** A pattern in which `*` is any text; upper and lower case are the same. */
export function globExpression(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "is");
}

/** The line that leaves out this one thing. */
export function ignoreLine({ kind, sid }: Pick<Ignorable, "kind" | "sid">): string {
  return `${kind} sid ${sid}`;
}
