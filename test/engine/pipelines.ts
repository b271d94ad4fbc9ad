// The pipelines of examples/drift-ci, run step by step as a CI machine would, with a `gh` that records.
import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { ended } from "./command";
import type { EngineStack, Finished } from "./engine-stack";

const repository = path.resolve(__dirname, "../..");
const examples = path.join(repository, "examples/drift-ci");
const REPOSITORY = "o/r";

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Record<string, string>;
}

interface Job {
  readonly if: string;
  readonly env: Record<string, string>;
  readonly steps: readonly Step[];
}

/** What GitHub's expressions can name. */
type Context = Record<"github" | "secrets" | "steps", Record<string, unknown>>;

/** Something that starts the workflow. */
export type Event = "schedule" | "pull_request" | "pull_request of a fork";

export interface GitHubState {
  readonly calls: readonly (readonly string[])[];
  readonly issues: readonly { number: number; title: string; state: string; body: string }[];
  readonly comments: readonly { id: number; body: string; user: { login: string } }[];
}

export interface JobRun {
  /** The steps that ran a script, by name. */
  readonly ran: readonly string[];
  /** Of the step that failed; 0 when none did. */
  readonly exit: number | null;
  readonly summary: string;
  /** What the scripts printed. */
  readonly log: string;
}

/** A machine of a CI service with a checkout of a project. */
export class CiMachine {
  readonly #folder: string;

  constructor(private readonly stack: EngineStack) {
    this.#folder = path.join(stack.folder, "ci");
    mkdirSync(path.join(this.#folder, "bin"), { recursive: true });
    this.#install(
      "npx",
      `[ "$1" = cloudnumbering ] && shift && exec node '${repository}/dist/provider/cli/main.js' "$@"`,
    );
    this.#install("npm", `[ "$*" = ci ]`);
    symlinkSync(path.join(__dirname, "gh-stub.cjs"), path.join(this.#folder, "bin/gh"));
    chmodSync(path.join(__dirname, "gh-stub.cjs"), 0o755);
    // A comment that another workflow has written with the same token.
    const other = { id: 3, user: { login: "github-actions[bot]" }, body: "Coverage: 98 %" };
    const person = { id: 4, user: { login: "ann" }, body: "# Drift of cloudNumbering\n\nas I have it" };
    this.#write("gh.json", JSON.stringify({ calls: [], issues: [], labels: [], comments: [other, person] }));
  }

  get github(): GitHubState {
    return JSON.parse(readFileSync(path.join(this.#folder, "gh.json"), "utf8"));
  }

  /** The names of the steps of the workflow that run a script. */
  get scripts(): string[] {
    return this.#job.steps.flatMap(({ run, name = "" }) => (run === undefined ? [] : [name]));
  }

  /** Runs the workflow from a fresh checkout. */
  async runWorkflow(event: Event, env: Record<string, string> = {}): Promise<JobRun> {
    this.#checkOut();
    const job = this.#job;
    const context = contextOf(event, this.stack.env);
    const ran: string[] = [];
    let [exit, log]: [number | null, string] = [0, ""];
    if (!evaluate(job.if, context)) return { ran, exit, summary: "", log };
    this.#write("summary", "");
    for (const step of job.steps.filter(({ run }) => run !== undefined)) {
      if (exit !== 0 || !evaluate(step.if ?? "true", context)) continue;
      ran.push(step.name ?? "");
      this.#write("output", "");
      const given = { ...job.env, ...step.env };
      const values = Object.entries(given).map(([key, text]) => [key, interpolate(text, context)]);
      const finished = await this.#bash(["-e"], step.run ?? "", { ...Object.fromEntries(values), ...env });
      exit = finished.exit;
      log += finished.stdout + finished.stderr;
      if (step.id) context.steps[step.id] = { outputs: this.#outputs() };
    }
    return { ran, exit, summary: this.#read("summary"), log };
  }

  /** Runs the job of GitLab. */
  async runGitLab(): Promise<Finished & { artifacts: readonly string[] }> {
    this.#checkOut();
    const { drift } = parse(readFileSync(path.join(examples, "gitlab.yml"), "utf8")) as {
      drift: { script: string[]; artifacts: { paths: string[] } };
    };
    const finished = await this.#bash(["-eo", "pipefail"], drift.script.join("\n"), this.stack.env);
    const artifacts = drift.artifacts.paths.map((file) =>
      readFileSync(path.join(this.#project, file), "utf8"),
    );
    return { ...finished, artifacts };
  }

  /** Runs the script for cron, from a folder that is not the project's. */
  runCron(): Promise<Finished> {
    this.#checkOut();
    const script = path.join(this.#project, "cron.sh");
    copyFileSync(path.join(examples, "cron.sh"), script);
    return ended(
      spawn(script, [], {
        cwd: "/",
        env: this.#environment(this.stack.env),
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  }

  get #project(): string {
    return this.stack.projectFolder;
  }

  get #job(): Job {
    const { jobs } = parse(readFileSync(path.join(examples, "github.yml"), "utf8")) as {
      jobs: { drift: Job };
    };
    return jobs.drift;
  }

  #checkOut(): void {
    for (const file of ["drift.md", "body.md"]) rmSync(path.join(this.#project, file), { force: true });
  }

  #bash(flags: readonly string[], script: string, env: Record<string, string>): Promise<Finished> {
    this.#write("script.sh", script);
    const options = { cwd: this.#project, env: this.#environment(env) };
    const args = [...flags, path.join(this.#folder, "script.sh")];
    return ended(spawn("bash", args, { ...options, stdio: ["ignore", "pipe", "pipe"] }));
  }

  /** What the machine has by itself, and what the pipeline gives. */
  #environment(given: Record<string, string>): Record<string, string> {
    const { CLOUDNUMBERING_CLIENT_ID, CLOUDNUMBERING_CLIENT_SECRET, ...own } = this.stack.environment;
    return {
      ...own,
      PATH: `${this.#folder}/bin:${own.PATH}`,
      GH_STUB: path.join(this.#folder, "gh.json"),
      GITHUB_OUTPUT: path.join(this.#folder, "output"),
      GITHUB_STEP_SUMMARY: path.join(this.#folder, "summary"),
      GITHUB_REPOSITORY: REPOSITORY,
      ...given,
    };
  }

  #outputs(): Record<string, string> {
    const lines = this.#read("output").trim().split("\n");
    return Object.fromEntries(lines.map((line) => line.split("=", 2)));
  }

  #install(name: string, script: string): void {
    const file = path.join(this.#folder, "bin", name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  #write(name: string, text: string): void {
    writeFileSync(path.join(this.#folder, name), text);
  }

  #read(name: string): string {
    return readFileSync(path.join(this.#folder, name), "utf8");
  }
}

function contextOf(event: Event, secrets: Record<string, string>): Context {
  const isSchedule = event === "schedule";
  const full_name = event === "pull_request of a fork" ? "someone/r" : REPOSITORY;
  return {
    github: {
      event_name: isSchedule ? event : "pull_request",
      event: isSchedule ? {} : { pull_request: { number: 12, head: { repo: { full_name } } } },
      repository: REPOSITORY,
      token: "a-token-of-the-job",
    },
    secrets,
    steps: {},
  };
}

/** GitHub's expressions are JavaScript's, as far as the example uses them. */
function evaluate(expression: string, context: Context): unknown {
  return new Function(...Object.keys(context), `return (${expression});`)(...Object.values(context));
}

function interpolate(text: string, context: Context): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    String(evaluate(expression, context) ?? ""),
  );
}
