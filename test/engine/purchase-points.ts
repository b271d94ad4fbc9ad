import { expect } from "vitest";
import type { Buyer } from "./buyers";
import type { PurchaseStage } from "./purchase-stage";

/** A moment in the life of a purchase, and how a run is brought there. */
export interface Point {
  readonly name: string;
  /** How it is reached, for the table. */
  readonly reached: string;
  /** Deadline of a call; 3 s unless the point needs time. */
  readonly timeoutSeconds?: number;
  /** Whether the order is placed before the next `up` decides: then a service that knows no key cannot tell whose it is. */
  readonly isPlaced: boolean;
  /** Whether an order without key and look-up pays more than once. */
  readonly isDangerous: boolean;
  /** Brings the stack there; afterwards no command runs, and nothing that was started before goes on. */
  reach(stage: PurchaseStage): Promise<void>;
}

const soon = { timeout: 120_000, interval: 20 };
const all = (buyers: readonly Buyer[], is: (buyer: Buyer) => boolean) =>
  expect.poll(() => buyers.every(is), soon).toBe(true);

export const points: readonly Point[] = [
  {
    name: "before the request leaves",
    reached:
      "the last answer before the purchase is held back, the CLI killed, then the answer let through to the orphan",
    isPlaced: false,
    isDangerous: true,
    async reach(stage) {
      const held = stage.buyers.map((buyer) => buyer.holdLastQuestion());
      stage.start("up");
      await expect.poll(() => held.every(({ arrived }) => arrived > 0), soon).toBe(true);
      await stage.killCli();
      for (const { sandbox } of stage.buyers) sandbox.clearCalls();
      for (const hold of held) hold.release();
      // Ours asks the engine, finds none and gives up; what it does then is nothing, so this is all there is to wait for.
      await all(stage.buyers, (buyer) => !buyer.isNaive || buyer.purchases > 0);
      await all(stage.buyers, (buyer) => buyer.isNaive || buyer.calls("organisation.get").some(isFinished));
      await stage.killOrphans(1000);
    },
  },
  {
    name: "request received, not processed",
    reached: "the service has read the request and does nothing; CLI and provider process killed",
    isPlaced: false,
    isDangerous: false,
    async reach(stage) {
      for (const { sandbox } of stage.buyers) {
        sandbox.fault({ kind: "hang", when: "before", operation: "orders.create" });
      }
      stage.start("up");
      await all(stage.buyers, (buyer) => buyer.calls("orders.create").length > 0);
      await stage.killCli();
      await stage.killOrphans();
    },
  },
  {
    name: "committed, answer lost",
    reached: "the connection breaks when the order is placed, the `up` goes on",
    isPlaced: true,
    isDangerous: true,
    async reach(stage) {
      for (const { sandbox } of stage.buyers) {
        sandbox.fault({ kind: "dropAfter", operation: "orders.create" });
      }
      await stage.start("up");
    },
  },
  {
    name: "answer received, provider process killed",
    reached: "the order is answered and being read back; provider process killed",
    isPlaced: true,
    isDangerous: true,
    async reach(stage) {
      const held = stage.buyers.map((buyer) => buyer.holdReadingBack());
      const running = stage.start("up");
      await expect.poll(() => held.every(({ arrived }) => arrived > 0), soon).toBe(true);
      stage.stack.killProvider();
      await running;
      for (const hold of held) hold.release();
    },
  },
  {
    name: "create finished, CLI killed before state is written",
    reached: "CLI stopped (SIGSTOP) while the order is read back, create let finish, CLI killed",
    isPlaced: true,
    isDangerous: true,
    async reach(stage) {
      const held = stage.buyers.map((buyer) => buyer.holdReadingBack());
      stage.start("up");
      await expect.poll(() => held.every(({ arrived }) => arrived > 0), soon).toBe(true);
      await stage.freezeCli();
      for (const { sandbox } of stage.buyers) sandbox.clearCalls();
      for (const hold of held) hold.release();
      // Ours reads the balance for its receipt at last; the naive one has only had its order to read.
      await all(stage.buyers, (buyer) => buyer.isNaive || buyer.calls("organisation.get").some(isFinished));
      await stage.killCli();
      await stage.killOrphans(500);
    },
  },
  {
    name: "CLI killed, the orphaned provider process commits late",
    reached:
      "the request is held on its way, the CLI killed, the next `up` started; then the request arrives",
    timeoutSeconds: 20,
    isPlaced: true,
    isDangerous: true,
    async reach(stage) {
      const held = stage.buyers.map((buyer) => ({ buyer, hold: buyer.holdPurchase() }));
      stage.start("up");
      await expect.poll(() => held.every(({ hold }) => hold.arrived > 0), soon).toBe(true);
      await stage.killCli();
      for (const { sandbox } of stage.buyers) sandbox.clearCalls();
      stage.duringRetry = async () => {
        for (const { buyer, hold } of held) {
          // Ours has looked for an order and found none; the naive one has bought.
          await all([buyer], () =>
            buyer.calls(buyer.isNaive ? "orders.create" : "orders.list").some(isFinished),
          );
          hold.release();
          await all([buyer], () => buyer.purchases === (buyer.isNaive ? 2 : 1));
        }
      };
    },
  },
  {
    name: "network cut and back",
    reached:
      "every connection breaks when the order is placed, none gets through until the `up` has given up",
    isPlaced: true,
    isDangerous: true,
    async reach(stage) {
      for (const buyer of stage.buyers) buyer.onceBought(({ wire }) => wire.cut());
      await stage.start("up");
      for (const { wire } of stage.buyers) wire.mend();
    },
  },
  {
    name: "second `up` from another directory",
    reached:
      "order placed, not answered, all killed; the next `up` in a fresh checkout with a fresh PULUMI_HOME",
    isPlaced: true,
    isDangerous: true,
    async reach(stage) {
      for (const { sandbox } of stage.buyers) {
        sandbox.fault({ kind: "hang", when: "after", operation: "orders.create" });
      }
      stage.start("up");
      await all(stage.buyers, (buyer) => buyer.purchases === 1);
      await stage.killCli();
      await stage.killOrphans();
      stage.stack.moveElsewhere();
    },
  },
  {
    name: "forced replacement",
    reached: "bought and stored; `pulumi up --replace` of the order",
    isPlaced: true,
    isDangerous: true,
    async reach(stage) {
      await stage.start("up");
      stage.retryFlags = stage.buyers.flatMap(({ name }) => ["--replace", stage.urn("Order", name)]);
    },
  },
  {
    name: "taint",
    reached: "bought and stored; `pulumi state taint` of the order",
    isPlaced: true,
    isDangerous: true,
    async reach(stage) {
      await stage.start("up");
      for (const { name } of stage.buyers)
        await stage.start("state", "taint", stage.urn("Order", name), "--yes");
    },
  },
];

function isFinished({ finishedAt }: { finishedAt?: number }): boolean {
  return finishedAt !== undefined;
}
