import {
  type Declaration,
  Deployment,
  type Failure,
  type StackResource,
  type StackState,
  type Step,
} from "./deployment";
import type { LogMessage } from "./fake-engine";
import { emptyJournal, type ProviderCall, ProviderProcess, providerText } from "./provider-process";
import type { Values } from "./values";
import type { WarmProcesses } from "./warm-processes";

export interface StackOptions {
  /** The environment of the commands. Only these variables, and PATH, reach the provider process. */
  env?: Record<string, string>;
  /** The stack's config, `secret(…)` for secrets: `{ "cloudnumbering:clientId": "…" }`. */
  config?: Values;
  project?: string;
  /** Where the program is, so from where the provider process resolves the package. */
  cwd?: string;
  /** One process for all operations, instead of a new one for each as the real engine has: quicker, less faithful. */
  keepProcess?: boolean;
  /** Where the processes come from that each operation takes a fresh one of; without it they are started anew. */
  warm?: WarmProcesses;
  /** How many creates, updates, reads and deletes at once. */
  parallel?: number;
}

export interface UpOptions {
  /** Only the preview: nothing is called that changes anything, nothing is saved. */
  preview?: boolean;
  /** First a preview in a process of its own, as `pulumi up --yes`. Without it: `pulumi up --skip-preview`. */
  previewFirst?: boolean;
  /** `--refresh` */
  refresh?: boolean;
  /** Names of resources to replace, `--replace`. */
  replace?: string[];
  /** `--continue-on-error` */
  continueOnError?: boolean;
}

export interface Result {
  steps: Step[];
  failures: Failure[];
  /** What the provider logged as a warning through the engine. */
  warnings: LogMessage[];
  /** What it logged besides, for information. */
  told: LogMessage[];
  /** What the process printed; a user would see it. */
  output: string[];
  /** `stack.abandon()` was called meanwhile. */
  interrupted: boolean;
}

/** A stack in memory: its state, and the commands that a user gives. Each talks to a real provider process. */
export class ProviderStack {
  /** Both may be changed between commands, as a user does. */
  env: Record<string, string>;
  config: Values;
  readonly #options: StackOptions;
  readonly #state: StackState = { resources: new Map(), pendingDeletes: [], pendingOperations: [] };
  readonly #journal = emptyJournal();
  readonly #processes: ProviderProcess[] = [];
  /** Processes that are about to be there. */
  readonly #starting = new Set<Promise<ProviderProcess>>();
  #stopped = false;
  readonly #kept = new Map<string, ProviderProcess>();
  #running: { deployment: Deployment; process: ProviderProcess } | undefined;
  // The default provider is in the state with its config; refresh and destroy do not run the program, and use that.
  #configInState: Values | undefined;

  private constructor(options: StackOptions) {
    this.#options = options;
    this.env = options.env ?? {};
    this.config = options.config ?? {};
  }

  static async start(options: StackOptions = {}): Promise<ProviderStack> {
    return new ProviderStack(options);
  }

  get state(): ReadonlyMap<string, StackResource> {
    return this.#state.resources;
  }

  /** Replaced resources whose originals are still to be deleted. */
  get pendingDeletes(): readonly StackResource[] {
    return this.#state.pendingDeletes;
  }

  /** What was under way when the command was killed: `create lobby`. */
  get pendingOperations(): readonly string[] {
    return this.#state.pendingOperations;
  }

  /** Every call that any process of this stack got, in order. */
  get calls(): ProviderCall[] {
    return this.#journal.calls;
  }

  /** How many processes were started for this stack. */
  get processes(): number {
    return this.#processes.length;
  }

  async up(declarations: Declaration[], options: UpOptions = {}): Promise<Result> {
    if (options.previewFirst) {
      const previewed = await this.#up(declarations, { ...options, preview: true });
      if (previewed.failures.length > 0 || options.preview) return previewed;
    }
    return this.#up(declarations, options);
  }

