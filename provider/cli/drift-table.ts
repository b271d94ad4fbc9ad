import type { Finding, Repair, Report } from "./drift-report";
import { plain, sayDifference, sayHolder, sayOutcome, sayRentals, sayThing } from "./drift-words";

const HEAD = ["", "FOUND", "WHAT", "DECLARED BY", "DECLARED -> LIVE"] as const;

/** A report for a terminal: a table of what was found, and the ways out below it. */
export function table(report: Report): string {
  const { findings, problems, notes } = report;
  const parts = [
    [sayOutcome(report)],
    problems.flatMap(({ problem, where }) => [
      `could not tell: ${plain(problem)}`,
      ...where.map((each) => `  ${plain(each)}`),
    ]),
    notes.map((note) => `note: ${plain(note)}`),
    findings.length > 0 ? aligned([[...HEAD], ...findings.flatMap(rowsOf)]) : [],
    sayRentals(report),
    ...findings.map((finding, index) => [
      `${index + 1}. ${sayThing(finding)}`,
      ...finding.repairs.flatMap(linesOf),
    ]),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** A row, and one more for each further difference. */
function rowsOf(finding: Finding, index: number): string[][] {
  const { type, declaredBy, rental } = finding;
  const remarks = [
    ...finding.differences.map(sayDifference),
    ...(rental === null ? [] : [`${rental} a period`]),
  ];
  const [first = "", ...more] = remarks;
  return [
    [String(index + 1), type, sayThing(finding), declaredBy.map(sayHolder).join(", ") || "-", first],
    ...more.map((remark) => ["", "", "", "", remark]),
  ];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function linesOf({ does, code, commands, ignore }: Repair): string[] {
  const steps = [
    ...(code === undefined ? [] : [code]),
    ...commands,
    ...(ignore === undefined ? [] : [ignore]),
  ];
  return [`   ${plain(does)}:`, ...steps.map((step) => `      ${plain(step)}`)];
}
