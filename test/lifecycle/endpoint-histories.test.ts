// Histories as they happen: somebody edits the program, somebody else the portal, the service has a bad moment, and in
// between there are refreshes and ups. However it went, a person who does what the messages say ends with the account
// as declared, and each refresh showed every drift there was.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EndpointPatch, EndpointRecord, EndpointType, Fault, Trouble } from "../../sandbox";
import { searchOf } from "../fixtures/search";
import { type Account, openAccount, shown, writes } from "./account";
import type { Declaration } from "./deployment";
import type { Result } from "./provider-stack";
import { plain, secret, type Values } from "./values";

const names = ["desk", "shop", "lobby", "yard"];
const SECRET = "t0psecret";
const html = "<html><body>Bad gateway</body></html>";

type ProgramChange = "declare" | "undeclare" | "description" | "uri" | "type" | "default" | "secondary";
type Change =
  | { kind: ProgramChange; name: string }
  | { kind: "portal"; pick: number; field: "description" | "uri" | "isDefault" | "isSecondary" }
  | { kind: "portal removes" | "portal adds"; pick: number };

interface Chapter {
  changes: Change[];
  trouble: Fault[];
  command: "up" | "up --refresh" | "refresh" | "drift check" | "preview";
}

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom<ProgramChange>(
        ...(["declare", "undeclare", "description", "uri", "type", "default", "secondary"] as const),
      ),
      name: fc.constantFrom(...names),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("portal"),
      pick: fc.nat(20),
      field: fc.constantFrom("description", "uri", "isDefault", "isSecondary"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("portal removes", "portal adds"), pick: fc.nat(20) }),
  },
);

/** Trouble after which it can be known what happened: the tests of the client show the rest. */
const anyTrouble: fc.Arbitrary<Trouble> = fc.constantFrom<Trouble>(
  { kind: "dropBefore" },
  { kind: "dropAfter" },
  { kind: "cutReply" },
  { kind: "status", status: 429, headers: { "Retry-After": "0" } },
  { kind: "status", status: 500 },
  { kind: "status", status: 503, when: "after" },
  { kind: "status", status: 403 },
  { kind: "refuse" },
  { kind: "raw", body: html },
  { kind: "raw", body: html, when: "after" },
  { kind: "unauthorised" },
);

const trouble: fc.Arbitrary<Fault> = fc
  .record({
    trouble: fc.oneof(
      { weight: 4, arbitrary: anyTrouble },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Trouble>(
          { kind: "ignoreField", field: "description" },
          { kind: "ignoreField", field: "uri" },
          { kind: "resetField", field: "isSecondary" },
        ),
      },
    ),
    operation: fc.constantFrom(
      "endpoints.create",
      "endpoints.update",
      "endpoints.delete",
      "endpoints.list",
      "organisation.get",
      "oauth.token",
    ),
    skip: fc.nat(2),
  })
  .map(({ trouble: what, ...where }) => ({ ...what, ...where }));

const chapter: fc.Arbitrary<Chapter> = fc.record({
  changes: fc.array(change, { minLength: 2, maxLength: 6 }),
  trouble: fc.array(trouble, { maxLength: 2 }),
  command: fc.constantFrom("up", "up", "up --refresh", "refresh", "drift check", "preview"),
});

const { runs, seed, shrinks } = searchOf("F40", 8);

test("F40 random program edits, portal edits, faults and refreshes: the account ends as declared, and every drift was shown", {
  timeout: 60_000 + runs * 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(chapter, { minLength: 1, maxLength: 5 }), async (chapters) => {
      const account = await openAccount();
      try {
        const history = new History(account);
        await history.begins();
        for (const each of chapters) await history.live(each);
        await history.comesToAGoodEnd();
      } finally {
        await account.stack.stop();
        await account.sandbox.stop();
      }
    }),
    { numRuns: runs, seed, endOnFailure: !shrinks },
  );
  // A search in which little happens finds nothing.
  expect(happened.drifts).toBeGreaterThan(runs);
  expect(happened.failures).toBeGreaterThan(0);
});

const happened = { drifts: 0, failures: 0 };

/** By resource: the properties that are no longer as the state has them, or that all of it is gone. */
type Drift = Map<string, string[] | "gone">;

/** One account, one program, and those who change them. */
class History {
  readonly #declared = new Map<string, Declaration["inputs"]>();
  /** Endpoints of the account that no program declares, as they were left. */
  readonly #foreign = new Map<string, EndpointPatch>();
  #edits = 0;

