import type { ConfigReader } from "../engine/serve";
import { type CommandIo, json } from "./command-line";
import { Problems } from "./drift-problems";
import type { Stack } from "./drift-stacks";
import { readAccount } from "./export-account";
import type { Choices } from "./export-choose";
import { declaredIn, type GivenNames, namedIn } from "./export-declared";
import { requireRoom, writeFolder } from "./export-folder";
import { type Named, programOf } from "./export-program";
import { projectOf } from "./export-project";
import { type ExportReport, reportOf, steps, summary } from "./export-report";
import { type Thing, thingKinds } from "./export-things";
import { namesFor } from "./names";

export interface ExportOptions {
  /** The project's folder. */
  readonly out: string;
  /** The project's name for Pulumi. */
  readonly project: string;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly json: boolean;
  readonly choices: Choices;
  /** Stacks whose things are left out. */
  readonly stack: readonly string[];
  /** Where their project is. */
  readonly cwd: string;
  readonly dependency: string | undefined;
}

/**
 * Reads the account and writes a project that declares it. Changes nothing on the account.
 *
 * @param config how the account is reached, where the environment does not say
 * @returns the exit code: 0 when all was read, 1 when not
 * @throws {Error} when nothing could be read or written
 */
export async function runExport(
  options: ExportOptions,
  io: CommandIo,
  config: ConfigReader = () => undefined,
): Promise<number> {
  const { out, stack, cwd, dryRun, force, choices } = options;
  if (!dryRun) requireRoom(out, force);
  const declared = declaredIn(await stacksOf(stack, cwd));
  const problems = new Problems();
  const account = await readAccount(choices, (thing) => declared.has(thing), {
    config,
    problems,
  });
  if (!account)
    throw new Error(
      problems
        .list()
        .map(({ problem }) => problem)
        .join("\n"),
    );
  const { things, leftOut, endpoints } = account;
  const named = nameAll(things, declared, force ? namedIn(out) : undefined);
  const mine = new Set(things.map(({ id }) => id));
  const elsewhere = [...endpoints].filter(([id]) => !mine.has(id)).map(([id, label]) => ({ id, label }));
  const program = programOf(named, leftOut, elsewhere);
  const files = projectOf(program, named, options);
  if (!dryRun) writeFolder(out, files);
  const report = reportOf({ options, named, leftOut, program, files, problems: problems.list() });
  say(report, options, io);
  return report.complete ? 0 : 1;
}

async function stacksOf(names: readonly string[], folder: string): Promise<readonly Stack[]> {
  if (names.length === 0) return [];
  // Pulumi's automation is slow to load, and nobody else needs it.
  const { readStacks } = await import("./drift-stacks.js");
  return readStacks({ names, folder });
}

/** In the order in which the program, the import file and the report have them. */
function nameAll(things: readonly Thing[], declared: GivenNames, earlier: GivenNames | undefined): Named[] {
  return thingKinds.flatMap((kind) => {
    const mine = things.filter((each) => each.kind === kind);
    const taken = new Set(declared.of(kind).values());
    const names = namesFor(mine, kind, { kept: earlier?.of(kind) ?? new Map(), taken });
    return mine
      .map((thing) => ({ thing, name: names.get(thing.id) ?? thing.id }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

function say(report: ExportReport, options: ExportOptions, { stdout, stderr }: CommandIo): void {
  if (options.json) stdout.write(json(report));
  else stdout.write(summary(report) + (options.dryRun ? "" : steps(report)));
  for (const problem of report.problems) stderr.write(`could not be read: ${problem}\n`);
}
