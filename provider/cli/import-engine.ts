import { spawn } from "node:child_process";
import { isOlder, OLDEST_CLI } from "./pulumi-versions";

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

/** @throws {Error} when there is no CLI, or it is older than the import files of this package need */
export async function requireCli(folder: string): Promise<void> {
  const { code, stdout } = await pulumi(["version"], folder, "pipe");
  const found = /\d+\.\d+\.\d+/.exec(stdout)?.[0];
  if (code !== 0 || found === undefined) throw new Error("pulumi version does not say which it is");
  if (isOlder(found, OLDEST_CLI)) {
    throw new Error(
      `this Pulumi is ${found}, and it would read an import file without the state that stands in it: nothing was imported. ` +
        `Install ${OLDEST_CLI} or newer`,
    );
  }
}

/** Runs the CLI in the project's folder; with "inherit" the person sees it and can answer. */
export function pulumi(words: readonly string[], folder: string, output: "inherit" | "pipe"): Promise<Ended> {
  const child = spawn("pulumi", words, {
    cwd: folder,
    stdio: output === "inherit" ? "inherit" : ["ignore", "pipe", "inherit"],
    // On Windows the CLI may be a script.
    shell: process.platform === "win32",
  });
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", ({ message }) =>
      reject(new Error(`pulumi cannot be run (${message}); install the Pulumi CLI, or put it on the PATH`)),
    );
    child.once("close", (code) => resolve({ code: code ?? 1, stdout }));
  });
}
