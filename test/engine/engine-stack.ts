import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, inject } from "vitest";
import { whenAllElseFails } from "../lifecycle/last-resort";
import { descendantsOf, endProcess, isRunning, processOf, type RunningProcess } from "./processes";

const repository = path.resolve(__dirname, "../..");

export interface EngineStackOptions {
  /** The program's source. In JavaScript `pulumi-cloudnumbering` is there as `cloudnumbering` already. */
  program?: string;
  language?: "javascript" | "typescript";
  /** The environment of every command, beside what Pulumi itself needs. Nothing else is inherited. */
  env?: Record<string, string>;
  /** The stack's config, `{ secret: "…" }` for secrets. */
  config?: Record<string, string | { secret: string }>;
  /** Where the program's modules are; the repository's own, unless said otherwise. */
  nodeModules?: string;
  /** Use this folder as it is instead of making one for the program: it has its own Pulumi.yaml and modules. */
  projectFolder?: string;
}

/** How a command ended. */
export interface Finished {
  /** Null when it was killed. */
  exit: number | null;
  stdout: string;
  stderr: string;
}

/** What a process says, as it says it. */
export function saidBy({ stdout, stderr }: ChildProcess): Pick<Finished, "stdout" | "stderr"> {
  const said = { stdout: "", stderr: "" };
  stdout?.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  stderr?.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  return said;
}

/** Fails the test with all that the command said, if it did not exit 0. */
export function succeeded({ exit, stdout, stderr }: Finished): void {
  expect(exit, stdout + stderr).toBe(0);
}

/** A resource in an exported state. */
export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  initErrors?: string[];
  delete?: boolean;
}

export interface ExportedState {
  resources: ExportedResource[];
  pendingOperations: { type: string; resource: ExportedResource }[];
}

const started = new Set<RunningProcess>();
whenAllElseFails(() => {
  for (const one of started) endEverything(one);
});

function endEverything(one: RunningProcess): void {
  const all = isRunning(one) ? [one, ...descendantsOf(one.pid)] : [one];
  for (const each of all) endProcess(each);
}

/** A project, a stack and a file backend in a folder of its own, for the real `pulumi`. */
export class EngineStack {
  /** Everything is in here: the project, the backend, Pulumi's home. */
  readonly folder: string;
  projectFolder: string;
  /** May be changed between commands. */
  env: Record<string, string>;
  #home: string;
  readonly #language: "javascript" | "typescript";
  readonly #leftOver: RunningProcess[] = [];
  readonly #folderIsRemoved: () => void;
  #running: { child: ChildProcess; process: RunningProcess } | undefined;

