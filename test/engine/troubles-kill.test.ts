import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Call, EndpointRecord } from "../../sandbox";
import type { Finished } from "./engine-stack";
import { endpoint, Stage } from "./trouble-stage";

type Victim = "CLI" | "provider process";

const soon = { timeout: 90_000, interval: 20 };
const descriptions = (stage: Stage) => stage.endpoints.map(({ description }) => description).sort();
const nameOf = ({ body, path }: Call) =>
  (body as { description?: string } | undefined)?.description ?? path.split("/").at(-1);

/** Runs `up`, kills the victim once `ready`, and takes the lock away if there is one. */
async function killedUp(stage: Stage, victim: Victim, ready: () => boolean): Promise<void> {
  const { sandbox, stack } = stage;
  const running: Promise<Finished> = stage.run("up");
  await expect.poll(ready, soon).toBe(true);
  // The engine writes its checkpoint in place: killed in the middle of that, Pulumi itself has no state left to go on from.
  await pause(700);
  if (victim === "CLI") stack.kill();
  else stack.killProvider();
  const { exit } = await running;
  expect(exit).not.toBe(0);
  sandbox.clearFaults();
  if (victim === "CLI") await stage.succeeds("cancel", "--yes");
}

/** From the first commit that the predicate names, every list hangs: answers have come, and are not read back. */
function hangListsAfter(stage: Stage, isLast: (description: string) => boolean): void {
  const { sandbox } = stage;
  const hang = (description: string) => {
    if (isLast(description)) sandbox.fault({ kind: "hang", operation: "endpoints.list", times: Infinity });
  };
  const { world } = sandbox;
  const [add, edit, remove] = [
    world.addEndpoint.bind(world),
    world.editEndpoint.bind(world),
    world.removeEndpoint.bind(world),
  ];
  world.addEndpoint = (partial): EndpointRecord => {
    hang(partial?.description ?? "");
    return add(partial);
  };
  world.editEndpoint = (sid, patch): EndpointRecord => {
    hang(patch.description ?? "");
    return edit(sid, patch);
  };
  world.removeEndpoint = (sid): void => {
    hang(world.endpoint(sid).description);
    remove(sid);
  };
}

const isHanging = ({ operation, finishedAt }: Call) =>
  operation === "endpoints.list" && finishedAt === undefined;

