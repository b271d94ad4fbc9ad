import type { Problem } from "./drift-report";
import { quoted } from "./drift-shell";
import type { Named, Program } from "./export-program";
import { IMPORT_FILE } from "./export-project";
import type { ExportOptions } from "./export-run";
import { comment } from "./export-source";
import { type LeftOut, type ThingKind, thingKinds } from "./export-things";
import { OLDEST_CLI } from "./pulumi-versions";

/** What `--json` prints. */
export interface ExportReport {
  /** Of this form. It grows when something is renamed or taken away. */
  readonly version: 1;
  /** False when anything could not be read: then the project is not the whole account. */
  readonly complete: boolean;
  readonly folder: string;
  /** False when nothing was to be written. */
  readonly written: boolean;
  readonly files: readonly string[];
  readonly resources: readonly { readonly kind: ThingKind; readonly name: string; readonly id: string }[];
  readonly leftOut: readonly { readonly kind: ThingKind; readonly id: string; readonly why: string }[];
  /** Values of the stack's config that the program asks for, and of what on the account they are. */
  readonly secrets: Program["secrets"];
  readonly problems: readonly string[];
}

export interface Exported {
  readonly options: ExportOptions;
  readonly named: readonly Named[];
  readonly leftOut: readonly LeftOut[];
  readonly program: Program;
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

export function reportOf({ options, named, leftOut, program, files, problems }: Exported): ExportReport {
  return {
    version: 1,
    complete: problems.length === 0,
    folder: options.out,
    written: !options.dryRun,
    files: [...files.keys()],
    resources: named.map(({ thing: { kind, id }, name }) => ({ kind, name, id })),
    leftOut: leftOut
      .map(({ kind, id, why }) => ({ kind, id, why }))
      .sort((a, b) => (a.kind + a.id < b.kind + b.id ? -1 : 1)),
    secrets: program.secrets,
    problems: problems.map(({ problem }) => problem),
  };
}

const PLURALS: Readonly<Record<ThingKind, string>> = {
  endpoint: "endpoints",
  address: "addresses",
  number: "numbers",
  order: "orders",
  organisation: "organisations",
};

/** For a person: what is in the project, and what is not. */
export function summary({ written, folder, files, resources, leftOut }: ExportReport): string {
  const counts = thingKinds.flatMap((kind) => {
    const count = resources.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? kind : PLURALS[kind]}`];
  });
  const lines = [
    `${written ? "wrote" : "would write"} ${files.length} files to ${folder}: ${counts.join(", ") || "nothing to declare"}`,
    ...(written
      ? []
      : [
          ...files.map((file) => `  ${file}`),
          ...resources.map(({ kind, name, id }) => `  ${kind} ${name} ${id}`),
        ]),
    ...leftOut.map(({ kind, id, why }) => `not declared: ${kind} ${id}: ${comment(why).slice("// ".length)}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** For a person: how the project becomes a stack. */
export function steps({ folder, secrets, resources }: ExportReport): string {
  const lines = [
    `cd ${quoted(folder)}`,
    "npm install",
    "pulumi stack init dev",
    ...secrets.map(secretLine),
    ...(resources.length > 0 ? [`npx cloudnumbering import --file ${IMPORT_FILE}`] : []),
    "pulumi preview --expect-no-changes",
  ];
  return `\nnext (Pulumi ${OLDEST_CLI} or newer):\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** The command that brings a credential from the account into the stack's config. */
export function secretLine({ key, kind, id, property }: Program["secrets"][number]): string {
  return `npx cloudnumbering reveal ${kind} ${quoted(id)} ${property} | pulumi config set --secret ${quoted(key)}`;
}
