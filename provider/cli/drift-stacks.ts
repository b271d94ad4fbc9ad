import { statSync } from "node:fs";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import pLimit from "p-limit";
import { type ExportedState, readExport } from "../engine/exported-state";
import { redact } from "../http/redact";
import { messageOf } from "./drift-problems";

/** One stack and what its state says. */
export interface Stack extends ExportedState {
  /** As it was named to the command. */
  readonly name: string;
}

export interface WhichStacks {
  /** None means the one that is selected in the folder. */
  readonly names: readonly string[];
  /** The project's folder. */
  readonly folder: string;
}

/** Each export is a process of its own, with a runtime of its own. */
const EXPORTS_AT_ONCE = 4;

/**
 * Reads the states through `pulumi stack export`, which takes no lock and selects no stack; the secrets are shown to this
 * process alone.
 *
 * @throws {Error} when one of them cannot be read: what a missing state declares would all look undeclared
 */
export async function readStacks({ names, folder }: WhichStacks): Promise<readonly Stack[]> {
  const workspace = await openWorkspace(folder);
  const chosen = names.length > 0 ? [...new Set(names)] : [await selectedStack(workspace, folder)];
  const turn = pLimit(EXPORTS_AT_ONCE);
  const outcomes = await Promise.allSettled(chosen.map((name) => turn(() => readStack(workspace, name))));
  const failures = outcomes.flatMap((each) => (each.status === "rejected" ? [messageOf(each.reason)] : []));
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

async function openWorkspace(folder: string): Promise<LocalWorkspace> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`there is no folder ${folder}`);
  try {
    return await LocalWorkspace.create({ workDir: folder });
  } catch (error) {
    throw new Error(`pulumi cannot be run: ${saidBy(error)}; install the Pulumi CLI, or put it on the PATH`);
  }
}

async function selectedStack(workspace: LocalWorkspace, folder: string): Promise<string> {
  const selected = await workspace.stack().catch((error: unknown) => {
    throw new Error(`the stacks of ${folder} cannot be listed: ${saidBy(error)}`);
  });
  if (selected) return selected.name;
  throw new Error(`no stack is selected in ${folder}; name one with --stack`);
}

async function readStack(workspace: LocalWorkspace, name: string): Promise<Stack> {
  const json = await workspace.exportStack(name).catch((error: unknown) => {
    throw new Error(`stack ${name}: its state cannot be read: ${saidBy(error)}`);
  });
  try {
    return { name, ...readExport(json) };
  } catch (error) {
    throw new Error(`stack ${name}: ${messageOf(error)}`);
  }
}

/**
 * What the CLI gives as the error, in one line. All that it printed must not be shown: it may be the state with its secrets.
 */
function saidBy(error: unknown): string {
  const result = (error as { commandResult?: { stderr?: string } }).commandResult;
  const lines = (result?.stderr ?? messageOf(error)).split("\n").map((line) => line.trim());
  const errors = lines
    .filter((line) => line.startsWith("error: "))
    .map((line) => line.slice("error: ".length));
  return redact([...new Set(errors)].join("; ") || (lines[0] ?? ""));
}
