import type { Difference, Finding, FindingType, Report } from "./drift-report";

// What the formats for people have in common.

export const MEANINGS: Readonly<Record<FindingType, string>> = {
  gone: "declared, and no longer on the account",
  changed: "declared otherwise than it is on the account",
  undeclared: "on the account, and declared by no stack",
  contested: "declared twice: each pulumi up undoes the other's",
  idle: "a number that costs and rings nowhere",
};

/** In one line and without anything that a terminal or a page would take for a command: the texts come from a service. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

export function sayThing({ kind, id, label }: Finding): string {
  return plain(label === id ? `${kind} ${id}` : `${kind} ${id} (${label})`);
}

export function sayHolder({ stack, urn }: Finding["declaredBy"][number]): string {
  return plain(`${urn.slice(urn.lastIndexOf("::") + 2)} of ${stack}`);
}

export function sayValue(value: unknown): string {
  return value === null ? "nothing" : plain(JSON.stringify(value));
}

export function sayDifference({ property, declared, live, replaces }: Difference): string {
  return `${plain(property)}: ${sayValue(declared)} -> ${sayValue(live)}${replaces ? " (replaces)" : ""}`;
}

/** One line that says how it stands. */
export function sayOutcome({ complete, findings, stacks, accounts, counts, ignored }: Report): string {
  const whose = accounts.map(({ name, organisationSid }) => plain(name || organisationSid)).join(", ");
  const compared = `${stacks.map(plain).join(", ")} against ${whose || "no account"}`;
  const numbers = Object.entries(counts).filter(([, count]) => count > 0);
  const found =
    findings.length === 0 ? "no drift" : numbers.map(([type, count]) => `${count} ${type}`).join(", ");
  const left = ignored > 0 ? `, ${ignored} ignored` : "";
  const told = complete ? found : `could not tell all; so far ${found}`;
  return `${compared}: ${told}${left}`;
}

/** What the idle numbers cost, account by account. */
export function sayRentals({ accounts }: Report): string[] {
  return accounts.flatMap(({ idleRental, name, organisationSid }) =>
    idleRental === null
      ? []
      : [`Idle numbers of ${plain(name || organisationSid)} cost ${idleRental} a period.`],
  );
}