  constructor(readonly account: Account) {}

  /** With every property declared, so that each can drift. */
  async begins(): Promise<void> {
    const all = { isSecondary: true, isDefault: true };
    this.#declared.set("desk", { description: this.#text("desk"), ...this.#place("voice"), ...all });
    this.#declared.set("shop", { description: this.#text("shop"), ...this.#place("sms"), ...all });
    this.#declared.set("lobby", {
      description: this.#text("lobby"),
      ...this.#place("voice"),
      isSecondary: false,
    });
    expect((await this.#run("up")).failures).toEqual([]);
  }

  async live({ changes, trouble: faults, command }: Chapter): Promise<void> {
    for (const each of changes) this.#change(each);
    for (const fault of faults) this.account.sandbox.fault(fault);
    await this.#run(command);
    this.account.sandbox.clearFaults();
  }

  /** The trouble is over: what a person does then leads to the account as declared. */
  async comesToAGoodEnd(): Promise<void> {
    const { stack, sandbox } = this.account;
    await this.#run("drift check");
    // The first up may have to ask whether an endpoint is to be taken over, and the second then does it.
    let last = await this.#run("up --refresh");
    for (let again = 0; again < 2 && last.failures.length > 0; again++)
      last = await this.#run("up --refresh");
    expect(last.failures).toEqual([]);

    const { endpoints } = sandbox.world;
    const managed = [...endpoints.values()].filter(({ sid }) => !this.#foreign.has(sid));
    const ids = [...this.#declared.keys()].map((name) => stack.state.get(name)?.id ?? `${name} is not made`);
    expect(managed.map(({ sid }) => sid).sort()).toEqual(ids.sort());
    for (const [name, inputs] of this.#declared) {
      expect(endpoints.get(stack.state.get(name)?.id ?? "")).toMatchObject(withoutAdopt(inputs));
    }
    for (const [sid, left] of this.#foreign) expect(endpoints.get(sid)).toMatchObject(left);
    expect(stack.pendingDeletes).toEqual([]);

    sandbox.clearCalls();
    const { steps } = await stack.refresh({ previewOnly: true });
    const { steps: wanted } = await stack.up(this.#program(), { preview: true });
    expect([...steps, ...wanted].filter(({ op }) => op !== "same")).toEqual([]);
    expect(writes(sandbox)).toEqual([]);

    expect((await stack.destroy()).failures).toEqual([]);
    expect([...endpoints.keys()].sort()).toEqual([...this.#foreign.keys()].sort());
  }

  #program(): Declaration[] {
    return [...this.#declared].map(([name, inputs]) => ({ type: "Endpoint", name, inputs }));
  }

  async #run(command: Chapter["command"]): Promise<Result> {
    const { stack, sandbox } = this.account;
    const drift = this.#drift();
    const before = sandbox.world.snapshot();
    const result = await {
      up: () => stack.up(this.#program()),
      "up --refresh": () => stack.up(this.#program(), { refresh: true }),
      refresh: () => stack.refresh(),
      "drift check": () => stack.refresh({ previewOnly: true }),
      preview: () => stack.up(this.#program(), { preview: true }),
    }[command]();
    happened.failures += result.failures.length;
    expect(shown(result)).not.toContain(SECRET);
    expect(shown(result)).not.toMatch(/^\s+at .*:\d+/m);
    if (!command.startsWith("up")) expect(sandbox.world.snapshot()).toEqual(before);
    if (command !== "up" && command !== "preview") this.#expectShown(drift, result);
    if (command.startsWith("up")) this.#heed(result);
    return result;
  }

  /** What is not in the account as the state has it, by the sandbox's own books: keys, or "gone". */
  #drift(): Drift {
    const keys = ["description", "uri", "isDefault", "isSecondary"] as const;
    const drift: Drift = new Map();
    for (const { name, id, inputs } of this.account.stack.state.values()) {
      const record = this.account.sandbox.world.endpoints.get(id);
      const known = plain(inputs);
      const differs = (key: (typeof keys)[number]) =>
        known[key] !== undefined && known[key] !== record?.[key];
      drift.set(name, record ? keys.filter(differs) : "gone");
    }
    return drift;
  }

  /** The refresh shows each drift, by its property; a read that failed says so instead. */
  #expectShown(drift: Drift, { steps, failures }: Result): void {
    for (const [name, expected] of drift) {
      if (failures.some((failure) => failure.name === name)) continue;
      const step = steps.find((each) => each.name === name);
      if (expected === "gone") expect(step, name).toMatchObject({ op: "delete" });
      else expect(step?.changed, name).toEqual([...expected].sort());
      if (expected.length === 0) continue;
      expect(step?.op, name).not.toBe("same");
      happened.drifts += 1;
    }
  }

  /** Does what the messages say. */
  #heed({ failures }: Result): void {
    for (const [name, inputs] of this.#declared) {
      const advice = failures.find((failure) => failure.name === name)?.message;
      const sid = /add adopt: "(EP\w+)"/.exec(advice ?? "")?.[1];
      const { adopt: _done, ...rest } = inputs;
      if (sid !== undefined && this.#foreign.has(sid)) throw new Error(`${name} is to take over ${sid}`);
      if (failures.length === 0) this.#declared.set(name, rest);
      else if (sid !== undefined) this.#declared.set(name, { ...inputs, adopt: sid });
    }
  }

  #change(what: Change): void {
    if (what.kind === "portal") this.#editPortal(what.pick, what.field);
    else if (what.kind === "portal removes") this.#removeInPortal(what.pick);
    else if (what.kind === "portal adds") this.#addInPortal();
    else if ("name" in what) this.#editProgram(what.kind, what.name);
  }

  #editProgram(kind: Change["kind"], name: string): void {
    const known = this.#declared.get(name);
    if (kind === "undeclare") this.#declared.delete(name);
    else if (!known) this.#declared.set(name, { description: this.#text(name), ...this.#place("voice") });
    else if (kind === "description") known.description = this.#text(name);
    else if (kind === "uri") Object.assign(known, this.#place(typeOf(known)));
    else if (kind === "secondary") known.isSecondary = known.isSecondary !== true;
    else if (kind === "type") {
      const { adopt: _other, isDefault: _its, ...rest } = known;
      const place = this.#place(typeOf(known) === "voice" ? "sms" : "voice");
      this.#declared.set(name, { ...rest, ...place });
    } else if (kind === "default") {
      // One default a type, or the classes refuse the program.
      for (const other of this.#declared.values())
        if (typeOf(other) === typeOf(known)) delete other.isDefault;
      known.isDefault = true;
    }
  }

  #editPortal(pick: number, field: "description" | "uri" | "isDefault" | "isSecondary"): void {
    const record = this.#any(pick);
    if (!record) return;
    const { world } = this.account.sandbox;
    const flag = field === "isDefault" || field === "isSecondary";
    const patch: EndpointPatch = flag
      ? { [field]: !record[field] }
      : field === "uri"
        ? { uri: this.#uri(record.endpointType) }
        : { description: this.#text("portal") };
    world.editEndpoint(record.sid, patch);
    const { isDefault: _moves, ...left } = patch;
    const foreign = this.#foreign.get(record.sid);
    if (foreign) this.#foreign.set(record.sid, { ...foreign, ...left });
  }

  #removeInPortal(pick: number): void {
    const record = this.#any(pick);
    if (!record) return;
    this.account.sandbox.world.removeEndpoint(record.sid);
    this.#foreign.delete(record.sid);
  }

  #addInPortal(): void {
    const left = { description: this.#text("foreign"), uri: this.#uri("voice"), isSecondary: false };
    this.#foreign.set(this.account.sandbox.world.addEndpoint(left).sid, left);
  }

  #any(pick: number): EndpointRecord | undefined {
    const all = [...this.account.sandbox.world.endpoints.values()];
    return all[pick % all.length];
  }

  /** Never the same twice, so that no endpoint is another's twin by chance. */
  #text(prefix: string): string {
    this.#edits += 1;
    return `${prefix} ${this.#edits}`;
  }

  #place(endpointType: EndpointType) {
    const uri = this.#uri(endpointType);
    // The class marks a uri with a query as secret.
    return { endpointType, uri: endpointType === "sms" ? secret(uri) : uri };
  }

  #uri(endpointType: EndpointType): string {
    this.#edits += 1;
    return endpointType === "voice"
      ? `sip:%e164@pbx-${this.#edits}.example.com`
      : `https://sms.example.com/${this.#edits}?token=${SECRET}`;
  }
}

function typeOf({ endpointType }: Declaration["inputs"]): EndpointType {
  return endpointType === "sms" ? "sms" : "voice";
}

function withoutAdopt({ adopt: _adopt, ...inputs }: Declaration["inputs"]): Values {
  return plain(inputs as Values);
}
