import type { LocalWorkspace } from "@pulumi/pulumi/automation";
import pLimit from "p-limit";
import { type ExportedState, readExport } from "../engine/exported-state";
import { messageOf } from "./message-of";
import { openWorkspace, saidBy, selectedStack } from "./pulumi-workspace";

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
  const chosen = names.length > 0 ? [...new Set(names)] : [await requireSelected(workspace, folder)];
  const turn = pLimit(EXPORTS_AT_ONCE);
  const outcomes = await Promise.allSettled(chosen.map((name) => turn(() => readStack(workspace, name))));
  const failures = outcomes.flatMap((each) => (each.status === "rejected" ? [messageOf(each.reason)] : []));
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

async function requireSelected(workspace: LocalWorkspace, folder: string): Promise<string> {
  const selected = await selectedStack(workspace);
  if (selected !== undefined) return selected;
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
