import { statSync } from "node:fs";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { redact } from "../http/redact";
import { messageOf } from "./message-of";

/**
 * A project's folder and the Pulumi CLI for it.
 *
 * @throws {Error} when there is no such folder, or no CLI that this package's Automation API can run
 */
export async function openWorkspace(folder: string): Promise<LocalWorkspace> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`there is no folder ${folder}`);
  try {
    return await LocalWorkspace.create({ workDir: folder });
  } catch (error) {
    throw new Error(`pulumi cannot be run: ${saidBy(error)}; install the Pulumi CLI, or put it on the PATH`);
  }
}

/**
 * @returns the one that is selected in the folder, if any
 * @throws {Error} when its stacks cannot be listed
 */
export async function selectedStack(workspace: LocalWorkspace): Promise<string | undefined> {
  const selected = await workspace.stack().catch((error: unknown) => {
    throw new Error(`the stacks of ${workspace.workDir} cannot be listed: ${saidBy(error)}`);
  });
  return selected?.name;
}

/**
 * What the CLI gives as the error, in one line. All that it printed must not be shown: it may be the state with its secrets.
 */
export function saidBy(error: unknown): string {
  const result = (error as { commandResult?: { stderr?: string } }).commandResult;
  const lines = (result?.stderr ?? messageOf(error)).split("\n").map((line) => line.trim());
  const errors = lines
    .filter((line) => line.startsWith("error: "))
    .map((line) => line.slice("error: ".length));
  return redact([...new Set(errors)].join("; ") || (lines[0] ?? ""));
}