for (const victim of ["CLI", "provider process"] as const) {
  test(`F33 kill -9 of the ${victim} at each step of create and update: no duplicate, nothing lost`, async () => {
    const old = ["u1", "u2", "u3"];
    const stage = await Stage.made(old.map((name) => endpoint(name)).join(""));
    const { sandbox, stack } = stage;
    const sids = Object.fromEntries(old.map((name) => [name, stage.sid(name)]));
    const program = (adopt: Record<string, string> = {}) =>
      old.map((name) => endpoint(name, { description: `${name} changed` })).join("") +
      ["c1", "c2", "c3"].map((name) => endpoint(name, adopt[name] ? { adopt: adopt[name] } : {})).join("");
    stack.setProgram(program());

    // Before the request: everything still waits for the list.
    sandbox.fault({ kind: "hang", operation: "endpoints.list", times: Infinity });
    await killedUp(stage, victim, () => sandbox.calls.some(isHanging));
    expect(stage.writes()).toEqual([]);
    expect(descriptions(stage)).toEqual(old);
    expect(stage.state().size).toBe(3);

    // 1: in the request, not committed. 2: committed, not answered. 3: answered, not in the state.
    sandbox.clearCalls();
    const create = { operation: "endpoints.create" } as const;
    const update = { operation: "endpoints.update" } as const;
    sandbox.fault({ ...create, kind: "hang", when: "before", where: { description: "c1" } });
    sandbox.fault({ ...create, kind: "hang", when: "after", where: { description: "c2" } });
    sandbox.fault({ ...create, kind: "delay", ms: 2000, where: { description: "c3" } });
    sandbox.fault({ ...update, kind: "hang", when: "before", where: { sid: sids.u1 } });
    sandbox.fault({ ...update, kind: "hang", when: "after", where: { sid: sids.u2 } });
    sandbox.fault({ ...update, kind: "delay", ms: 2000, where: { sid: sids.u3 } });
    hangListsAfter(stage, (description) => ["c3", "u3 changed"].includes(description));
    const midway = ["c2", "c3", "u1", "u2 changed", "u3 changed"];
    await killedUp(
      stage,
      victim,
      () =>
        stage.writes().length === 6 &&
        descriptions(stage).join() === midway.join() &&
        sandbox.calls.some(isHanging),
    );
    expect(descriptions(stage)).toEqual(midway);

    // The next up makes what was not made, and asks about what was.
    const { c2, c3 } = { c2: stage.sid("c2"), c3: stage.sid("c3") };
    await stage.fails(
      [`${c2}. If it is to be this one`, `add adopt: "${c2}"`, `add adopt: "${c3}"`],
      "up",
      "--continue-on-error",
    );
    const all = ["c1", "c2", "c3", "u1 changed", "u2 changed", "u3 changed"];
    expect(descriptions(stage)).toEqual(all);
    stack.setProgram(program({ c2, c3 }));
    await stage.succeeds("up");
    expect(descriptions(stage)).toEqual(all);
    expect([...stage.state().values()].map(({ id }) => id).sort()).toEqual(
      stage.endpoints.map(({ sid }) => sid).sort(),
    );
    expect(old.map((name) => stage.sid(`${name} changed`))).toEqual(Object.values(sids));
    await stage.settled();
    await stage.clean();
  });

  test(`F33 kill -9 of the ${victim} at each step of delete: the next up deletes what is left, and only that`, async () => {
    const old = ["d1", "d2", "d3"];
    const stage = await Stage.made(old.map((name) => endpoint(name)).join("") + endpoint("kept"));
    const { sandbox, stack } = stage;
    const sids = Object.fromEntries(old.map((name) => [name, stage.sid(name)]));
    stack.setProgram(endpoint("kept"));

    sandbox.fault({ kind: "hang", operation: "endpoints.list", times: Infinity });
    await killedUp(stage, victim, () => sandbox.calls.some(isHanging));
    expect(stage.writes()).toEqual([]);
    expect(stage.state().size).toBe(4);

    sandbox.clearCalls();
    const remove = { operation: "endpoints.delete" } as const;
    sandbox.fault({ ...remove, kind: "hang", when: "before", where: { sid: sids.d1 } });
    sandbox.fault({ ...remove, kind: "hang", when: "after", where: { sid: sids.d2 } });
    sandbox.fault({ ...remove, kind: "delay", ms: 2000, where: { sid: sids.d3 } });
    hangListsAfter(stage, (description) => description === "d3");
    await killedUp(
      stage,
      victim,
      () =>
        stage.writes().length === 3 &&
        descriptions(stage).join() === "d1,kept" &&
        sandbox.calls.some(isHanging),
    );

    sandbox.clearCalls();
    await stage.succeeds("up");
    expect(stage.writes().map(nameOf)).toEqual([sids.d1]);
    expect(descriptions(stage)).toEqual(["kept"]);
    expect([...stage.state().keys()]).toEqual(["kept"]);
    await stage.settled();
    await stage.clean();
  });
}

test("F34 pulumi cancel while an up runs: the up goes on, the next one finds everything in place, there is no duplicate", async () => {
  const stage = await Stage.open(endpoint("desk"));
  const { sandbox } = stage;
  sandbox.fault({ kind: "delay", ms: 4000, when: "after", operation: "endpoints.create" });
  const running = stage.run("up");
  await expect.poll(() => stage.endpoints.length, soon).toBe(1);
  await stage.succeeds("cancel", "--yes");
  await running;
  const sid = stage.sid("desk");
  await stage.succeeds("up");
  expect(stage.wrote()).toEqual(["create"]);
  expect(stage.state().get("desk")?.id).toBe(sid);
  await stage.settled();
  await stage.clean();
});

test("F34 Ctrl-C while an up runs: what was begun is finished and kept, the rest is made by the next up", async () => {
  const stage = await Stage.open(endpoint("desk") + endpoint("shop", {}, "{ dependsOn: desk }"));
  const { sandbox, stack } = stage;
  sandbox.fault({ kind: "delay", ms: 3000, when: "after", operation: "endpoints.create" });
  const running = stage.run("up");
  await expect.poll(() => stage.endpoints.length, soon).toBe(1);
  stack.interrupt();
  expect((await running).exit).toBe(1);
  expect([...stage.state().keys()]).toEqual(["desk"]);
  const sid = stage.sid("desk");
  await stage.succeeds("up");
  expect(stage.sid("desk")).toBe(sid);
  expect(descriptions(stage)).toEqual(["desk", "shop"]);
  expect(stage.wrote()).toEqual(["create", "create"]);
  await stage.clean();
});