  /** `pulumi refresh --skip-preview`, or with `previewOnly` the drift check. */
  async refresh(options: { previewOnly?: boolean } = {}): Promise<Result> {
    const preview = options.previewOnly ?? false;
    return this.#deploy({ preview }, this.#configInState ?? this.config, (deployment) =>
      deployment.refresh(),
    );
  }

  async destroy(options: { refresh?: boolean; continueOnError?: boolean } = {}): Promise<Result> {
    const how = { preview: false, continueOnError: options.continueOnError ?? false };
    return this.#deploy(how, this.#configInState ?? this.config, async (deployment) => {
      if (options.refresh) await deployment.refresh();
      await deployment.destroy();
    });
  }

  /** Ends the processes, so that the next command has a new one, as every `pulumi` command. Only for `keepProcess`. */
  async restart(): Promise<void> {
    const kept = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(kept.map((process) => process.stop()));
  }

  /** Whether a command runs that has a process. */
  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** `kill -9` of the provider process while a command runs: the engine lives on and sees its call fail. */
  async kill(): Promise<void> {
    if (!this.#running) throw new Error("No command is running whose provider could be killed.");
    await this.#running.process.kill();
  }

  /**
   * `kill -9` of the CLI while a command runs: nobody waits for the answer any more, nothing is saved, and the provider
   * process goes on with what it was doing. The command's promise resolves with `interrupted`.
   */
  async abandon(): Promise<void> {
    if (!this.#running) throw new Error("No command is running that could be abandoned.");
    const { deployment, process } = this.#running;
    deployment.interrupt();
    process.abandon();
    this.#kept.clear();
  }

  /** Ends every process of this stack, abandoned ones too. The state stays. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#kept.clear();
    await Promise.allSettled(this.#starting);
    await Promise.all(this.#processes.map((process) => process.stop()));
  }

  async #up(declarations: Declaration[], options: UpOptions): Promise<Result> {
    const before = this.#configInState ?? this.config;
    const how = { preview: options.preview ?? false, continueOnError: options.continueOnError ?? false };
    return this.#deploy(how, this.config, async (deployment, process) => {
      if (options.refresh) {
        // Refresh talks to the provider as the state has it. It is the same process unless the config was changed.
        const changed = JSON.stringify(before) !== JSON.stringify(this.config);
        if (changed) deployment.continueWith(await this.#start(before));
        await deployment.refresh();
        if (changed) deployment.continueWith(process);
        if (deployment.failures.length > 0) return;
      }
      if (!options.preview) this.#configInState = this.config;
      await deployment.update(declarations, options.replace ?? []);
    });
  }

  async #deploy(
    how: { preview: boolean; continueOnError?: boolean },
    config: Values,
    run: (deployment: Deployment, process: ProviderProcess) => Promise<void>,
  ): Promise<Result> {
    const begun = this.#processes.length;
    const process = await this.#start(config);
    const from = { messages: this.#journal.messages.length, output: this.#journal.output.length };
    const deployment = new Deployment(process, this.#state, {
      ...how,
      parallel: this.#options.parallel ?? 8,
      identity: (declaration) => identity(this.#options.project ?? "lifecycle", declaration),
    });
    this.#running = { deployment, process };
    try {
      await run(deployment, process);
    } finally {
      this.#running = undefined;
      const own = this.#options.keepProcess ? [] : this.#processes.slice(begun);
      if (!deployment.interrupted) await Promise.all(own.map((one) => one.stop()));
    }
    const { steps, failures, interrupted } = deployment;
    const messages = this.#journal.messages.slice(from.messages);
    const warnings = messages.filter(({ severity }) => severity === "warning");
    const told = messages.filter(({ severity }) => severity === "info");
    return { steps, failures, warnings, told, output: this.#journal.output.slice(from.output), interrupted };
  }

  async #start(config: Values): Promise<ProviderProcess> {
    const key = JSON.stringify([config, this.env]);
    const kept = this.#kept.get(key);
    if (kept?.alive) return kept;
    const { project, cwd, keepProcess, warm } = this.#options;
    const starting = ProviderProcess.start({
      env: this.env,
      config,
      journal: this.#journal,
      ...(project && { project }),
      ...(cwd && { cwd }),
      ...(warm && { warm }),
    });
    this.#starting.add(starting);
    const process = await starting.finally(() => this.#starting.delete(starting));
    if (this.#stopped) await process.stop();
    this.#processes.push(process);
    if (keepProcess) this.#kept.set(key, process);
    return process;
  }
}

function identity(project: string, { type, name, provider }: Declaration): { urn: string; hidden: Values } {
  const urn = `urn:pulumi:dev::${project}::pulumi-nodejs:dynamic/cloudnumbering:${type}::${name}`;
  // The classes of this package pass the URN on, in short; a throw-away provider gets what it declares, no more.
  const hidden = provider
    ? { __provider: provider }
    : { __urn: `dev::${project}::::${name}`, __provider: providerText(type) };
  return { urn, hidden };
}
