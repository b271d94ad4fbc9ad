import { copyFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished } from "vitest";
import { AMOUNT, Buyer, type BuyerName, PROLOGUE, services } from "./buyers";
import { EngineStack, type ExportedResource, type Finished, succeeded } from "./engine-stack";
import { endProcess, type RunningProcess } from "./processes";
import type { Point } from "./purchase-points";

/** One order at one point, as it ended. */
export interface PurchaseRow {
  readonly point: string;
  readonly reached: string;
  /** How the service treats keys. */
  readonly service: string;
  readonly isNaive: boolean;
  readonly end: End;
  /** Where the `up` was refused: what following each way that it named came to. */
  readonly ways?: { readonly adopted: End; readonly insisted: End };
}

/** What there is afterwards. */
export interface End {
  readonly purchases: number;
  /** What left the balance, each time. */
  readonly charges: readonly number[];
  readonly exit: number | null;
}

declare module "vitest" {
  interface TaskMeta {
    /** Rows of the kill table, for whoever prints it. */
    purchases?: PurchaseRow[];
  }
}

/** What came of one order at one point. */
export interface Outcome {
  readonly buyer: Buyer;
  /** How the `up` after the trouble ended. */
  readonly exit: number | null;
  /** All that it said. */
  readonly said: string;
}

interface BoughtNumber {
  readonly sid: string;
  readonly number: string;
}

/** One stack with an order in each of several accounts, and what happens to it. */
export class PurchaseStage {
  /** For the `up` after the trouble. */
  retryFlags: string[] = [];
  /** What happens while that `up` runs. */
  duringRetry: () => Promise<void> = async () => {};
  readonly #orphans: RunningProcess[] = [];
  #running: Promise<Finished> | undefined;

  private constructor(
    readonly stack: EngineStack,
    readonly buyers: readonly Buyer[],
    readonly timeoutSeconds: number,
  ) {}

  static async open(names: readonly BuyerName[], { timeoutSeconds = 3 }: Pick<Point, "timeoutSeconds">) {
    const buyers = await Promise.all(names.map((name) => Buyer.open(name)));
    const stack = await EngineStack.create({});
    onTestFinished(() => stack.remove());
    copyFileSync(path.join(__dirname, "naive-order.cjs"), path.join(stack.projectFolder, "naive-order.cjs"));
    const stage = new PurchaseStage(stack, buyers, timeoutSeconds);
    stage.declare();
    return stage;
  }

  /** Writes the program; `adopt` says which order each buyer takes over instead of buying. */
  declare(adopt: (buyer: Buyer) => string | undefined = () => undefined): void {
    const { timeoutSeconds, buyers } = this;
    this.stack.setProgram(
      PROLOGUE + buyers.map((buyer) => buyer.program({ timeoutSeconds, adopt: adopt(buyer) })).join(""),
    );
  }

  /** Any command; `up` without its preview and without asking, and with all that can be done in spite of a failure. */
  start(command: string, ...flags: string[]): Promise<Finished> {
    const more = command === "up" ? ["--yes", "--skip-preview", "--continue-on-error"] : [];
    this.#running = this.stack.run(command, ...flags, ...more);
    return this.#running;
  }

  /** `kill -9` of the CLI; what it had started goes on. */
  async killCli(): Promise<void> {
    // The engine writes its checkpoint in place: killed in the middle of that, Pulumi itself has no state left to go on from.
    await pause(700);
    this.#orphans.push(...this.stack.kill());
    await this.#running;
  }

  async freezeCli(): Promise<void> {
    await pause(700);
    this.stack.freeze();
  }

  /** Ends what a killed CLI has left behind, after it had some time to do what it must not. */
  async killOrphans(afterMs = 0): Promise<void> {
    await pause(afterMs);
    for (const orphan of this.#orphans.splice(0)) endProcess(orphan);
  }

  /** What a person does after the trouble: takes the lock away if there is one, and runs `up` again. */
  async retry(): Promise<Outcome[]> {
    for (const { sandbox } of this.buyers) sandbox.clearFaults();
    if (this.stack.isLocked) succeeded(await this.stack.cancel());
    const running = this.start("up", ...this.retryFlags);
    await this.duringRetry();
    const { exit, stdout, stderr } = await running;
    return this.buyers.map((buyer) => ({ buyer, exit, said: stdout + stderr }));
  }

  /** Of the order, or of it and its key. */
  urn(kind: "Order" | "Order*", name: BuyerName): string {
    const scope = name === "naive" ? "naive" : "cloudnumbering";
    return `urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/${scope}:${kind}::${name}`;
  }

  /** The order of that sid is in the state, with its numbers, and the state is free. */
  expectStored(buyer: Buyer, sid: string | undefined): void {
    const stored = this.#resource(buyer);
    expect(stored?.id, `${buyer.name}: the order in the state`).toBe(sid);
    const order = buyer.world.trade.orders.records.get(sid ?? "");
    const numbers = stored?.outputs.numbers as readonly BoughtNumber[];
    const plain = (list?: readonly BoughtNumber[]) => list?.map(({ sid, number }) => ({ sid, number }));
    expect(plain(numbers)).toEqual(plain(order?.numbers));
    expect(numbers).toHaveLength(AMOUNT);
    expect(this.stack.isLocked).toBe(false);
  }

  #resource({ name }: Buyer): ExportedResource | undefined {
    return this.stack.stateOnDisk().resources.find(({ urn }) => urn === this.urn("Order", name));
  }
}

export function titleOf(name: BuyerName): string {
  return name === "naive" ? "a naive order" : services[name].title;
}
