// npm run demo
//
// The whole life of a stack, with the real Pulumi, against a local cloudNumbering: created, changed by hand, found out,
// repaired, destroyed. Every step is checked; the first that does not do what it says ends the demo with exit code 1.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { newStack } from "./demo/pulumi.mjs";
import { startSandbox } from "./demo/sandbox.mjs";
import { NoEngineError } from "./engine/find.mjs";
import { onInterrupt, run } from "./lib/processes.mjs";
import { root } from "./lib/repository.mjs";
import { Failure, say, section, title } from "./lib/screen.mjs";
import { duration } from "./lib/text.mjs";
import { buildPackage, installDependencies, prepareEngine } from "./setup.mjs";

/** @typedef {import("./demo/sandbox.mjs").World} World */

const HAND_EDIT = "Reception - ask Sam first";

const began = Date.now();
try {
  const engine = await prepare();
  await withFolder((folder) => story(engine, folder));
} catch (error) {
  const expected = error instanceof Failure || error instanceof NoEngineError;
  process.stdout.write(`\nThe demo failed: ${expected ? error.message : inspect(error)}\n`);
  process.exitCode = 1;
}

async function prepare() {
  /** @type {import("./engine/find.mjs").Engine | undefined} */
  let engine;
  await section("Dependencies", installDependencies);
  await section("Build", buildPackage);
  await section("Engine", () => prepareEngine((found) => (engine = found)));
  if (engine === undefined) throw new Error("no engine");
  return engine;
}

/** @param {(folder: string) => Promise<void>} body */
async function withFolder(body) {
  const folder = mkdtempSync(join(os.tmpdir(), "cloudnumbering-demo-"));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const done = onInterrupt(remove);
  try {
    await body(folder);
  } finally {
    remove();
    done();
  }
}

/** @param {import("./engine/find.mjs").Engine} engine @param {string} folder */
async function story(engine, folder) {
  const tree = await changedFiles();
  const sandbox = await startSandbox();
  /** @type {[string, string, number][]} */
  const steps = [];
  /** @param {string} name @param {() => Promise<string>} body */
  const step = async (name, body) => {
    title(name);
    const start = Date.now();
    const result = await body();
    steps.push([name, result, Date.now() - start]);
  };
  try {
    const before = await sandbox.world();
    title("The account before");
    describe(before);
    const { pulumi, cloudnumbering } = await newStack(engine, folder, sandbox.env);
    writeFileSync(join(folder, "ignore"), ignoring(before));

    await step("Create", async () => {
      const output = await pulumi(["up", "--yes"], { code: 0 });
      expect(
        Number(/\+ (\d+) created/.exec(output)?.[1]) >= 2,
        "`pulumi up` did not say that it created the endpoints",
      );
      const created = added(before, await sandbox.world());
      expect(created.length === 2, `the account has ${created.length} new endpoints, not 2`);
      return "2 endpoints created";
    });
    const [reception] = added(before, await sandbox.world()).filter(
      ({ description }) => description === "Reception",
    );
    if (reception === undefined) throw new Failure("the account has no endpoint `Reception`");

    await step("Ask", async () => {
      const output = await pulumi(["stack", "output"], { code: 0 });
      expect(output.includes(reception.sid), "the stack's outputs do not name the endpoint");
      return "sids, unrouted numbers and allowed addresses known to the program";
    });

    await step("Someone edits the portal", async () => {
      await sandbox.editEndpoint(reception.sid, { description: HAND_EDIT });
      say(`description of ${reception.sid}: "${reception.description}" is now "${HAND_EDIT}"`);
      const order = await sandbox.buy(before.catalogue[0]?.sid ?? "");
      say(`order ${order.sid}: ${order.numbers.map(({ number }) => number).join(", ")} is bought`);
      return "a description changed and a number bought by hand";
    });

    await step("Is all as declared?", async () => {
      const output = await pulumi(["refresh", "--preview-only", "--expect-no-changes", "--diff"], {
        code: 7,
      });
      for (const word of ["description", reception.description, HAND_EDIT]) {
        expect(output.includes(word), `the shown difference does not hold: ${word}`);
      }
      say("Pulumi's exit code is 7: a nightly job would have told you.");
      return "no: the hand edit is shown, exit code 7";
    });

    await step("What does nobody declare?", async () => {
      say("What the account had before the demo is left out with an ignore file.");
      const output = await cloudnumbering(["drift"], { code: 7 });
      expect(
        /: 1 changed, 1 undeclared(, \d+ ignored)?$/m.test(output),
        "drift did not find exactly the two",
      );
      return "the hand edit and the number, each with the ways out, exit code 7";
    });

    await step("Repair", async () => {
      await pulumi(["up", "--refresh", "--yes", "--skip-preview", "--diff"], { code: 0 });
      const now = await sandbox.world();
      const repaired = now.endpoints.find(({ sid }) => sid === reception.sid);
      expect(repaired?.description === reception.description, "the description is not what the program says");
      return "description as declared again";
    });

    await step("Is all as declared now?", async () => {
      await pulumi(["preview", "--refresh", "--expect-no-changes", "--diff"], { code: 0 });
      return "yes, exit code 0";
    });

    await step("Destroy", async () => {
      await pulumi(["destroy", "--yes", "--skip-preview", "--remove"], { code: 0 });
      const after = await sandbox.world();
      expect(
        JSON.stringify(after.endpoints) === JSON.stringify(before.endpoints),
        "the endpoints are not those from before",
      );
      return "2 endpoints deleted, those from before untouched";
    });

    const left = await changedFiles();
    expect(left === tree, `the demo changed files of this repository:\n${left}`);
  } finally {
    await sandbox.stop();
  }
  summary(steps);
}

