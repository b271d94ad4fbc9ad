import { z } from "zod";
import { converge, verify } from "../../provider/engine/converge";
import { defineResource, type OwnedAccount } from "../../provider/engine/define-resource";
import { Refusal } from "../../provider/engine/failures";
import { computed, guard, type LiveOf, replaces, secretWhen } from "../../provider/engine/properties";
import type { Values } from "../../provider/engine/values";

// A made-up kind of resource, with a made-up service behind it, to try the engine's part without an API.

export const gadgetProperties = {
  label: z.string("must be a text").min(1, "must not be empty"),
  shape: replaces(z.enum(["round", "square"], 'must be "round" or "square"')),
  target: secretWhen(z.string("must be a text"), (text) => text.includes("token")),
  lit: z.boolean("must be true or false").optional(),
  weight: z.number("must be a number").optional(),
  adopt: guard(z.string("must be a text").optional()),
  twinAllowed: guard(z.boolean("must be true or false").optional()),
  sid: computed(z.string()),
};

export type Gadget = LiveOf<typeof gadgetProperties>;

/** The service: what it holds, what it was asked, and how it treats what it is sent. */
export class GadgetService implements OwnedAccount {
  readonly gadgets = new Map<string, Gadget>();
  readonly asked: string[] = [];
  owner = { sid: "OR1", name: "Ours Ltd" };
  /** What the service makes of what it is sent. */
  keeps: (sent: Gadget, before: Gadget | undefined) => Gadget = (sent) => sent;
  #made = 0;

  async organisation() {
    return this.owner;
  }

  put(fields: Omit<Gadget, "sid">, sid = this.#nextSid()): Gadget {
    const kept = this.keeps({ ...fields, sid }, this.gadgets.get(sid));
    this.gadgets.set(sid, kept);
    return kept;
  }

  #nextSid(): string {
    this.#made += 1;
    return `GA${this.#made}`;
  }
}

const blank = { lit: false, weight: 0 };

export const gadget = defineResource({
  kind: "Gadget",
  properties: gadgetProperties,

  refine({ shape, target }) {
    return shape === "round" && target === "corner" ? ["target: must not be a corner of what is round"] : [];
  },

  replacedBy: ({ adopt }, id) => (adopt && adopt !== id ? ["adopt"] : []),

  async create(service: GadgetService, { adopt, twinAllowed, ...wanted }, context): Promise<Gadget> {
    service.asked.push("create");
    if (adopt) {
      const known = service.gadgets.get(adopt);
      if (known) return known;
      throw new Refusal(`adopt: there is no gadget ${adopt}`);
    }
    const after = service.put({ ...blank, ...wanted });
    await verify({ thing: `gadget ${after.sid}`, before: undefined, toChange: wanted, after, context });
    return after;
  },

  async read(service: GadgetService, id): Promise<Gadget | undefined> {
    service.asked.push("read");
    return service.gadgets.get(id);
  },

  async update(service: GadgetService, id, { adopt, twinAllowed, ...declared }, context): Promise<Gadget> {
    service.asked.push("update");
    const before = service.gadgets.get(id);
    if (!before) throw new Refusal(`gadget ${id} is gone`);
    return converge<Gadget>({
      thing: `gadget ${id}`,
      before,
      declared,
      context,
      send: async (wanted) => {
        service.asked.push("send");
        service.put(wanted, id);
      },
      readBack: async () => service.gadgets.get(id),
    });
  },

  async delete(service: GadgetService, id): Promise<void> {
    service.asked.push("delete");
    service.gadgets.delete(id);
  },

  idOf: ({ sid }) => sid,
});

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What the engine gives back later: the values it was given, as JSON, without their secret envelopes. */
export function keptByEngine(values: unknown): Record<string, unknown> {
  return opened(JSON.parse(JSON.stringify(values))) as Record<string, unknown>;
}

function opened(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(opened);
  if (SIGNATURE in value) return opened((value as Values).value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, opened(each)]));
}
