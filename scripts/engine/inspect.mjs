// Answers one question about a folder: is there an engine in it that runs here?

import { accessSync, constants, realpathSync, statSync } from "node:fs";
import os from "node:os";
import { delimiter, dirname, join } from "node:path";
import { run } from "../lib/processes.mjs";
import { older, oldest, programs } from "./version.mjs";

/** @typedef {{ version: string } | { problem: string }} Verdict */

/**
 * Looks whether all programs are there, then runs those that are binaries: a half-copied file, or one for another kind of
 * machine, has the right name too.
 *
 * @param {string} bin
 * @param {string[]} alsoIn other folders where the programs beside `pulumi` may be
 * @returns {Promise<Verdict>}
 */
export async function inspect(bin, alsoIn = []) {
  const pulumi = join(bin, "pulumi");
  if (!isExecutable(pulumi)) return { problem: "not there" };
  // Pulumi looks beside the real file, so a link to `pulumi` alone is enough.
  const folders = [bin, dirname(realpathSync(pulumi)), ...alsoIn];
  /** @type {string[]} */
  const found = [];
  for (const program of programs) {
    const file = folders.map((folder) => join(folder, program)).find(isExecutable);
    if (file === undefined) return { problem: `${program} is missing: Node programs cannot run with it` };
    found.push(file);
  }
  const [version, host] = await Promise.all([runVersion(pulumi), runHost(found[1] ?? "")]);
  return host === undefined ? version : { problem: host };
}

/** @param {string} pulumi @returns {Promise<Verdict>} */
async function runVersion(pulumi) {
  const result = await quick(pulumi, ["version"]);
  const version = /v?(\d+\.\d+\.\d+)/.exec(result.stdout)?.[1];
  if (result.code !== 0 || version === undefined) {
    return {
      problem: `\`pulumi version\` failed (exit ${result.code}) ${firstLine(result.stderr)}`.trimEnd(),
    };
  }
  if (older(version, oldest)) return { problem: `version ${version} is older than ${oldest}` };
  return { version };
}

/** @param {string} host @returns {Promise<string | undefined>} what is wrong with the language host */
async function runHost(host) {
  const result = await quick(host, ["--help"]); // it has no version command, but answers with its usage
  if (/usage/i.test(result.stdout + result.stderr)) return undefined;
  return `pulumi-language-nodejs does not run (exit ${result.code}) ${firstLine(result.stderr)}`.trimEnd();
}

/** @param {string} command @param {string[]} args */
function quick(command, args) {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return run(command, args, { timeoutMs: 30_000, cwd: os.tmpdir(), env });
}

const firstLine = (/** @type {string} */ text) => text.trim().split("\n")[0] ?? "";

/** @returns {string[]} the folders of PATH */
export function pathFolders() {
  return (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
}

/** @param {string} file @returns {boolean} */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() && statSync(file).size > 0;
  } catch {
    return false;
  }
}
