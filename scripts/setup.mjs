// What tests and demo need before they start. Each step does nothing when there is nothing to do.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findEngine } from "./engine/find.mjs";
import { firstStale } from "./lib/built.mjs";
import { run } from "./lib/processes.mjs";
import { root } from "./lib/repository.mjs";
import { Failure, say } from "./lib/screen.mjs";
import { shortPath } from "./lib/text.mjs";

/** @returns {Promise<string>} */
export async function installDependencies() {
  const why = staleDependency();
  if (why === undefined) return "up to date";
  say(`npm ci: ${why}`);
  await npm(["ci"]);
  return "installed";
}

/** @returns {Promise<string>} */
export async function buildPackage() {
  if (firstStale() === undefined) return "up to date";
  await node(["scripts/build.mjs"], "the package does not compile");
  return "dist/ is new";
}

/**
 * @param {(engine: import("./engine/find.mjs").Engine) => void} take
 * @returns {Promise<string>}
 */
export async function prepareEngine(take = () => {}) {
  const engine = await findEngine();
  take(engine);
  return `Pulumi ${engine.version} in ${shortPath(engine.bin)}`;
}

/**
 * Runs a Node script of the repository and shows what it printed only when it fails.
 *
 * @param {string[]} args
 * @param {string} problem
 */
export async function node(args, problem) {
  const result = await run(process.execPath, args, { cwd: root });
  if (result.code !== 0) throw new Failure(`${problem}:\n${(result.stdout + result.stderr).trim()}`);
}

/** @param {string[]} args */
async function npm(args) {
  // Under `npm test` the running npm says where it is; PATH may hold another.
  const script = process.env.npm_execpath;
  const [command, first] = script === undefined ? ["npm", []] : [process.execPath, [script]];
  const result = await run(command, [...first, ...args], { cwd: root });
  const told = (result.stdout + result.stderr).trim().split("\n").slice(0, 15); // what follows is npm's usage
  if (result.code !== 0) throw new Failure(`npm ${args.join(" ")} failed:\n${told.join("\n")}`);
}

/** @typedef {{ version?: string, resolved?: string, integrity?: string, optional?: boolean }} Locked */

/** @returns {string | undefined} why node_modules is not what package-lock.json says */
export function staleDependency() {
  const hidden = join(root, "node_modules/.package-lock.json");
  if (!existsSync(hidden)) return "node_modules is missing";
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(hidden);
  for (const path of new Set([...Object.keys(wanted), ...Object.keys(installed)])) {
    if (path === "") continue;
    const [want, have] = [wanted[path], installed[path]];
    if (have === undefined && want?.optional) continue; // made for another system
    if (have === undefined) return `${path} is missing`;
    if (want === undefined) return `${path} is left over`;
    if (want.version !== have.version || want.integrity !== have.integrity)
      return `${path} is another version`;
    if (!existsSync(join(root, path))) return `${path} is missing`;
  }
  return undefined;
}

/** @param {string} file @returns {Record<string, Locked>} */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
