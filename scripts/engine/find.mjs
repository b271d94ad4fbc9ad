// Finds a Pulumi engine that can run Node programs with dynamic providers, or makes one.

import { mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { onInterrupt } from "../lib/processes.mjs";
import { startProgress } from "../lib/progress.mjs";
import { duration, reason, shortPath } from "../lib/text.mjs";
import { build } from "./build.mjs";
import { download } from "./download.mjs";
import { inspect, isExecutable, pathFolders } from "./inspect.mjs";
import { install, lockFile } from "./install.mjs";
import { takeLock } from "./lock.mjs";
import { oldest, versionFolder, wanted } from "./version.mjs";

/**
 * @typedef {object} Engine
 * @property {string} bin the folder that holds `pulumi`
 * @property {string} version
 */

/**
 * @typedef {object} FindOptions
 * @property {string} [releases] another download site
 */

/** Nothing worked: the message says what was tried and what a person can do. */
export class NoEngineError extends Error {
  /** @override */
  name = "NoEngineError";
}

/**
 * @param {FindOptions} options
 * @returns {Promise<Engine>}
 */
export async function findEngine({ releases } = {}) {
  /** @type {string[]} */
  const tried = [];
  const engine = (await onPath(tried)) ?? (await inVersionFolder(tried)) ?? (await made(tried, releases));
  if (engine === undefined) throw new NoEngineError(explain(tried));
  return engine;
}

/**
 * @param {Engine} engine
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv} the environment in which `pulumi` is that engine
 */
export function engineEnv(engine, env = process.env) {
  return { ...env, PATH: `${engine.bin}${delimiter}${env.PATH ?? ""}` };
}

/** @param {string[]} tried @returns {Promise<Engine | undefined>} */
async function onPath(tried) {
  const folders = pathFolders();
  const candidates = folders.filter((folder) => isExecutable(join(folder, "pulumi")));
  for (const bin of candidates) {
    const verdict = await inspect(bin, folders);
    if ("version" in verdict) return { bin, version: verdict.version };
    tried.push(`\`pulumi\` on PATH in ${shortPath(bin)}: ${verdict.problem}`);
  }
  if (candidates.length === 0) tried.push("`pulumi` on PATH: not there");
  return undefined;
}

/** @param {string[]} tried @returns {Promise<Engine | undefined>} */
async function inVersionFolder(tried) {
  const bin = join(versionFolder(), "bin");
  const verdict = await inspect(bin);
  if ("version" in verdict) return { bin, version: verdict.version };
  tried.push(`${shortPath(bin)}: ${verdict.problem}`);
  return undefined;
}

/**
 * @param {string[]} tried
 * @param {string | undefined} releases
 * @returns {Promise<Engine | undefined>}
 */
async function made(tried, releases) {
  const target = versionFolder();
  const release = await lock(target, tried);
  if (release === undefined) return undefined;
  const done = onInterrupt(release);
  try {
    const other = await inVersionFolder([]); // made by the process we waited for
    if (other !== undefined) return other;
    const from = releases === undefined ? {} : { from: releases };
    return (
      (await attempt("official download", target, tried, (folder, now) =>
        download(folder, { ...from, now }),
      )) ?? (await attempt("build from Go modules", target, tried, (folder, now) => build(folder, { now })))
    );
  } finally {
    release();
    done();
  }
}

/** @param {string} target @param {string[]} tried @returns {Promise<(() => void) | undefined>} */
async function lock(target, tried) {
  const progress = startProgress("waiting for another process that makes the engine");
  try {
    mkdirSync(dirname(target), { recursive: true });
    return await takeLock(lockFile(target), (owner) => {
      progress.now(`waiting: process ${owner.pid} is making the engine`);
    });
  } catch (error) {
    tried.push(`making one in ${shortPath(target)}: ${reason(error)}`);
    return undefined;
  } finally {
    progress.end();
  }
}

/**
 * @param {string} name
 * @param {string} target
 * @param {string[]} tried
 * @param {(folder: string, now: (text: string) => void) => Promise<void>} make
 * @returns {Promise<Engine | undefined>}
 */
async function attempt(name, target, tried, make) {
  const say = (/** @type {string} */ text) => process.stderr.write(`   ${text}\n`);
  const began = Date.now();
  say(`Pulumi ${wanted}, ${name}`);
  const progress = startProgress("starting");
  try {
    const engine = await install(target, (folder) => make(folder, progress.now));
    progress.end();
    say(`ready in ${duration(Date.now() - began)}: ${shortPath(engine.bin)}`);
    return engine;
  } catch (error) {
    progress.end();
    tried.push(`${name}: ${reason(error)}`);
    say(`not possible: ${reason(error).split("\n")[0]}`);
    return undefined;
  }
}

/** @param {string[]} tried */
function explain(tried) {
  return [
    "No Pulumi engine was found, and none could be made. What was tried:",
    ...tried.map((line, index) => `  ${index + 1}. ${line}`),
    "Any one of these helps; then run the same command again:",
    `  - install Pulumi ${oldest} or newer (https://www.pulumi.com/docs/install/), so that \`pulumi\` is on PATH`,
    `  - put an unpacked release of Pulumi ${wanted} into ${shortPath(join(versionFolder(), "bin"))}`,
    "  - install Go 1.26 or newer (https://go.dev/dl/): the engine is then built from its Go modules",
  ].join("\n");
}
