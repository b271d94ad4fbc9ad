// What deleting an order does to its numbers.
import { expect, test } from "vitest";
import { steps } from "./account";
import { bought, count, failed, openShop, told } from "./order-stage";

const disconnecting = { amount: 3, onDelete: "disconnect" };

/** The numbers of the account by their status, in the order of purchase. */
function statuses({ sandbox }: Awaited<ReturnType<typeof openShop>>): string[] {
  return [...sandbox.world.numbers.values()].map(({ status }) => status);
}

test("keep is the default: the order is forgotten, and the numbers that remain are named with what they cost", async () => {
  const shop = await bought(["leeds"], { amount: 2 });
  const result = await shop.stack.destroy();
  expect(result).toMatchObject({ failures: [], warnings: [], output: [] });
  expect(shop.stack.state.size).toBe(0);
  const numbers = shop
    .orders()[0]
    ?.numbers.map(({ number }) => number)
    .join(", ");
  expect(told(result)).toEqual([
    `order ${shop.sids[0]} is no longer managed; 2 numbers (${numbers}) remain, at 2.40 GBP a period; ` +
      `adopt: "${shop.sids[0]}" takes it back`,
  ]);
  expect(statuses(shop)).toEqual(["IN_SERVICE", "IN_SERVICE"]);
  expect(count(shop, "numbers.disconnect")).toBe(0);
});

test("an order taken out of the program is forgotten in the same way", async () => {
  const shop = await bought(["leeds", "york"]);
  const result = await shop.stack.up(shop.order("york"));
  expect(result.failures).toEqual([]);
  expect(told(result)[0]).toContain(`adopt: "${shop.sids[0]}" takes it back`);
  expect(statuses(shop)).toEqual(["IN_SERVICE", "IN_SERVICE"]);
});

test("a service out of order does not hold up the forgetting, and it says what it does not know", async () => {
  const shop = await bought(["leeds"]);
  shop.sandbox.fault({
    kind: "status",
    status: 403,
    operation: "numbers.list",
    times: Number.POSITIVE_INFINITY,
  });
  const result = await shop.stack.destroy();
  expect(result.failures).toEqual([]);
  expect(told(result)[0]).toContain("its numbers remain (what they cost could not be read");
});

test("disconnect takes each number out of service, once", async () => {
  const shop = await bought(["leeds"], disconnecting);
  const result = await shop.stack.destroy();
  expect(result).toMatchObject({ failures: [], output: [] });
  expect(statuses(shop)).toEqual(["DISCONNECTED", "DISCONNECTED", "DISCONNECTED"]);
  expect(count(shop, "numbers.disconnect")).toBe(3);
  expect(told(result)[0]).toMatch(/^order NO\w+: 3 numbers \(.*\) disconnected$/);
});

test("onDelete counts from the up that stores it, not from the program that is destroyed", async () => {
  const shop = await bought(["leeds"]);
  await shop.stack.up(shop.order("leeds", { onDelete: "disconnect" }));
  await shop.stack.up(shop.order("leeds", { onDelete: "keep" }));
  await shop.stack.destroy();
  expect(statuses(shop)).toEqual(["IN_SERVICE"]);
});

test("an interrupted disconnect goes on where it stopped", async () => {
  const shop = await bought(["leeds"], disconnecting);
  const second = shop.orders()[0]?.numbers[1]?.sid ?? "";
  shop.sandbox.fault({
    kind: "status",
    status: 403,
    operation: "numbers.disconnect",
    where: { sid: second },
  });
  const stopped = await shop.stack.destroy();
  expect(stopped.failures).toMatchObject([{ name: "leeds", during: "delete" }]);
  expect(statuses(shop)).toEqual(["DISCONNECTED", "IN_SERVICE", "IN_SERVICE"]);
  expect(shop.stack.state.has("leeds")).toBe(true);

  shop.sandbox.clearCalls();
  expect((await shop.stack.destroy()).failures).toEqual([]);
  expect(statuses(shop)).toEqual(["DISCONNECTED", "DISCONNECTED", "DISCONNECTED"]);
  expect(count(shop, "numbers.disconnect")).toBe(2);
});

test("an answer to a disconnect that is lost is no failure", async () => {
  const shop = await bought(["leeds"], disconnecting);
  shop.sandbox.fault({ kind: "dropAfter", operation: "numbers.disconnect", times: 2 });
  expect((await shop.stack.destroy()).failures).toEqual([]);
  expect(statuses(shop)).toEqual(["DISCONNECTED", "DISCONNECTED", "DISCONNECTED"]);
});

test("numbers that were disconnected or lost elsewhere are done, and said to be", async () => {
  const shop = await bought(["leeds"], disconnecting);
  const [first, second, third] = shop.orders()[0]?.numbers ?? [];
  shop.sandbox.world.disconnect(first?.sid ?? "");
  shop.sandbox.world.disconnect(second?.sid ?? "");
  shop.sandbox.world.removeNumber(third?.sid ?? "");
  const result = await shop.stack.destroy();
  expect(result.failures).toEqual([]);
  expect(count(shop, "numbers.disconnect")).toBe(0);
  expect(told(result)[0]).toContain("none of its numbers was in service any more");
});

test("while a number is being ported nothing is disconnected, and it says what to do", async () => {
  const shop = await bought(["leeds"], disconnecting);
  const [, second] = shop.orders()[0]?.numbers ?? [];
  shop.sandbox.world.editNumber(second?.sid ?? "", { status: "PORT_OUT" });
  const result = await shop.stack.destroy();
  expect(result.failures).toMatchObject([{ name: "leeds", during: "delete" }]);
  expect(failed(result)[0]).toContain(
    `nothing is disconnected: 1 number (${second?.number}) is being ported`,
  );
  expect(count(shop, "numbers.disconnect")).toBe(0);
  expect(statuses(shop)).toEqual(["IN_SERVICE", "PORT_OUT", "IN_SERVICE"]);
});

test("numbers that could not be read when they were bought are disconnected too", async () => {
  const twin = await openShop();
  const { sid } = twin.sandbox.world.buy({ rateCardEntrySid: twin.product });
  const shop = await openShop();
  shop.sandbox.fault({ kind: "status", status: 403, operation: "orders.get" });
  const body = JSON.stringify({ success: true, result: { sid, numbers: "soon" } });
  shop.sandbox.fault({ kind: "raw", body, when: "after", operation: "orders.create" });
  const half = await shop.stack.up(shop.order("leeds", { onDelete: "disconnect" }));
  expect(half.failures).toMatchObject([{ partial: true }]);
  expect(shop.stack.state.get("leeds")?.outputs.numbers).toEqual([]);

  expect((await shop.stack.destroy()).failures).toEqual([]);
  expect(statuses(shop)).toEqual(["DISCONNECTED"]);
});

test("destroy with a refresh before it disconnects too: being read does not count as being wanted", async () => {
  const shop = await bought(["leeds"], disconnecting);
  const result = await shop.stack.destroy({ refresh: true });
  expect(result.failures).toEqual([]);
  expect(steps(result).slice(-2)).toEqual(["delete leeds", "delete leeds-key"]);
  expect(statuses(shop)).toEqual(["DISCONNECTED", "DISCONNECTED", "DISCONNECTED"]);
});
