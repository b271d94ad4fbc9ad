// npm run soak [-- --only NAME --runs N --seed N | --accounts N]
//
// The random searches of the tests, for much longer than `npm test` lets them, each time from another seed.

import { parseArgs } from "node:util";
import { run } from "./lib/processes.mjs";
import { root } from "./lib/repository.mjs";
import { Failure, say, title } from "./lib/screen.mjs";
import { duration } from "./lib/text.mjs";
import { buildPackage, installDependencies } from "./setup.mjs";
import { searches } from "./soak/searches.mjs";

const names = searches.map(({ name }) => name);
const usage = `npm run soak -- [options]

  --only NAME  one search (repeatable): ${names.join(", ")}
  --runs N     how many runs of each, instead of its own number
  --seed N     where the random numbers begin; a failing search says its own
  --accounts N short for --only accounts --runs N
  --help       this text

${searches.map(({ name, runs, what }) => `${name}  ${String(runs).padStart(7)} runs: ${what}`).join("\n")}
`;

try {
  process.exitCode = await soak();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = error instanceof Failure ? 1 : 2;
}

/** @returns {Promise<number>} the exit code: 1 when something was found */
async function soak() {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      runs: { type: "string" },
      seed: { type: "string" },
      accounts: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const only = values.accounts === undefined ? (values.only ?? names) : ["accounts"];
  const strange = only.find((name) => !names.includes(name));
  if (strange !== undefined)
    throw new Error(`there is no search "${strange}"; there are ${names.join(", ")}`);
  const asksRuns = values.accounts ?? values.runs;
  const runs = asksRuns === undefined ? undefined : wholeNumber("runs", asksRuns);
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber("seed", values.seed);

  await installDependencies();
  await buildPackage();
  /** @type {string[]} */
  const found = [];
  for (const search of searches.filter(({ name }) => only.includes(name))) {
    const asked = { runs: runs ?? search.runs, seed };
    title(`${search.name}: ${search.what}; ${asked.runs} runs from seed ${asked.seed}`);
    const began = Date.now();
    const code = await searchFor(search, asked);
    say(`${code === 0 ? "nothing found" : "FOUND something, see above"} (${duration(Date.now() - began)})`);
    const again = `npm run soak -- --only ${search.name} --runs ${asked.runs} --seed ${asked.seed}`;
    if (code !== 0) found.push(again);
  }
  title(found.length === 0 ? "Nothing found" : "Found; the same again:");
  for (const again of found) say(again);
  return found.length === 0 ? 0 : 1;
}

/**
 * @param {import("./soak/searches.mjs").Search} search
 * @param {{ runs: number, seed: number }} asked
 * @returns {Promise<number>}
 */
async function searchFor({ project, file, title: words }, { runs, seed }) {
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project, file, "-t", words];
  const { code } = await run(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      CLOUDNUMBERING_SOAK_RUNS: String(runs),
      CLOUDNUMBERING_SOAK_SEED: String(seed),
    },
    stdio: ["ignore", "inherit", "inherit"],
    stopWith: "SIGINT",
    patienceMs: 20_000,
  });
  return code;
}

/** @param {string} option @param {string} text @returns {number} */
function wholeNumber(option, text) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${option} is a whole number from 1, not "${text}"`);
}
