// The call centre of the examples, from nothing to ten numbers that ring, and away again: what a run says is what its
// README shows, and what it leaves on the account is written down in test/fixtures.
import { expect, test } from "vitest";
import { succeeded } from "./engine-stack";
import { ExampleRun } from "./example-run";
import { differenceOf } from "./world-difference";

const TOKEN = "t0ken-of-the-messages";
/** The account's clock stands still, so that due dates are the same in every run. */
const NOON = Date.UTC(2026, 0, 15, 12);

test("E10 the call centre: up, nothing left to do, and a destroy in the right order that keeps what callers would miss", async ({
  task,
}) => {
  const run = await ExampleRun.of("call-centre", { seed: "empty", clock: () => NOON });
  const { sandbox, stack } = run;
  const nothing = sandbox.world.snapshot();
  await stack.setConfig("messagesToken", { secret: TOKEN });
  await run.type("config", "set", "product", run.product);
  await run.type("config", "set", "cloudnumbering:maxSpend", "30 GBP");
  succeeded(await run.type("preview"));
  expect(sandbox.world.snapshot()).toEqual(nothing);

  succeeded(await run.type("up", "--yes", "--skip-preview"));
  const built = sandbox.world.snapshot();
  await expectToDifferAs("built", nothing, built);
  expect(await stack.exportText()).not.toContain(TOKEN);
  succeeded(await run.type("preview", "--expect-no-changes"));
  succeeded(await stack.drift());
  expect(sandbox.world.snapshot()).toEqual(built);
  run.expectInReadme(task.meta);

  sandbox.clearCalls();
  stack.env = { ...stack.env, CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS: "1" };
  const destroyed = await stack.destroy("--suppress-progress");
  succeeded(destroyed);
  expectInOrder(destroyed.stdout, [
    [/:NumberAssignment \S+ deleted/, /:(Order \S+|Endpoint (switchboard|messages)) deleting/],
    [/:Order \S+ deleted/, /:(OrderKey|NumberSelection) \S+ deleting/],
  ]);
  const kept = /endpoint EP\w+ \("(.*?)"\) is no longer managed but stays on the account: 10 numbers/;
  expect(new Set(matches(destroyed.stdout, kept))).toEqual(new Set(["Messages", "Switchboard"]));
  expect((await stack.exportState()).resources).toEqual([]);
  const writes = sandbox.calls
    .map(({ operation }) => operation)
    .filter((name) => !/list|get|token/.test(name));
  expect(writes.sort()).toEqual(["allowedIps.remove", "allowedIps.remove", "endpoints.delete"]);
  await expectToDifferAs("kept", nothing, sandbox.world.snapshot());
});

/** Holds it against `test/fixtures/call-centre-<name>.json`, which `vitest -u` writes anew. */
async function expectToDifferAs(name: string, ...worlds: Parameters<typeof differenceOf>): Promise<void> {
  const text = `${JSON.stringify(differenceOf(...worlds), undefined, 2)}\n`;
  await expect(text.replaceAll(TOKEN, "…")).toMatchFileSnapshot(`../fixtures/call-centre-${name}.json`);
}

/** All lines of the first pattern come before any of the second. */
function expectInOrder(said: string, pairs: readonly (readonly [RegExp, RegExp])[]): void {
  const lines = said.split("\n");
  for (const [earlier, later] of pairs) {
    const last = lines.findLastIndex((line) => earlier.test(line));
    const first = lines.findIndex((line) => later.test(line));
    expect(last, said).toBeGreaterThanOrEqual(0);
    expect(first, said).toBeGreaterThan(last);
  }
}

function matches(said: string, pattern: RegExp): string[] {
  return [...said.matchAll(new RegExp(pattern, "g"))].map((match) => match[1] ?? "");
}
