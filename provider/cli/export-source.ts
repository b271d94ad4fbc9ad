import { Expression } from "./drift-code";

/** Letters that are not seen, end a line, or turn the text around them: a reader must see that they are there. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u00a0]/gu;

function spelt(letter: string): string {
  const units = Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** A text as TypeScript writes it, whatever is in it. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(UNSEEN, spelt);
}

/** A line of its own, for what a person must decide. */
export function comment(text: string): string {
  return `// ${text.replace(UNSEEN, spelt)}`;
}

const LONGEST_LABEL = 60;

/** What people call a thing, within a comment. */
export function called(label: string): string {
  return `"${label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL)}…` : label}"`;
}

/** `new cloudnumbering.Endpoint("lobby", { … })`, an argument a line. */
export function construction(kind: string, name: string, args: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(args).map(([key, value]) => `  ${key}: ${sourceOf(value)},\n`);
  return `new cloudnumbering.${kind}(${literal(name)}, {\n${lines.join("")}});`;
}

function sourceOf(value: unknown): string {
  if (value instanceof Expression) return value.source;
  return typeof value === "string" ? literal(value) : JSON.stringify(value);
}