  private constructor(options: EngineStackOptions) {
    this.folder = realpathSync(mkdtempSync(path.join(tmpdir(), "cloudnumbering-engine-")));
    this.#folderIsRemoved = whenAllElseFails(() => this.#removeFolder());
    this.projectFolder = options.projectFolder ?? path.join(this.folder, "project");
    this.#home = path.join(this.folder, "home");
    this.env = options.env ?? {};
    this.#language = options.language ?? "javascript";
    for (const name of ["backend", "home"]) mkdirSync(path.join(this.folder, name));
    if (options.projectFolder) return;
    mkdirSync(this.projectFolder);
    symlinkSync(
      options.nodeModules ?? path.join(repository, "node_modules"),
      path.join(this.projectFolder, "node_modules"),
    );
    this.#write("Pulumi.yaml", "name: engine-test\nruntime: nodejs\n");
    this.#write("package.json", JSON.stringify({ name: "engine-test", main: this.#programFile }));
    if (this.#language === "typescript") this.#write("tsconfig.json", typescriptConfig);
    this.setProgram(options.program ?? "");
  }

  static async create(options: EngineStackOptions): Promise<EngineStack> {
    const stack = new EngineStack(options);
    try {
      await stack.#require("stack", "init", "dev");
      for (const [key, value] of Object.entries(options.config ?? {})) await stack.setConfig(key, value);
    } catch (error) {
      await stack.remove();
      throw error;
    }
    return stack;
  }

  /** What the next command runs. */
  setProgram(source: string): void {
    const header = 'const cloudnumbering = require("pulumi-cloudnumbering");\n';
    this.#write(this.#programFile, this.#language === "javascript" ? header + source : source);
  }

  async setConfig(key: string, value: string | { secret: string }): Promise<void> {
    if (typeof value === "string") await this.#require("config", "set", key, value);
    else await this.#require("config", "set", "--secret", key, value.secret);
  }

  /** Without the preview, as automation does it; `up("--refresh")` and so on. */
  up(...flags: string[]): Promise<Finished> {
    return this.run("up", "--yes", "--skip-preview", ...flags);
  }

  /** As a person does it: preview, then update. */
  upWithPreview(...flags: string[]): Promise<Finished> {
    return this.run("up", "--yes", ...flags);
  }

  preview(...flags: string[]): Promise<Finished> {
    return this.run("preview", ...flags);
  }

  refresh(...flags: string[]): Promise<Finished> {
    return this.run("refresh", "--yes", "--skip-preview", ...flags);
  }

  /** The drift check that CI does: exits 7 when reality is not as the state says. */
  drift(): Promise<Finished> {
    return this.run("refresh", "--preview-only", "--expect-no-changes", "--diff");
  }

  destroy(...flags: string[]): Promise<Finished> {
    return this.run("destroy", "--yes", "--skip-preview", ...flags);
  }

  /** Takes away the lock that a killed command left. */
  cancel(): Promise<Finished> {
    return this.run("cancel", "--yes");
  }

  /** The state without the stack itself and its providers. */
  async exportState(): Promise<ExportedState> {
    const { stdout } = await this.#require("stack", "export", "--show-secrets");
    const { deployment } = JSON.parse(stdout) as {
      deployment: {
        resources?: ExportedResource[];
        pending_operations?: { type: string; resource: ExportedResource }[];
      };
    };
    return {
      resources: (deployment.resources ?? []).filter(({ type }) => !type.startsWith("pulumi:")),
      pendingOperations: deployment.pending_operations ?? [],
    };
  }

  /** What the backend's file says, without a command: secrets are encrypted, and nothing is there before the first `up`. */
  stateOnDisk(): ExportedState {
    const file = path.join(this.folder, "backend/.pulumi/stacks/engine-test/dev.json");
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: {
        latest?: {
          resources?: ExportedResource[];
          pending_operations?: { type: string; resource: ExportedResource }[];
        };
      };
    };
    const { resources = [], pending_operations = [] } = checkpoint.latest ?? {};
    return { resources, pendingOperations: pending_operations };
  }

  /** Whether a command that was killed has left its lock behind, or one is running. */
  get isLocked(): boolean {
    const locks = path.join(this.folder, "backend/.pulumi/locks");
    return (
      existsSync(locks) &&
      readdirSync(locks, { recursive: true, encoding: "utf8" }).some((name) => name.endsWith(".json"))
    );
  }

