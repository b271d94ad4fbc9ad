// The real Pulumi on this repository's Pulumi.yaml, with everything it would remember in a temporary folder: state, stack
// configuration and its own home. A login, a selected stack or a Pulumi.demo.yaml of the user are neither seen nor touched.

import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { engineEnv } from "../engine/find.mjs";
import { run } from "../lib/processes.mjs";
import { root } from "../lib/repository.mjs";
import { bold, Failure } from "../lib/screen.mjs";

/** @typedef {(args: string[], expected: { code: number }) => Promise<string>} Tool runs it, shows and returns its output */

/**
 * @param {import("../engine/find.mjs").Engine} engine
 * @param {string} folder
 * @param {Record<string, string>} account
 * @returns {Promise<{ pulumi: Tool, cloudnumbering: Tool }>}
 */
export async function newStack(engine, folder, account) {
  for (const name of ["state", "home", "project", "tmp"]) mkdirSync(join(folder, name));
  const env = {
    ...engineEnv(engine, withoutSettings(process.env)),
    ...account,
    TMPDIR: join(folder, "tmp"), // Pulumi does not tidy up all of its pipes
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  // Only `stack init` cannot be told where the configuration file is: it gets a project folder of its own.
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "project/Pulumi.yaml"));
  const init = await run("pulumi", ["stack", "init", "demo", "--non-interactive"], {
    cwd: join(folder, "project"),
    env,
  });
  if (init.code !== 0) throw new Failure(`pulumi stack init failed:\n${init.stdout}${init.stderr}`);

  // Said with every command, but not shown: a person who types the commands has chosen a stack and sees a live display.
  const place = [
    "--non-interactive",
    "--stack",
    "demo",
    "--color",
    process.stdout.isTTY ? "always" : "never",
  ];
  const onStack = [
    "--suppress-progress",
    "--suppress-outputs",
    "--config-file",
    join(folder, "project/Pulumi.demo.yaml"),
  ];

  /** @param {string} name @param {string} command @param {(args: string[]) => string[]} argsOf @returns {Tool} */
  const tool =
    (name, command, argsOf) =>
    async (args, { code }) => {
      process.stdout.write(`\n${bold(`$ ${name} ${args.join(" ")}`)}\n`);
      const result = await run(command, argsOf(args), {
        cwd: root,
        env,
        onText: (text) => process.stdout.write(text),
        stopWith: "SIGINT",
        patienceMs: 30_000,
      });
      const ended = `${name} ${args[0]} ended with exit code ${result.code}, expected ${code}`;
      if (result.code !== code) throw new Failure(ended);
      return stripVTControlCharacters(result.stdout + result.stderr);
    };
  const ignore = ["--ignore", join(folder, "ignore")];
  return {
    pulumi: tool("pulumi", "pulumi", (args) => [...args, ...place, ...(args[0] === "stack" ? [] : onStack)]),
    cloudnumbering: tool("npx cloudnumbering", process.execPath, (args) => [
      join(root, "dist/provider/cli/main.js"),
      ...args,
      ...["--stack", "demo", ...ignore],
    ]),
  };
}

/** @param {NodeJS.ProcessEnv} env */
function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(PULUMI|CLOUDNUMBERING)_/.test(name)));
}
