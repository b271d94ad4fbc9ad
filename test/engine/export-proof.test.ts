// The promise of `cloudnumbering export`, for accounts made up at random, with the real engine: export, import, and nothing
// to do; the same bytes again; one change in the portal, and just that is shown; the same program on a state that knows
// nothing buys nothing and makes nothing; and a destroy keeps every number and order.
import path from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import {
  contents,
  type Exported,
  exportTo,
  install,
  portalChanges,
  secretsFor,
  temporaryFolder,
  typeProblems,
  writesTo,
} from "../fixtures/export-stage";
import { fillAtRandom, randomAccountGuesses } from "../fixtures/random-account";
import { searchOf } from "../fixtures/search";
import { EngineStack, type Finished, succeeded } from "./engine-stack";

const search = searchOf("accounts", 25);
const proven = { accounts: 0, objects: 0, declared: 0 };

afterAll(() => {
  const { accounts, objects, declared } = proven;
  process.stdout.write(
    `accounts: ${accounts} of ${search.runs} exported, imported and left alone; ${declared} of ${objects} objects declared\n`,
  );
});

test.each(Array.from({ length: search.runs }, (_, run) => search.seed + run))(
  "account %i: exported, imported, previewed empty, drifted once, taken over by an empty state and destroyed",
  async (seed) => {
    const sandbox = await startSandbox({ guesses: randomAccountGuesses });
    onTestFinished(() => sandbox.stop());
    const objects = fillAtRandom(sandbox, seed);
    const untouched = sandbox.world.snapshot();
    const folder = temporaryFolder();
    const project = path.join(folder, "project");

    const exported = await exportTo(sandbox, project);
    expect([exported.exit, exported.report.problems]).toEqual([0, []]);
    await exportTo(sandbox, path.join(folder, "again"));
    expect(contents(path.join(folder, "again")), "the same bytes again").toEqual(contents(project));
    install(project);
    expect(typeProblems(project)).toEqual([]);

    const stack = await open(project, sandbox, exported);
    const forgetAll = stack.rememberState();
    succeeded(
      await stack.run(
        ..."import --file import.json --generate-code=false --yes --skip-preview --protect=false".split(" "),
      ),
    );
    succeeded(await stack.preview("--expect-no-changes"));
    expect(writesTo(sandbox)).toEqual([]);
    expect(sandbox.world.snapshot()).toEqual(untouched);

    const changes = portalChanges(project, sandbox);
    const change = changes[seed % changes.length];
    change?.make();
    const drifted = await stack.preview("--refresh", "--expect-no-changes", "--diff");
    expect(drifted.exit, drifted.stdout + drifted.stderr).toBe(7);
    expect(changedIn(drifted)).toEqual([change?.name]);
    expect(drifted.stdout).toContain(change?.property);
    change?.revert();

    forgetAll();
    succeeded(await stack.up());
    expect(writesTo(sandbox), "0 purchases, 0 endpoints, and nothing else either").toEqual([]);
    expect(sandbox.world.snapshot()).toEqual(untouched);

    stack.env = { ...stack.env, CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS: "1" };
    succeeded(await stack.destroy());
    const { numbers, orders, ledger } = sandbox.world.snapshot();
    expect({ numbers, orders, ledger }).toEqual({
      numbers: untouched.numbers,
      orders: untouched.orders,
      ledger: untouched.ledger,
    });
    proven.accounts += 1;
    proven.objects += objects;
    proven.declared += exported.report.resources.length;
  },
);

/** The project as a stack that has its secrets and knows nothing else. */
async function open(projectFolder: string, sandbox: Sandbox, { report }: Exported): Promise<EngineStack> {
  // The types were checked already.
  const env = { ...sandbox.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  const stack = await EngineStack.create({ projectFolder, env });
  onTestFinished(() => stack.remove());
  const secrets = secretsFor(report, sandbox);
  const words = secrets.flatMap(({ key, value }) => ["--secret", `${key}=${value}`]);
  if (secrets.length > 0) succeeded(await stack.run("config", "set-all", ...words));
  return stack;
}

/** The names of the resources that a preview would change. */
function changedIn({ stdout }: Finished): string[] {
  const steps = stdout.matchAll(
    /^ +\S+ pulumi-nodejs:\S+: \((?!refresh|same)\w+\)\n(?: +\[(?:id|urn)=.*\]\n)+/gm,
  );
  return [...steps].map(([step]) => /\[urn=.*::(.*)\]/.exec(step)?.[1] ?? step);
}