  /** The state as the backend has it, secrets encrypted: to look for what must not stand there in plain text. */
  async exportText(): Promise<string> {
    return (await this.#require("stack", "export")).stdout;
  }

  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.#require("stack", "output", "--json", "--show-secrets");
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** What a process needs in its environment to find the engine, the backend and the account. */
  get environment(): Record<string, string> {
    const bin = inject("engineBin");
    return {
      PATH: [bin, path.dirname(process.execPath), "/usr/bin", "/bin"].join(path.delimiter),
      HOME: this.#home,
      PULUMI_HOME: this.#home,
      PULUMI_BACKEND_URL: `file://${path.join(this.folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "engine tests",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...this.env,
    };
  }

  /** Any command on this stack. One at a time: `kill` and `interrupt` mean the one that runs. */
  run(...args: string[]): Promise<Finished> {
    const child = spawn(
      path.join(inject("engineBin"), "pulumi"),
      [...args, "--non-interactive", "--color", "never"],
      {
        cwd: this.projectFolder,
        env: {
          ...this.environment,
          ...(args[0] === "stack" && args[1] === "init" ? {} : { PULUMI_STACK: "dev" }),
        },
        stdio: ["ignore", "pipe", "pipe"],
        // A group of its own, so that a Ctrl-C in the terminal of the tests does not reach it behind our back.
        detached: true,
      },
    );
    return this.#finish(child);
  }

  /** What the running command has started: the language host, the program, the provider. */
  children(): RunningProcess[] {
    return this.#running ? descendantsOf(this.#running.process.pid) : [];
  }

  /**
   * `kill -9` of the CLI. What it had started lives on and is returned: above all the provider process, which goes on
   * with what it was doing. `remove` ends it at last.
   */
  kill(): RunningProcess[] {
    if (!this.#running) throw new Error("No command is running that could be killed.");
    // Stopped first, so that it cannot start anything between the look and the kill.
    process.kill(this.#running.process.pid, "SIGSTOP");
    const left = this.children();
    for (const one of left) started.add(one);
    this.#leftOver.push(...left);
    endProcess(this.#running.process);
    return left;
  }

  /** Stops the CLI as it is; what it has started goes on. It can only be killed then. */
  freeze(): void {
    if (!this.#running) throw new Error("No command is running that could be stopped.");
    process.kill(this.#running.process.pid, "SIGSTOP");
  }

  /** From now on another person's machine: the project checked out elsewhere, a home that knows nothing, the same state. */
  moveElsewhere(): void {
    const elsewhere = mkdtempSync(path.join(this.folder, "elsewhere-"));
    const project = path.join(elsewhere, "project");
    cpSync(this.projectFolder, project, { recursive: true, verbatimSymlinks: true });
    this.projectFolder = project;
    this.#home = path.join(elsewhere, "home");
    mkdirSync(this.#home);
  }

  /** Remembers what the backend holds; the result puts it back. No command may run meanwhile. */
  rememberState(): () => void {
    const backend = path.join(this.folder, "backend");
    const copy = mkdtempSync(path.join(this.folder, "remembered-"));
    cpSync(backend, copy, { recursive: true });
    return () => {
      rmSync(backend, { recursive: true });
      cpSync(copy, backend, { recursive: true });
    };
  }

  /** `kill -9` of the provider process alone. */
  killProvider(): void {
    const providers = this.children().filter(({ command }) => command.includes("dynamic-provider"));
    if (providers.length === 0) throw new Error("No provider process is running.");
    for (const one of providers) endProcess(one);
  }

  /**
   * The running CLI, and what it starts from now on, can write no file beyond this size: for its backend that is a full
   * disk. Without a size there is space again.
   */
  fillDisk(bytes?: number): void {
    if (!this.#running) throw new Error("No command is running whose disk could be full.");
    const size = `--fsize=${bytes ?? "unlimited"}:unlimited`;
    execFileSync("prlimit", ["--pid", String(this.#running.process.pid), size]);
  }

  /** As Ctrl-C. */
  interrupt(): void {
    this.#running?.child.kill("SIGINT");
  }

  /** Ends what still runs, and removes everything. */
  async remove(): Promise<void> {
    if (this.#running) {
      const { child, process: running } = this.#running;
      const ended = new Promise((resolve) => child.once("close", resolve));
      endEverything(running);
      await ended;
    }
    for (const one of this.#leftOver.splice(0)) {
      endProcess(one);
      started.delete(one);
    }
    this.#removeFolder();
    this.#folderIsRemoved();
  }

  #removeFolder(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #finish(child: ChildProcess): Promise<Finished> {
    const running = child.pid === undefined ? undefined : processOf(child.pid);
    if (running) {
      started.add(running);
      this.#running = { child, process: running };
    }
    const said = saidBy(child);
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (exit) => {
        if (running) started.delete(running);
        this.#running = undefined;
        // After a kill the children may hold the pipes for as long as they live.
        if (exit === null) {
          child.stdout?.destroy();
          child.stderr?.destroy();
        }
        child.once("close", () => resolve({ ...said, exit }));
      });
    });
  }

  async #require(...args: string[]): Promise<Finished> {
    const finished = await this.run(...args);
    if (finished.exit === 0) return finished;
    throw new Error(
      `pulumi ${args.join(" ")} exited with ${finished.exit}:\n${finished.stderr}${finished.stdout}`,
    );
  }

  get #programFile(): string {
    return this.#language === "javascript" ? "index.js" : "index.ts";
  }

  #write(name: string, text: string): void {
    writeFileSync(path.join(this.projectFolder, name), text);
  }
}

const typescriptConfig = JSON.stringify({
  compilerOptions: {
    target: "ES2022",
    module: "commonjs",
    moduleResolution: "node",
    strict: true,
    skipLibCheck: true,
  },
});
