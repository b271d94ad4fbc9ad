// One deployment (an update, a refresh, a destroy or the preview of one) as Pulumi's engine runs it: which calls it
// makes, in which order, with which values, and what it keeps. Read from the engine's source (pkg/v3 3.256.0,
// resource/deploy/step_generator.go and step.go, resource/plugin/provider_plugin.go) and checked against a real engine
// by test/engine/driver.test.ts.
import pLimit from "p-limit";
import { CallFailure, type DiffResult, type ProviderProcess } from "./provider-process";
import {
  annotate,
  differingKeys,
  holdsUnknown,
  isSecret,
  plain,
  secret,
  UNKNOWN,
  type Value,
  type Values,
} from "./values";

/** Stands for an output of another declared resource: `output("lobby", "sid")`. Also orders creates and deletes. */
export class OutputReference {
  constructor(
    readonly name: string,
    readonly key: string,
  ) {}
}

export function output(name: string, key: string): OutputReference {
  return new OutputReference(name, key);
}

export type Input = Value | undefined | OutputReference | Input[] | { [key: string]: Input };

/** What a class hands to the engine when a program constructs it, and the resource options that concern a provider. */
export interface Declaration {
  type: string;
  name: string;
  inputs: { [key: string]: Input };
  dependsOn?: string[];
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  deleteBeforeReplace?: boolean;
  retainOnDelete?: boolean;
  additionalSecretOutputs?: string[];
  /** Instead of the text that a resource of this type has by default. */
  provider?: string;
}

/** A resource in the state, as the next command finds it. */
export interface StackResource {
  name: string;
  urn: string;
  id: string;
  inputs: Values;
  outputs: Values;
  initErrors: string[];
  dependencies: string[];
  ignoreChanges: string[];
  retainOnDelete: boolean;
  additionalSecretOutputs: string[];
  /** Replaced by delete-before-replace: deleted already, to be created again. */
  pendingReplacement: boolean;
}

export interface StackState {
  resources: Map<string, StackResource>;
  /** Replaced resources whose originals are still to be deleted. */
  pendingDeletes: StackResource[];
  /** What was under way when the command was killed. */
  pendingOperations: string[];
}

export interface Step {
  name: string;
  op: "create" | "update" | "replace" | "same" | "delete";
  id?: string;
  /** Keys whose inputs differ, as the CLI shows them: without the internal ones that begin with `__`. */
  changed: string[];
  before?: Values;
  after?: Values;
}

export interface Failure {
  name: string;
  during: "check" | "diff" | "create" | "read" | "update" | "delete";
  /** The text that the CLI prints after `error:`. */
  message: string;
  /** The object exists and is in the state, with its init errors. */
  partial: boolean;
}

/** A step failed, or was not begun because another one did; what there is to say is in `failures`. */
class StepFailed extends Error {}

interface Registered {
  id: string;
  outputs: Values;
}

type Decision =
  | { op: "create" | "same" | "update" }
  | { op: "replace"; deleteFirst: boolean; original: StackResource };

export interface DeploymentOptions {
  preview: boolean;
  parallel: number;
  /** `--continue-on-error`: a failed step holds up only what depends on it. */
  continueOnError?: boolean;
  /** A resource's URN, and what its class adds to the program's inputs. */
  identity: (declaration: Declaration) => { urn: string; hidden: Values };
}

export class Deployment {
  readonly steps: Step[] = [];
  readonly failures: Failure[] = [];
  readonly state: StackState;
  readonly #options: DeploymentOptions;
  readonly #execute: pLimit.Limit;
  // The step generator is one goroutine: checks and diffs come one at a time.
  readonly #generate = pLimit(1);
  /** The command was killed. */
  interrupted = false;
  readonly #interruption: Promise<never>;
  #interrupt: () => void = () => {};
  #cancelled = false;
  #process: ProviderProcess;

