import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Held, OrderStack, Program, Run, Told } from "../fixtures/order-story/order-stack";
import type { Command } from "../fixtures/order-story/story";
import type { ExportedResource, Finished } from "./engine-stack";
import { type Stage, text } from "./trouble-stage";

const MAX_SPEND = "cloudnumbering:maxSpend";

/** The exit of `--expect-no-changes` when there are changes. */
const CHANGES = 7;

/** A stack of orders under the real engine. */
export class RealOrders implements OrderStack {
  #limit = 0;
  #isLocked = false;
  #state: readonly ExportedResource[] = [];

  constructor(private readonly stage: Stage) {}

  async run(command: Command["kind"], how: Run): Promise<Told> {
    const { stack } = this.stage;
    if (this.#isLocked) await this.stage.succeeds("cancel", "--yes");
    this.#isLocked = false;
    stack.setProgram(sourceOf(how.program));
    await this.#setLimit(how.limit);
    return told(await this.stage.run(...this.#words(command, how)));
  }

  async kill(victim: "provider" | "engine"): Promise<void> {
    // The engine writes its checkpoint in place: killed in the middle of that, Pulumi itself has no state to go on from.
    await pause(700);
    if (this.stage.stack.children().length === 0) return;
    if (victim === "provider") return this.stage.stack.killProvider();
    this.stage.stack.kill();
    this.#isLocked = true;
  }

  held(): Held[] {
    const file = path.join(this.stage.stack.folder, "backend/.pulumi/stacks/engine-test/dev.json");
    try {
      this.#state = JSON.parse(readFileSync(file, "utf8")).checkpoint.latest?.resources ?? [];
    } catch {
      // It is being written at this moment: what was read last still holds.
    }
    return this.#state
      .filter(({ type }) => type.includes("cloudnumbering:"))
      .map(({ type, urn, id = "", outputs = {}, delete: isLeftOver = false }) => ({
        kind: type.endsWith(":OrderKey") ? "OrderKey" : "Order",
        name: urn.split("::").at(-1) ?? "",
        id,
        outputs,
        isLeftOver,
      }));
  }

  #words(command: Command["kind"], { insistOn, replaced, goesOn }: Run): [string, ...string[]] {
    if (command === "preview") return ["preview", "--expect-no-changes"];
    const flags = goesOn ? ["--continue-on-error"] : [];
    if (!command.startsWith("up")) return command === "destroy" ? ["destroy", ...flags] : ["refresh"];
    const replace = [
      ...insistOn.map((name) => this.#urn("Order*", name)),
      ...(replaced === undefined ? [] : [this.#urn("Order", replaced)]),
    ];
    if (command === "up --refresh") flags.push("--refresh");
    return ["up", ...flags, ...replace.flatMap((urn) => ["--replace", urn])];
  }

  #urn(kind: "Order" | "Order*", name: string): string {
    return `urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/cloudnumbering:${kind}::${name}`;
  }

  async #setLimit(limit: number): Promise<void> {
    if (limit === this.#limit) return;
    this.#limit = limit;
    if (limit > 0) await this.stage.stack.setConfig(MAX_SPEND, `${limit} GBP`);
    else await this.stage.succeeds("config", "rm", MAX_SPEND);
  }
}

function sourceOf(program: Program): string {
  return [...program]
    .map(([name, args]) => `new cloudnumbering.Order(${JSON.stringify(name)}, ${JSON.stringify(args)});\n`)
    .join("");
}

function told(finished: Finished): Told {
  const { exit } = finished;
  const isDone = exit === 0 || exit === CHANGES;
  return {
    ended: exit === null ? "killed" : isDone ? "done" : "failed",
    complaints: complaintsIn(text(finished)),
    changes: exit === CHANGES ? [text(finished)] : [],
  };
}

/** The errors under the resources' names, as the CLI lists them at the end. */
function complaintsIn(said: string): Told["complaints"][number][] {
  let name = "";
  const complaints = [];
  for (const line of said.split("\n")) {
    const heading = /^ {2}pulumi-nodejs:dynamic\/cloudnumbering:\w+ \((.+)\):$/.exec(line);
    if (heading) name = heading[1] ?? "";
    const message = /^ {4}error: (.*)$/.exec(line)?.[1];
    if (message !== undefined && name !== "") complaints.push({ name, message });
  }
  return complaints;
}
