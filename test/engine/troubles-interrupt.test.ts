// Ctrl-C as a terminal sends it: SIGINT to the command and to whatever of its children are in the same process group.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import path from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { whenAllElseFails } from "../lifecycle/last-resort";
import { descendantsOf, endProcess, isRunning, processOf, type RunningProcess } from "./processes";

const repository = path.resolve(__dirname, "../..");
const soon = { timeout: 120_000, interval: 50 };

/** A command of this repository in a terminal of its own, with a folder for whatever it keeps for a while. */
class Terminal {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "cloudnumbering-interrupt-")));
  said = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  /** Everything that was seen running; some of it may have lost its parent by now. */
  readonly #seen = new Map<number, RunningProcess>();

  constructor(command: string, ...args: string[]) {
    const { PULUMI_HOME: _home, ...env } = process.env;
    this.#child = spawn(command, args, {
      cwd: repository,
      env: { ...env, PATH: `${inject("engineBin")}${path.delimiter}${env.PATH}`, TMPDIR: this.folder },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#ended = once(this.#child, "exit");
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.said += text;
      });
    }
    const end = () => {
      for (const one of this.running()) endProcess(one);
      rmSync(this.folder, { recursive: true, force: true });
    };
    const done = whenAllElseFails(end);
    onTestFinished(() => {
      end();
      done();
    });
  }

  running(): RunningProcess[] {
    const top = processOf(this.#child.pid ?? -1);
    if (top) for (const one of [top, ...descendantsOf(top.pid)]) this.#seen.set(one.pid, one);
    return [...this.#seen.values()].filter(isRunning);
  }

  async until(what: () => boolean): Promise<void> {
    await expect.poll(() => what() || this.#child.exitCode, soon).toBe(true);
    this.running();
  }

  /** Presses Ctrl-C, and waits until all is over. @returns the exit code as a shell shows it */
  async interrupt(): Promise<number> {
    this.running();
    process.kill(-(this.#child.pid ?? 0), "SIGINT");
    const [code, signal] = (await this.#ended) as [number | null, NodeJS.Signals | null];
    // npm does not wait for what it has started.
    await expect.poll(() => this.running(), soon).toEqual([]);
    return code ?? 128 + (signal ? constants.signals[signal] : 0);
  }
}

/** What git sees of the files of this repository; nothing in a copy without git. */
function tree(): string {
  try {
    return execFileSync("git", ["status", "--porcelain"], { cwd: repository, encoding: "utf8" });
  } catch {
    return "";
  }
}

/** Locks that an engine's build or Pulumi could leave behind. */
function locks(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\block/.test(name));
}

test.for([
  ["at its first words", (demo: Terminal) => demo.said.includes("== Dependencies")],
  [
    "while Pulumi makes the endpoints",
    (demo: Terminal) =>
      demo.said.includes("$ pulumi up") &&
      demo.running().some(({ command }) => command.includes("dynamic-provider")),
  ],
] as const)(
  "F37 Ctrl-C in the demo %s ends it with 130: no process, no folder, no lock, no change in the tree",
  async ([, ready]) => {
    const before = tree();
    const demo = new Terminal("npm", "run", "demo");
    await demo.until(() => ready(demo));
    expect(await demo.interrupt(), demo.said).toBe(130);
    expect(readdirSync(demo.folder).filter((name) => name.startsWith("cloudnumbering-"))).toEqual([]);
    expect(locks(demo.folder)).toEqual([]);
    expect(tree()).toBe(before);
  },
);

test.for([
  ["as npx starts it", ["npx", "--no-install", "cloudnumbering", "sandbox", "--json"], 130],
  ["itself, with the 0 of a clean stop", ["node", "dist/provider/cli/main.js", "sandbox", "--json"], 0],
] as const)(
  "F37 Ctrl-C in the sandbox %s ends it, also while a request hangs in it: no process, no port, no change in the tree",
  async ([, [command, ...args], code]) => {
    const before = tree();
    const sandbox = new Terminal(command, ...args);
    await sandbox.until(() => sandbox.said.includes("\n"));
    const { baseUrl, controlUrl, env } = JSON.parse(sandbox.said) as {
      baseUrl: string;
      controlUrl: string;
      env: { CLOUDNUMBERING_CLIENT_ID: string; CLOUDNUMBERING_CLIENT_SECRET: string };
    };
    await fetch(`${controlUrl}/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kind: "hang", operation: "oauth.token" }),
    });
    const credentials = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: env.CLOUDNUMBERING_CLIENT_ID,
      client_secret: env.CLOUDNUMBERING_CLIENT_SECRET,
    });
    const cut = expect(fetch(`${baseUrl}/oauth/token?${credentials}`, { method: "POST" })).rejects.toThrow();
    const calls = async () => ((await (await fetch(`${controlUrl}/calls`)).json()) as unknown[]).length;
    await expect.poll(calls, soon).toBe(1);

    expect(await sandbox.interrupt(), sandbox.said).toBe(code);
    await cut;
    await expect(fetch(baseUrl)).rejects.toThrow();
    expect(readdirSync(sandbox.folder)).toEqual([]);
    expect(tree()).toBe(before);
  },
);
