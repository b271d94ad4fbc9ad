// A project with one stack, in a folder of its own, and the real Pulumi on it with a stop-watch.

import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { engineEnv } from "../engine/find.mjs";
import { start, stop } from "../lib/processes.mjs";
import { root } from "../lib/repository.mjs";
import { Failure } from "../lib/screen.mjs";
import { lastLines } from "../lib/text.mjs";

/** No command takes this long; one that does hangs. */
const LONGEST_MS = 20 * 60_000;

const programs = fileURLToPath(new URL("programs", import.meta.url));

/** @typedef {"ours" | "estate" | "estate-floor" | "estate-part" | "floor" | "textbook"} Program */

/**
 * @typedef {object} Resource one of an exported state
 * @property {string} type
 * @property {object} inputs
 * @property {object} outputs
 */

/**
 * @typedef {object} Stack each command returns how many milliseconds it took
 * @property {() => Promise<number>} up without the preview, which is measured by itself
 * @property {() => Promise<number>} preview
 * @property {() => Promise<number>} refresh
 * @property {() => Promise<number>} destroy
 * @property {() => Promise<Resource[]>} resources those of the state, without the stack itself and its provider
 */

/**
 * @typedef {object} Stacks several of one project, each with its share of what the program declares
 * @property {string} project the folder
 * @property {NodeJS.ProcessEnv} env of a command in it
 * @property {readonly string[]} names
 * @property {(name: string) => Promise<number>} up
 * @property {(name: string) => Promise<number>} lookForChanges `refresh --preview-only`; returns how many milliseconds it took
 */

/**
 * @typedef {object} StackOptions
 * @property {import("../engine/find.mjs").Engine} engine
 * @property {string} folder empty; the caller removes it
 * @property {Program} program
 * @property {number} size how many resources the program declares
 * @property {Record<string, string>} account
 */

/** @param {StackOptions} options @returns {Promise<Stack>} */
export async function newStack(options) {
  const pulumi = newProject(options).run;
  await pulumi("stack", "init", "bench");
  const timed = (/** @type {string[]} */ ...args) => pulumi(...args).then(({ took }) => took);
  return {
    up: () => timed("up", "--yes", "--skip-preview"),
    preview: () => timed("preview", "--expect-no-changes"),
    refresh: () => timed("refresh", "--yes", "--skip-preview", "--expect-no-changes"),
    destroy: () => timed("destroy", "--yes", "--skip-preview"),
    resources: async () => resourcesOf(JSON.parse((await pulumi("stack", "export")).stdout)),
  };
}

/** @param {StackOptions & { names: readonly string[] }} options @returns {Promise<Stacks>} */
export async function newStacks({ names, ...options }) {
  const { project, env, run: pulumi } = newProject(options);
  for (const name of names) await pulumi("stack", "init", name);
  const timed = (/** @type {string[]} */ ...args) => pulumi(...args).then(({ took }) => took);
  return {
    project,
    env,
    names,
    up: (name) => timed("up", "--yes", "--skip-preview", "--stack", name),
    lookForChanges: (name) => timed("refresh", "--preview-only", "--expect-no-changes", "--stack", name),
  };
}

/** @param {StackOptions} options */
function newProject({ engine, folder, program, size, account }) {
  const project = join(folder, "project");
  for (const name of ["state", "home"]) mkdirSync(join(folder, name), { recursive: true });
  cpSync(programs, project, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  writeFileSync(join(project, "Pulumi.yaml"), "name: bench\nruntime: nodejs\n");
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "bench", main: `${program}.cjs` }));
  const env = {
    ...engineEnv(engine, withoutSettings(process.env)),
    ...account,
    BENCH_SIZE: String(size),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  return { project, env, run: (/** @type {string[]} */ ...args) => run(args, { cwd: project, env }) };
}

/** @param {{ deployment: { resources?: Resource[] } }} state */
function resourcesOf({ deployment }) {
  return (deployment.resources ?? []).filter(({ type }) => !type.startsWith("pulumi:"));
}

/**
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} place
 * @returns {Promise<{ took: number, stdout: string }>}
 */
async function run(args, place) {
  const began = performance.now();
  // Asked to end, Pulumi first ends what it has started itself.
  const manners = /** @type {const} */ ({ stopWith: "SIGINT", patienceMs: 30_000 });
  const child = start("pulumi", [...args, "--non-interactive", "--color", "never"], { ...place, ...manners });
  const text = { stdout: "", stderr: "" };
  for (const name of /** @type {const} */ (["stdout", "stderr"])) {
    child[name]?.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => {
      text[name] += chunk;
    });
  }
  const timer = setTimeout(() => stop(child), LONGEST_MS);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  clearTimeout(timer);
  const took = performance.now() - began;
  if (code === 0) return { took, stdout: text.stdout };
  throw new Failure(
    `pulumi ${args.join(" ")} ended with ${code ?? "a signal"} after ${Math.round(took / 1000)} s:\n` +
      lastLines(text.stdout + text.stderr, 15),
  );
}

/** @param {NodeJS.ProcessEnv} env */
function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(PULUMI|CLOUDNUMBERING)_/.test(name)));
}