/** @param {World} world */
function describe({ organisation, endpoints, numbers }) {
  const routed = numbers.filter((number) => number.voiceEndpointSid).length;
  say(`${organisation.name}, balance ${organisation.balance.toFixed(2)} ${organisation.currency}`);
  say(`${numbers.length} numbers, calls to ${routed} of them go to an endpoint; endpoints:`);
  for (const { endpointType, description, uri } of endpoints) {
    say(`${endpointType.padEnd(6)} ${description.padEnd(16)} ${uri}`);
  }
}

/** The ignore file of the drift command for all that an account has. @param {World} world */
function ignoring({ endpoints, numbers, orders, allowedIps }) {
  const addresses = allowedIps.voice.map((ip) => `address sid voice/${ip}`);
  return [
    ...endpoints.map(({ sid }) => `endpoint sid ${sid}`),
    ...numbers.map(({ sid }) => `number sid ${sid}`),
    ...orders.map(({ sid }) => `order sid ${sid}`),
    ...addresses,
    "",
  ].join("\n");
}

/** @param {World} before @param {World} now */
function added(before, now) {
  const known = new Set(before.endpoints.map(({ sid }) => sid));
  return now.endpoints.filter(({ sid }) => !known.has(sid));
}

/** @param {[string, string, number][]} steps */
function summary(steps) {
  title("Summary");
  for (const [name, result, took] of steps)
    say(`${name.padEnd(25)} ${duration(took).padStart(6)}  ${result}`);
  say(`${"All, with the set-up".padEnd(25)} ${duration(Date.now() - began).padStart(6)}`);
  title("What to type next");
  say("cat examples/quickstart/index.ts     the program that just ran");
  say("npx cloudnumbering sandbox           the same local account, to try your own program against");
  say("npm test                             every test, those with the real Pulumi included");
}

/** @param {boolean} condition @param {string} problem @returns {asserts condition} */
function expect(condition, problem) {
  if (!condition) throw new Failure(problem);
}

/** What git thinks of the places where Pulumi could leave something; in a copy without git, nothing. */
async function changedFiles() {
  const { stdout } = await run("git", ["status", "--porcelain", "--", ":(glob)Pulumi*.yaml", "examples"], {
    cwd: root,
  });
  return stdout;
}
