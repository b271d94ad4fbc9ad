// The engine compiled from its published Go modules, for machines that reach the Go module proxy but not Pulumi's downloads.
// Two modules with pinned checksums, `cli` and `node-language-host`, say exactly what is compiled.

import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../lib/processes.mjs";
import { root } from "../lib/repository.mjs";
import { lastLines } from "../lib/text.mjs";
import { wanted } from "./version.mjs";

const modules = fileURLToPath(new URL(".", import.meta.url));
const oldestGo = "1.26";

const hostPackage = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const packageName = /^[\w.-]+(\/\S*)?$/;
const cliVersion = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${wanted}`;

/** Comes with the SDK and is the same small script as in an official release. */
const providerScript = join(root, "node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs");

/**
 * Compiles the engine into `folder/bin`. Throws with a reason when that does not work.
 *
 * @param {string} folder
 * @param {{ now: (text: string) => void }} options
 */
export async function build(folder, { now }) {
  if (!existsSync(providerScript)) throw new Error("node_modules is missing: run `npm ci` first");
  // Copies, so that no Go setting can make Go write into the repository.
  for (const module of ["cli", "node-language-host"])
    cpSync(join(modules, module), join(folder, module), { recursive: true });
  await checkGo(join(folder, "cli"));
  process.stderr.write("   compiling it takes about five minutes on two cores, only once\n");
  mkdirSync(join(folder, "go-tmp"));
  await compile(folder, "node-language-host", hostPackage, "-s -w", (what) =>
    now(`1 of 2, Node language host: ${what}`),
  );
  await compile(folder, "cli", cliPackage, `-s -w ${cliVersion}`, (what) => now(`2 of 2, engine: ${what}`));
  const script = join(folder, "bin/pulumi-resource-pulumi-nodejs");
  copyFileSync(providerScript, script);
  chmodSync(script, 0o755);
}

/** Asked inside the module: an older Go that fetches the needed toolchain by itself is fine. @param {string} module */
async function checkGo(module) {
  const result = await run("go", ["version"], { cwd: module });
  if (result.code === 127) throw new Error(`Go is not installed (${oldestGo} or newer is needed)`);
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(result.stdout) ?? [];
  if (result.code !== 0 || major === undefined)
    throw new Error(`\`go version\` failed: ${result.stderr.trim()}`);
  if (Number(major) === 1 && Number(minor) < 26)
    throw new Error(`Go ${major}.${minor} is too old (${oldestGo} or newer is needed)`);
}

/**
 * @param {string} folder
 * @param {string} module
 * @param {string} what the Go package
 * @param {string} ldflags
 * @param {(text: string) => void} now
 */
async function compile(folder, module, what, ldflags, now) {
  let compiled = 0;
  let downloaded = 0;
  // `-v` names each package as it is compiled. `-x` would say more, and far too much.
  const onLine = (/** @type {string} */ line) => {
    if (line.startsWith("go: downloading")) {
      now(`downloading its modules (${++downloaded}), now ${line.split(" ")[2]}`);
    } else if (packageName.test(line)) {
      now(line === what ? "linking" : `compiling (${++compiled} packages), now ${line}`);
    }
  };
  now("reading its modules (linking, if all is compiled already)");
  const flags = ["-v", "-trimpath", "-buildvcs=false", "-ldflags", ldflags];
  // GOWORK: a workspace around the repository must not reach in. GOTMPDIR: leftovers go away with the folder.
  const env = { ...process.env, GOWORK: "off", GOTMPDIR: process.env.GOTMPDIR ?? join(folder, "go-tmp") };
  mkdirSync(join(folder, "bin"), { recursive: true });
  const result = await run("go", ["build", ...flags, "-o", join(folder, "bin/"), what], {
    cwd: join(folder, module),
    env,
    onLine,
    stopWith: "SIGKILL",
  });
  if (result.code === 0) return;
  const lines = result.stderr.split("\n");
  const told = lines.filter((line) => !packageName.test(line) && !line.startsWith("go: downloading"));
  throw new Error(`\`go build\` failed (exit ${result.code}):\n${lastLines(told.join("\n"), 15)}`);
}