  constructor(process: ProviderProcess, state: StackState, options: DeploymentOptions) {
    this.#process = process;
    this.#options = options;
    this.#execute = pLimit(options.parallel);
    this.#interruption = new Promise((_resolve, reject) => {
      this.#interrupt = () => reject(new StepFailed());
    });
    this.#interruption.catch(() => {});
    // A preview works on a copy and drops it.
    this.state = options.preview ? structuredClone(state) : state;
    this.state.pendingOperations.length = 0;
  }

  /** The engine itself is killed: whatever is under way never gets an answer and nothing more is saved. */
  interrupt(): void {
    this.interrupted = true;
    this.#cancelled = true;
    this.#interrupt();
  }

  /** The rest of the deployment talks to another process (`up --refresh` when the config changed). */
  continueWith(process: ProviderProcess): void {
    this.#process = process;
  }

  /** Reads everything in the state, `pulumi refresh`. One failing read does not stop the others. */
  async refresh(): Promise<void> {
    const refreshing = pLimit(this.#options.parallel);
    const all = [...this.state.resources.values(), ...this.state.pendingDeletes];
    await settle(all.map((old) => refreshing(() => this.#refreshOne(old))));
  }

  /** Runs a program: every declaration, then the deletes of what is not declared any more. */
  async update(declarations: Declaration[], replace: string[]): Promise<void> {
    const registered = new Map<string, Promise<Registered>>();
    for (const declaration of declarations) {
      if (registered.has(declaration.name)) throw new Error(`${declaration.name} is declared twice.`);
      const registering = this.#register(declaration, replace.includes(declaration.name), registered);
      registering.catch(() => {});
      registered.set(declaration.name, registering);
    }
    await settle(registered.values());
    if (this.#cancelled) return;

    const condemned = [...this.state.resources.values()].filter(({ name }) => !registered.has(name));
    await this.#deleteAll([...condemned, ...this.state.pendingDeletes]);
  }

  /** Deletes everything, `pulumi destroy`. */
  async destroy(): Promise<void> {
    if (this.#cancelled) return;
    await this.#deleteAll([...this.state.resources.values(), ...this.state.pendingDeletes]);
  }

  async #refreshOne(old: StackResource): Promise<void> {
    if (old.pendingReplacement) return;
    const read = await this.#call(old.name, "read", () =>
      this.#process.read(old.urn, old.id, old.inputs, old.outputs),
    );
    if (read.id === "") {
      this.steps.push({ name: old.name, op: "delete", id: old.id, changed: [], before: old.inputs });
      this.#forget(old);
      return;
    }
    const refreshed: StackResource = {
      ...old,
      id: read.id,
      inputs: read.inputs ? annotate(read.inputs, old.inputs) : old.inputs,
      outputs: annotate(read.outputs, old.outputs),
      initErrors: [],
    };
    this.#rejectUnknown(old.name, "read", refreshed.outputs);
    // "The diff that a user would see if they immediately ran an `up` on a no-change program": what is now the state
    // stands where the old one does in an update, and the old inputs are what is wanted.
    const diff = await this.#diff(refreshed, old.inputs, old.ignoreChanges);
    const pending = this.state.pendingDeletes.indexOf(old);
    if (pending >= 0) this.state.pendingDeletes[pending] = refreshed;
    else this.#save(refreshed);
    this.steps.push({
      name: old.name,
      op: diff.changes ? "update" : "same",
      id: refreshed.id,
      changed: shownChanges(old.inputs, refreshed.inputs),
      before: old.inputs,
      after: refreshed.inputs,
    });
  }

  async #register(
    declaration: Declaration,
    forced: boolean,
    registered: ReadonlyMap<string, Promise<Registered>>,
  ): Promise<Registered> {
    const dependencies = new Set(declaration.dependsOn);
    const inputs = await resolveInputs(declaration.inputs, async (reference) => {
      dependencies.add(reference.name);
      return this.#resolve(reference, registered);
    });
    for (const name of declaration.dependsOn ?? []) await registered.get(name);

    const { urn, hidden } = this.#options.identity(declaration);
    const goal: Values = { ...inputs, ...hidden };
    const old = this.state.resources.get(declaration.name);
    const target: StackResource = {
      name: declaration.name,
      urn,
      id: "",
      inputs: goal,
      outputs: {},
      initErrors: [],
      dependencies: [...dependencies],
      ignoreChanges: declaration.ignoreChanges ?? [],
      retainOnDelete: declaration.retainOnDelete ?? false,
      additionalSecretOutputs: declaration.additionalSecretOutputs ?? [],
      pendingReplacement: false,
    };
    const decision = await this.#generate(() => this.#decide(declaration, target, old, forced));
    return this.#execute(() => this.#apply(decision, target, old));
  }

  async #resolve(reference: OutputReference, registered: ReadonlyMap<string, Promise<Registered>>) {
    const source = registered.get(reference.name);
    if (!source) throw new Error(`${reference.name} is not declared before it is used.`);
    const { id, outputs } = await source;
    const value = reference.key === "id" ? id : outputs[reference.key];
    // The SDK: an output that did not arrive is unknown in a preview and undefined afterwards.
    return value === undefined && this.#options.preview ? UNKNOWN : value;
  }

  async #decide(
    declaration: Declaration,
    target: StackResource,
    old: StackResource | undefined,
    forced: boolean,
  ): Promise<Decision> {
    if (this.#cancelled) throw new StepFailed();
    const goal = target.inputs;
    if (!old) {
      target.inputs = await this.#check(target, {}, goal);
      return { op: "create" };
    }

    let diff: DiffResult;
    if (forced) {
      // `--replace` and a tainted resource: one check that does not see the old inputs, and no diff.
      target.inputs = await this.#check(target, {}, goal);
      diff = { changes: true, replaces: ["id"], deleteBeforeReplace: false };
    } else {
      const wanted = keepIgnored(goal, old.inputs, target.ignoreChanges);
      target.inputs = await this.#check(target, old.inputs, wanted);
      diff = await this.#diff(old, target.inputs, target.ignoreChanges, declaration.replaceOnChanges);
    }

    if (diff.changes || old.pendingReplacement) {
      if (diff.replaces.length === 0 && !old.pendingReplacement) return { op: "update" };
      // Defaults that were carried over from the old resource no longer hold: checked once more without it. (This is
      // also where ignoreChanges gets lost.)
      if (!forced) target.inputs = await this.#check(target, {}, goal);
      const deleteFirst = declaration.deleteBeforeReplace ?? diff.deleteBeforeReplace;
      return { op: "replace", deleteFirst, original: old };
    }
    return { op: old.initErrors.length > 0 ? "update" : "same" };
  }

  async #apply(
    decision: Decision,
    target: StackResource,
    old: StackResource | undefined,
  ): Promise<Registered> {
    if (this.#cancelled) throw new StepFailed();
    const step: Step = {
      name: target.name,
      op: decision.op,
      changed: shownChanges(old?.inputs ?? {}, target.inputs),
      after: target.inputs,
    };
    if (old) step.before = old.inputs;

    // Dynamic providers answer `supportsPreview: false`: never asked, and the inputs are shown as the outputs.
    if (this.#options.preview && decision.op !== "same") {
      this.steps.push(step);
      const id = decision.op === "update" && old ? old.id : UNKNOWN;
      this.#save({ ...target, id, outputs: { ...target.inputs } });
      if (decision.op === "replace") this.state.pendingDeletes.push(decision.original);
      return { id, outputs: target.inputs };
    }

    if (decision.op === "same" && old) {
      target.id = old.id;
      target.outputs = old.outputs;
      this.#save(target);
    } else if (decision.op === "update" && old) {
      target.id = old.id;
      await this.#update(target, old);
    } else if (decision.op === "replace") {
      await this.#replace(target, decision.original, decision.deleteFirst);
    } else {
      await this.#create(target);
    }
    this.steps.push({ ...step, id: target.id });
    return { id: target.id, outputs: target.outputs };
  }

  async #replace(target: StackResource, original: StackResource, deleteFirst: boolean): Promise<void> {
    if (!deleteFirst) return this.#create(target, original);
    if (!original.pendingReplacement) {
      await this.#callDelete(original);
      original.pendingReplacement = true;
    }
    await this.#create(target);
  }

  /** With an original that is replaced, that one is marked for deletion as soon as the new one exists. */
  async #create(target: StackResource, original?: StackResource): Promise<void> {
    const done = (id: string, outputs: Values, initErrors: string[]) => {
      this.#rejectUnknown(target.name, "create", outputs);
      Object.assign(target, { id, outputs: annotate(outputs, target.inputs), initErrors });
      if (original) this.state.pendingDeletes.push(original);
      this.#save(target);
    };
    await this.#call(
      target.name,
      "create",
      async () => {
        const created = await this.#process.create(target.urn, target.inputs);
        if (created.id === "") {
          throw new CallFailure(`plugin returned empty resource.ID from create '${target.urn}'`, 2);
        }
        return created;
      },
      ({ id, properties, reasons }) => done(id, properties, reasons),
    ).then(({ id, outputs }) => done(id, outputs, []));
  }

  async #update(target: StackResource, old: StackResource): Promise<void> {
    const done = (outputs: Values, initErrors: string[], inputs: Values) => {
      this.#rejectUnknown(target.name, "update", outputs);
      Object.assign(target, { outputs: annotate(outputs, target.inputs), initErrors });
      this.#save(target);
      target.inputs = inputs;
    };
    await this.#call(
      target.name,
      "update",
      () =>
        this.#process.update(
          target.urn,
          old.id,
          { oldInputs: old.inputs, oldOutputs: old.outputs, news: target.inputs },
          target.ignoreChanges,
        ),
      // "The resource that exists was not updated successfully with those inputs": the state keeps the old ones.
      ({ properties, reasons }) => done(properties, reasons, old.inputs),
    ).then((outputs) => done(outputs, [], target.inputs));
  }

  async #deleteAll(condemned: StackResource[]): Promise<void> {
    // Layers as the engine makes them: first what depends on nothing else that goes, and these layers in reverse.
    const layers: StackResource[][] = [];
    let rest = condemned;
    while (rest.length > 0) {
      const free = rest.filter(
        (one) => !rest.some((other) => other.name !== one.name && one.dependencies.includes(other.name)),
      );
      if (free.length === 0) throw new Error("The state has resources that depend on each other.");
      layers.unshift(free);
      rest = rest.filter((one) => !free.includes(one));
    }
    for (const layer of layers) {
      await settle(layer.map((one) => this.#execute(() => this.#delete(one))));
    }
  }

  async #delete(old: StackResource): Promise<void> {
    if (this.#cancelled) throw new StepFailed();
    if (!this.#options.preview && !old.pendingReplacement) await this.#callDelete(old);
    this.#forget(old);
    this.steps.push({ name: old.name, op: "delete", id: old.id, changed: [], before: old.inputs });
  }

  async #callDelete(old: StackResource): Promise<void> {
    if (old.retainOnDelete) return;
    await this.#call(old.name, "delete", () =>
      this.#process.delete(old.urn, old.id, old.inputs, old.outputs),
    );
  }

  async #check(target: StackResource, olds: Values, news: Values): Promise<Values> {
    const checked = await this.#call(target.name, "check", () => this.#process.check(target.urn, olds, news));
    for (const { property, reason } of checked.failures) {
      // With a property the engine prints the property's value, that of a secret included.
      const what = property === "" ? "" : `: property ${property} value {${plain(news)[property]}}`;
      this.#fail(target.name, "check", `resource '${target.name}'${what} has a problem: ${reason}`);
    }
    if (checked.failures.length > 0) throw new StepFailed();
    if (!this.#options.preview) this.#rejectUnknown(target.name, "check", checked.inputs);
    return annotate(checked.inputs, news);
  }

  async #diff(
    old: StackResource,
    news: Values,
    ignoreChanges: string[],
    replaceOnChanges: string[] = [],
  ): Promise<DiffResult> {
    const diff = await this.#call(old.name, "diff", () =>
      this.#process.diff(
        old.urn,
        old.id,
        { oldInputs: old.inputs, oldOutputs: old.outputs, news },
        ignoreChanges,
      ),
    );
    if (diff.changes !== undefined) return diff;
    // The provider leaves it to the engine, which compares inputs, `__provider` and all. Only then does it know which
    // keys changed, so only then replaceOnChanges has something to look at.
    const changed = differingKeys(old.inputs, keepIgnored(news, old.inputs, ignoreChanges));
    const replaces = changed.filter(
      (key) => replaceOnChanges.includes(key) || replaceOnChanges.includes("*"),
    );
    return { ...diff, changes: changed.length > 0, replaces: [...diff.replaces, ...replaces] };
  }

  /** Makes a call, notes its failure for the user, and lets `keep` save what a half-done one left behind. */
  async #call<Result>(
    name: string,
    during: Failure["during"],
    begin: () => Promise<Result>,
    keep?: (partial: NonNullable<CallFailure["partial"]>) => void,
  ): Promise<Result> {
    const operation = `${during} ${name}`;
    this.state.pendingOperations.push(operation);
    try {
      return await Promise.race([begin(), this.#interruption]);
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      if (error.partial && keep) keep(error.partial);
      this.#fail(name, during, error.message, error.partial !== undefined && keep !== undefined);
      throw new StepFailed();
    } finally {
      // Killed: the checkpoint keeps saying that this was under way.
      const at = this.state.pendingOperations.indexOf(operation);
      if (!this.interrupted) this.state.pendingOperations.splice(at, 1);
    }
  }

  #rejectUnknown(name: string, during: Failure["during"], values: Values): void {
    const key = Object.keys(values).find((one) => holdsUnknown(values[one] ?? null));
    if (key === undefined) return;
    this.#fail(name, during, `unexpected unknown property value for "${key}"`);
    throw new StepFailed();
  }

  #fail(name: string, during: Failure["during"], message: string, partial = false): void {
    this.failures.push({ name, during, message, partial });
    // What is under way ends, nothing else begins. (A refresh does not look at this until all its reads are done.)
    if (!this.#options.continueOnError) this.#cancelled = true;
  }

  #save(saved: StackResource): void {
    for (const [key, value] of Object.entries(saved.outputs)) {
      if (isSecret(value)) continue;
      const declared = saved.additionalSecretOutputs.includes(key);
      if (declared || isSecret(saved.inputs[key])) saved.outputs[key] = secret(value);
    }
    this.state.resources.set(saved.name, saved);
  }

  #forget(old: StackResource): void {
    const pending = this.state.pendingDeletes.indexOf(old);
    if (pending >= 0) this.state.pendingDeletes.splice(pending, 1);
    else this.state.resources.delete(old.name);
  }
}

