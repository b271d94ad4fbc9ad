import type { Held, OrderArgs, OrderStack, Run, Told } from "../fixtures/order-story/order-stack";
import type { Command } from "../fixtures/order-story/story";
import { type Declaration, output, type StackResource } from "./deployment";
import type { ProviderStack, Result } from "./provider-stack";
import { plain } from "./values";

const KEY = " key";

/** A stack of orders that the driver of this level commands. Its keys have names of their own: the driver wants that. */
export class EmulatedOrders implements OrderStack {
  constructor(private readonly stack: ProviderStack) {}

  async run(command: Command["kind"], { program, limit, insistOn, replaced, goesOn }: Run): Promise<Told> {
    const { stack } = this;
    const { "cloudnumbering:maxSpend": _before, ...config } = stack.config;
    stack.config = limit > 0 ? { ...config, "cloudnumbering:maxSpend": `${limit} GBP` } : config;
    const declarations = [...program].flatMap(([name, args]) => declarationsOf(name, args));
    const replace = [...insistOn.map((name) => name + KEY), ...(replaced === undefined ? [] : [replaced])];
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

/** What the class makes of the program's line: the key, then the order that is bought with it. */
function declarationsOf(name: string, args: OrderArgs): Declaration[] {
  // The class pins this.
  const order = { type: "Order", name, deleteBeforeReplace: false };
  if (args.adopt !== undefined) return [{ ...order, inputs: { ...args } }];
  const key = name + KEY;
  return [
    { type: "OrderKey", name: key, inputs: {} },
    {
      ...order,
      inputs: { ...args, idempotencyKey: output(key, "value"), keyCreatedAt: output(key, "createdAt") },
    },
  ];
}

function heldAs({ name, id, outputs }: StackResource, isLeftOver: boolean): Held {
  const isKey = name.endsWith(KEY);
  const kind = isKey ? "OrderKey" : "Order";
  return { kind, name: isKey ? name.slice(0, -KEY.length) : name, id, outputs: plain(outputs), isLeftOver };
}

function told({ failures, steps, interrupted }: Result): Told {
  return {
    ended: interrupted ? "killed" : failures.length > 0 ? "failed" : "done",
    complaints: failures.map(({ name, message }) => ({ name: name.replace(KEY, ""), message })),
    changes: steps.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`),
  };
}
