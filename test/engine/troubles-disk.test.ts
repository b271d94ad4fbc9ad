import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { endpoint, Stage } from "./trouble-stage";

const soon = { timeout: 90_000, interval: 20 };

/** `desk` is in the state; the disk fills up at the moment at which the service has made `shop`. */
async function fullAfterCreate(): Promise<{ stage: Stage; running: ReturnType<Stage["run"]> }> {
  const stage = await Stage.made(endpoint("desk"));
  const { sandbox, stack } = stage;
  stack.setProgram(endpoint("desk") + endpoint("shop"));
  sandbox.fault({ kind: "delay", ms: 3000, when: "after", operation: "endpoints.create" });
  const running = stage.run("up");
  await expect.poll(() => stage.endpoints.length, soon).toBe(2);
  stack.fillDisk(2048);
  return { stage, running };
}

test("F38 a disk that is full under the backend for a moment: Pulumi waits, and nothing is lost", async () => {
  const { stage, running } = await fullAfterCreate();
  // How it can be seen from outside that the disk was full: only the beginning of the state is there.
  await expect.poll(() => isWhole(stage.stateFile), soon).toBe(false);
  stage.stack.fillDisk();
  expect((await running).exit).toBe(0);
  expect(stage.state().get("shop")?.id).toBe(stage.sid("shop"));
  await stage.settled();
  await stage.clean();
  expect(stage.wrote()).toEqual(["create"]);
});

test("F38 a disk that stays full: Pulumi cuts its own state off; from its backup the next up finds the endpoint to adopt", async () => {
  const { stage, running } = await fullAfterCreate();
  const { stack } = stage;
  const { exit, stdout, stderr } = await running;
  expect(exit).toBe(1);
  expect(stdout + stderr).toMatch(/failed to save snapshot: .*file too large/);
  const sids = [stage.sid("desk"), stage.sid("shop")];

  // Pulumi's own fault: its file backend puts half a file in the place of the state, and of the copy beside it.
  await stage.fails([/failed to load checkpoint/], "up");
  expect(stage.endpoints.map(({ sid }) => sid)).toEqual(sids);

  const backups = path.join(stack.folder, "backend/.pulumi/backups/engine-test/dev");
  const whole = readdirSync(backups)
    .map((name) => path.join(backups, name))
    .filter((file) => file.endsWith(".json") && isWhole(file))
    .sort();
  copyFileSync(whole.at(-1) ?? "no whole backup", stage.stateFile);
  await stage.fails([`add adopt: "${sids[1]}"`], "up");
  stack.setProgram(endpoint("desk") + endpoint("shop", { adopt: sids[1] }));
  await stage.succeeds("up");
  expect(stage.endpoints.map(({ sid }) => sid)).toEqual(sids);
  expect([...stage.state().values()].map(({ id }) => id)).toEqual(sids);
  await stage.settled();
  await stage.clean();
  expect(stage.wrote()).toEqual(["create"]);
});

function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