/** Waits for all of them; a failed step is no exception here, anything else is. */
async function settle(promises: Iterable<Promise<unknown>>): Promise<void> {
  for (const result of await Promise.allSettled(promises)) {
    if (result.status === "rejected" && !(result.reason instanceof StepFailed)) throw result.reason;
  }
}

/** The engine's processIgnoreChanges, for top-level keys. */
function keepIgnored(news: Values, olds: Values, ignoreChanges: string[]): Values {
  const kept = { ...news };
  for (const key of ignoreChanges) {
    const old = olds[key];
    if (old === undefined) delete kept[key];
    else kept[key] = old;
  }
  return kept;
}

function shownChanges(before: Values, after: Values): string[] {
  return differingKeys(before, after).filter((key) => !key.startsWith("__"));
}

/** Inputs as the SDK serializes them: references replaced by what they stand for, undefined left out. */
async function resolveInputs(
  inputs: { [key: string]: Input },
  lookUp: (reference: OutputReference) => Promise<Value | undefined>,
): Promise<Values> {
  const resolved: Values = {};
  for (const [key, input] of Object.entries(inputs)) {
    const value = await resolveInput(input, lookUp);
    if (value !== undefined) resolved[key] = value;
  }
  return resolved;
}

async function resolveInput(
  input: Input,
  lookUp: (reference: OutputReference) => Promise<Value | undefined>,
): Promise<Value | undefined> {
  if (input instanceof OutputReference) return lookUp(input);
  if (Array.isArray(input)) {
    const items = await Promise.all(input.map((item) => resolveInput(item, lookUp)));
    return items.map((item) => item ?? null);
  }
  if (typeof input !== "object" || input === null) return input;
  return resolveInputs(input, lookUp);
}
