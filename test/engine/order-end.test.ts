import { expect, test } from "vitest";
import { charged, disconnections, openShop, order, purchases } from "./orders";

const soon = { timeout: 90_000, interval: 20 };

test("destroy keeps the numbers by default, says what they cost and how to take the order back, which buys nothing", async () => {
  const stage = await openShop();
  stage.stack.setProgram(order(stage, "leeds", { amount: 2 }));
  await stage.succeeds("up");
  const [bought] = purchases(stage);
  const said = await stage.succeeds("destroy");
  const numbers = bought?.numbers.map(({ number }) => number).join(", ");
  expect(said).toContain(
    `2 numbers (${numbers}) remain, at 2.40 GBP a period; adopt: "${bought?.sid}" takes it back`,
  );
  expect(disconnections(stage)).toEqual([0, 0]);
  expect(stage.state().size).toBe(0);

  stage.stack.setProgram(order(stage, "leeds", { adopt: bought?.sid }));
  await stage.succeeds("up");
  expect(charged(stage)).toEqual([4.4]);
  expect(stage.state().get("leeds")?.id).toBe(bought?.sid);
  await stage.settled();
});

test("destroy with disconnect, killed in the middle: each number is disconnected once, the rest by the next destroy", async () => {
  const stage = await openShop();
  stage.stack.setProgram(order(stage, "leeds", { amount: 3, onDelete: "disconnect" }));
  await stage.succeeds("up");
  const { sandbox, stack } = stage;
  const statuses = () => [...sandbox.world.numbers.values()].map(({ status }) => status);

  sandbox.fault({ kind: "hang", when: "after", operation: "numbers.disconnect", skip: 1 });
  const running = stage.run("destroy");
  await expect.poll(() => statuses().filter((status) => status === "DISCONNECTED").length, soon).toBe(2);
  for (const orphan of stack.kill()) process.kill(orphan.pid, "SIGKILL");
  await running;
  sandbox.clearFaults();
  await stage.succeeds("cancel", "--yes");
  expect(statuses()).toEqual(["DISCONNECTED", "DISCONNECTED", "IN_SERVICE"]);
  expect(stage.state().has("leeds")).toBe(true);

  await stage.succeeds("destroy");
  expect(disconnections(stage)).toEqual([1, 1, 1]);
  expect(statuses()).toEqual(["DISCONNECTED", "DISCONNECTED", "DISCONNECTED"]);
  expect(stage.state().size).toBe(0);
  expect(charged(stage)).toEqual([6.6]);
});

test("a number disconnected elsewhere is drift for refresh and a warning for up --refresh, and never bought again", async () => {
  const stage = await openShop();
  stage.stack.setProgram(order(stage, "leeds", { amount: 2 }));
  await stage.succeeds("up");
  const [first, second] = purchases(stage)[0]?.numbers ?? [];
  stage.sandbox.world.disconnect(first?.sid ?? "");
  expect(await stage.drifted()).toContain("DISCONNECTED");
  const said = await stage.succeeds("up", "--refresh");
  expect(said).toContain(`${first?.number} of order ${purchases(stage)[0]?.sid} is disconnected`);
  expect(said).toContain('onDisconnected: "reconnect"');
  const kept = stage.state().get("leeds")?.outputs.numbers as { sid: string; status: string }[];
  expect(kept.map(({ sid, status }) => [sid, status])).toEqual([
    [first?.sid, "DISCONNECTED"],
    [second?.sid, "IN_SERVICE"],
  ]);
  expect(charged(stage)).toEqual([4.4]);
  expect(stage.sandbox.calls.some(({ operation }) => operation.startsWith("numbers.reconnect"))).toBe(false);
});
