import type { Finding, Repair, Report } from "./drift-report";
import { MEANINGS, plain, sayDifference, sayHolder, sayOutcome, sayRentals, sayThing } from "./drift-words";

/** A report for an issue, a pull request or a job's summary. */
export function markdown(report: Report): string {
  const { findings, problems, notes } = report;
  const blocks = [
    "# Drift of cloudNumbering",
    text(sayOutcome(report)),
    ...(problems.length > 0 ? ["## Could not tell", list(problems.map(problemOf))] : []),
    ...(findings.length > 0 ? ["## Found", tableOf(findings), ...sayRentals(report).map(text)] : []),
    ...findings.flatMap((finding, index) => detailsOf(finding, index + 1)),
    ...(notes.length > 0 ? ["## Notes", list(notes.map(text))] : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function problemOf({ problem, where }: Report["problems"][number]): string {
  return [text(problem), ...where.map((each) => `  - ${code(each)}`)].join("\n");
}

function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map((finding, index) => {
    const { type, declaredBy, differences, rental } = finding;
    const remarks = [...differences.map(sayDifference), ...(rental === null ? [] : [`${rental} a period`])];
    return [
      String(index + 1),
      type,
      text(sayThing(finding)),
      text(declaredBy.map(sayHolder).join(", ") || "-"),
      remarks.map(code).join("<br>"),
    ];
  });
  const lines = [["", "found", "what", "declared by", "declared -> live"], HEAD_RULE, ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const HEAD_RULE = ["---", "---", "---", "---", "---"];

function detailsOf(finding: Finding, place: number): string[] {
  return [
    `### ${place}. ${text(sayThing(finding))}`,
    `${capital(MEANINGS[finding.type])}.`,
    ...finding.repairs.flatMap(repairOf),
  ];
}

function repairOf({ does, code: source, commands, ignore }: Repair): string[] {
  return [
    `${text(capital(plain(does)))}:`,
    ...(source === undefined ? [] : [fenced("ts", [source])]),
    ...(commands.length === 0 ? [] : [fenced("sh", commands)]),
    ...(ignore === undefined ? [] : [fenced("", [ignore])]),
  ];
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** As text and nothing else: no mention of a person, no link, no tag, no cell that ends a row. */
function text(words: string): string {
  return plain(words)
    .replace(/[\\`*_{}[\]<>#|!~]/g, "\\$&")
    .replace(/@/g, "@<!-- -->")
    .replace(/\b(https?):\/\//g, "$1:<!-- -->//");
}

/** In a table a pipe ends the cell even within code. */
function code(words: string): string {
  const inner = plain(words).replace(/\|/g, "\\|");
  const fence = "`".repeat(longestRun(inner) + 1);
  return `${fence} ${inner} ${fence}`;
}

function fenced(language: string, lines: readonly string[]): string {
  const inner = lines.map(plain);
  const fence = "`".repeat(Math.max(3, longestRun(inner.join("\n")) + 1));
  return `${fence}${language}\n${inner.join("\n")}\n${fence}`;
}

function longestRun(words: string): number {
  return Math.max(0, ...[...words.matchAll(/`+/g)].map(([run]) => run.length));
}
