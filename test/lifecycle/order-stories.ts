import type { Held, OrderArgs, OrderStack, Run, Told } from "../fixtures/order-story/order-stack";
import type { Command } from "../fixtures/order-story/story";
import type { Declaration, StackResource } from "./deployment";
import { adopting, keyOf, withKey } from "./order-stage";
import type { ProviderStack, Result } from "./provider-stack";
import { plain } from "./values";

/** A stack of orders that the driver of this level commands. */
export class EmulatedOrders implements OrderStack {
  constructor(private readonly stack: ProviderStack) {}

  async run(command: Command["kind"], { program, limit, insistOn, replaced, goesOn }: Run): Promise<Told> {
    const { stack } = this;
    const { "cloudnumbering:maxSpend": _before, ...config } = stack.config;
    stack.config = limit > 0 ? { ...config, "cloudnumbering:maxSpend": `${limit} GBP` } : config;
    const declarations = [...program].flatMap(([name, args]) => declarationsOf(name, args));
    const replace = [
      ...insistOn.flatMap((name) => [keyOf(name), name]),
      ...(replaced === undefined ? [] : [replaced]),
    ];
    const options = { replace, continueOnError: goesOn };
    switch (command) {
      case "up":
      case "up --replace":
        return told(await stack.up(declarations, options));
      case "up --refresh":
        return told(await stack.up(declarations, { ...options, refresh: true }));
      case "preview":
        return told(await stack.up(declarations, { ...options, preview: true }));
      case "refresh":
        return told(await stack.refresh());
      case "destroy":
        return told(await stack.destroy({ continueOnError: goesOn }));
    }
  }

  async kill(victim: "provider" | "engine"): Promise<void> {
    // The moment may have come with a call of an abandoned process, before the command has one of its own.
    if (!this.stack.isRunning) return;
    if (victim === "provider") await this.stack.kill();
    else await this.stack.abandon();
  }

  held(): Held[] {
    const { state, pendingDeletes } = this.stack;
    return [
      ...[...state.values()].map((each) => heldAs(each, false)),
      ...pendingDeletes.map((each) => heldAs(each, true)),
    ];
  }
}

function declarationsOf(name: string, { adopt, ...args }: OrderArgs): Declaration[] {
  return adopt === undefined ? withKey(name, { ...args }) : [adopting(name, adopt, { ...args })];
}

function heldAs({ name, urn, id, outputs }: StackResource, isLeftOver: boolean): Held {
  const isKey = urn.includes(":OrderKey::");
  return {
    kind: isKey ? "OrderKey" : "Order",
    name: isKey ? nameOf(name) : name,
    id,
    outputs: plain(outputs),
    isLeftOver,
  };
}

/** The order's, of its key. */
function nameOf(name: string): string {
  return name.replace(keyOf(""), "");
}

function told({ failures, steps, interrupted }: Result): Told {
  return {
    ended: interrupted ? "killed" : failures.length > 0 ? "failed" : "done",
    complaints: failures.map(({ name, message }) => ({ name: nameOf(name), message })),
    changes: steps.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`),
  };
}
