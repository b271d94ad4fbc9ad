// One purchase, whatever is killed and when: every point of a purchase, with a service that honours keys, one that
// forgets them, one that ignores them, and with an order that has no key at all, which must pay twice or the table proves
// nothing. The rows are printed at the end of `npm test` and stand in docs/money.md.
import { expect, test } from "vitest";
import { type Buyer, type BuyerName, PRICE } from "./buyers";
import { type Point, points } from "./purchase-points";
import { type End, type Outcome, type PurchaseRow, PurchaseStage, titleOf } from "./purchase-stage";

/** Those that share a stack end alike, so that its exit code is that of each. */
const groups: readonly (readonly BuyerName[])[] = [
  ["honours", "naive"],
  ["forgets", "ignores"],
];

// Some of the runs wait for each other on a machine that may have other things to do.
const patience = { timeout: 600_000 };

for (const point of points) {
  test(`kill table: ${point.name}`, patience, async ({ task }) => {
    const rows = await Promise.all(groups.map((names) => run(point, names)));
    task.meta.purchases = rows.flat();
  });
}

async function run(point: Point, names: readonly BuyerName[]): Promise<PurchaseRow[]> {
  const stage = await PurchaseStage.open(names, point);
  await point.reach(stage);
  const outcomes = await stage.retry();
  const ends = outcomes.map(({ buyer, exit }) => endOf(buyer, exit));
  for (const outcome of outcomes) check(stage, point, outcome);
  const refused = outcomes.filter(({ buyer }) => isRefused(point, buyer));
  const ways = refused.length > 0 ? await follow(stage, refused) : undefined;
  return outcomes.map(({ buyer }, at) => ({
    point: point.name,
    reached: point.reached,
    service: titleOf(buyer.name),
    isNaive: buyer.isNaive,
    end: ends[at] as End,
    ...(ways?.has(buyer) && { ways: ways.get(buyer) as NonNullable<PurchaseRow["ways"]> }),
  }));
}

/** There is an order that may be its own, and the service does not say. */
function isRefused({ isPlaced }: Point, { isForgetful }: Buyer): boolean {
  return isPlaced && isForgetful;
}

function check(stage: PurchaseStage, point: Point, { buyer, exit, said }: Outcome): void {
  const once = { purchases: 1, charges: [PRICE] };
  if (buyer.isNaive) {
    expect(buyer.purchases > 1, `a naive order: ${buyer.purchases} purchases`).toBe(point.isDangerous);
  } else if (isRefused(point, buyer)) {
    expect(endOf(buyer, exit), said).toEqual({ ...once, exit: 1 });
  } else {
    expect(endOf(buyer, exit), said).toEqual({ ...once, exit: 0 });
    stage.expectStored(buyer, buyer.orders[0]);
  }
}

/** Goes each of the ways that the refusal names, from the same state. */
async function follow(stage: PurchaseStage, refused: readonly Outcome[]) {
  const named = new Map(
    refused.map(({ buyer, said }) => [buyer, waysIn(said, stage.urn("Order*", buyer.name))]),
  );
  for (const [buyer, { adopt }] of named) expect(adopt).toBe(buyer.orders[0]);
  const again = stage.stack.rememberState();

  stage.declare((buyer) => named.get(buyer)?.adopt);
  const adopted = await finish(stage, refused, 1);

  again();
  stage.declare();
  const flags = [...named.values()].flatMap(({ replace }) => ["--replace", replace]);
  const insisted = await finish(stage, refused, 2, ...flags);
  return new Map(
    refused.map(({ buyer }, at) => [buyer, { adopted: adopted[at] as End, insisted: insisted[at] as End }]),
  );
}

/** The `up` ends well, with as many purchases altogether, the last of them stored. */
async function finish(
  stage: PurchaseStage,
  outcomes: readonly Outcome[],
  purchases: number,
  ...flags: string[]
): Promise<End[]> {
  const { exit, stdout, stderr } = await stage.start("up", ...flags);
  return outcomes.map(({ buyer }) => {
    const end = endOf(buyer, exit);
    const charges = Array.from({ length: purchases }, () => PRICE);
    expect(end, `${buyer.name}\n${stdout}${stderr}`).toEqual({ purchases, charges, exit: 0 });
    stage.expectStored(buyer, buyer.orders[purchases - 1]);
    return end;
  });
}

/** The ways forward, as the refusal names them to a person. */
function waysIn(said: string, urns: string): { adopt: string; replace: string } {
  for (const line of said.split("\n").filter((each) => each.includes(`--replace '${urns}'`))) {
    const [, adopt] = /declare adopt: "(NO\w+)"/.exec(line) ?? [];
    if (adopt !== undefined) return { adopt, replace: urns };
  }
  throw new Error(`no ways forward for ${urns} in:\n${said}`);
}

function endOf({ purchases, charges }: Buyer, exit: number | null): End {
  return { purchases, charges, exit };
}
