import { type AnyDefinition, definitions } from "../definitions";
import { changedGuards, changedKeys } from "../engine/diff";
import type { StateResource } from "../engine/exported-state";
import { notes, type Properties } from "../engine/properties";
import { canonical, revealed, type Values } from "../engine/values";
import type { Accounts } from "./drift-accounts";
import { disconnectedNumbers } from "./drift-order-numbers";
import { messageOf } from "./drift-problems";
import type { Difference } from "./drift-report";
import { isPrivate, SECRET, shown } from "./drift-shown";
import { configReader, type Handlers, handlersOutside } from "./handlers-outside";

/** A resource that a stack declares. */
export interface Declared extends StateResource {
  readonly stack: string;
  readonly definition: AnyDefinition;
}

export type Verdict =
  | { readonly is: "as declared" }
  | { readonly is: "gone" }
  | { readonly is: "changed"; readonly differences: readonly Difference[] }
  | { readonly is: "untold"; readonly problem: string };

export function definitionOf(kind: string): AnyDefinition | undefined {
  return definitions.find((each) => each.kind === kind);
}

/**
 * Judges as `pulumi refresh` does, with the very same handlers: what they read, and what their diff says of it. No engine
 * runs, and neither the state nor the account is touched.
 */
export class Judge {
  /** What the handlers had to say beside their answers. */
  readonly notes = new Set<string>();
  readonly #handlers = new Map<string, Handlers>();

  constructor(private readonly accounts: Accounts) {}

  async judge(declared: Declared): Promise<Verdict> {
    try {
      const handlers = this.#handlersFor(declared);
      const { id, inputs, outputs } = declared;
      const found = await handlers.read(id, { ...outputs });
      if (!found.id) return { is: "gone" };
      const live = revealed(found.props) as Values;
      const { changes } = await handlers.diff(id, { ...live }, { ...inputs });
      // Undefined is "compare the inputs yourself", which the handlers say only when one of them differs.
      return changes === false
        ? { is: "as declared" }
        : { is: "changed", differences: differencesOf(declared, live) };
    } catch (error) {
      return { is: "untold", problem: messageOf(error) };
    }
  }

  /** One set for each account and kind: handlers remember how they were configured. */
  #handlersFor({ definition, config }: Declared): Handlers {
    const key = canonical([definition.kind, config]);
    const known = this.#handlers.get(key) ?? this.#configured(definition, config);
    this.#handlers.set(key, known);
    return known;
  }

  #configured(definition: AnyDefinition, config: Values): Handlers {
    const read = configReader(config);
    return handlersOutside(definition, {
      config: read,
      account: this.accounts.of(read),
      say: (message) => this.notes.add(message),
    });
  }
}

function differencesOf(declared: Declared, live: Values): Difference[] {
  const { definition, inputs } = declared;
  const { properties } = definition;
  const keys = [...changedKeys(properties, live, inputs), ...changedGuards(properties, live, inputs)];
  // What no input declares: that the numbers of an order are in service.
  if (keys.length === 0) return disconnectedNumbers(live);
  return keys.map((key) => difference({ properties, secrets: declared.secrets }, key, { inputs, live }));
}

interface Owner {
  readonly properties: Properties;
  readonly secrets: ReadonlySet<string>;
}

function difference(
  owner: Owner,
  key: string,
  { inputs, live }: { inputs: Values; live: Values },
): Difference {
  const isSecret = isPrivate(owner, key, inputs, live);
  return {
    property: key,
    declared: isSecret ? SECRET : shown(inputs[key]),
    live: isSecret ? SECRET : shown(live[key]),
    replaces: notes(owner.properties, key).replaces === true,
  };
}
