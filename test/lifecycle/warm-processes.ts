import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { whenAllElseFails } from "./last-resort";

/**
 * Provider processes to be used again. Loading the SDK is nearly all that a provider process does in a short command:
 * hundreds of commands, each with a process that remembers nothing, are quick enough only when that is done once.
 *
 * Environment and folder are those of the command. What Node reads from its environment when it starts has no effect.
 */
export class WarmProcesses {
  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();

  constructor(private readonly script: string) {}

  /** One that nobody uses, told to begin again for the engine at that address: it prints its port next. */
  take(beginning: { engine: string; cwd: string; env: NodeJS.ProcessEnv }): ChildProcess {
    const child = this.#idle.pop() ?? this.#start();
    child.send(beginning);
    return child;
  }

  /** It may be used by others now; one that has died is forgotten. */
  giveBack(child: ChildProcess): void {
    if (child.exitCode === null && child.signalCode === null) this.#idle.push(child);
  }

  /** Ends them all. */
  async stop(): Promise<void> {
    const ended = [...this.#all].map((child) => once(child, "exit"));
    for (const child of this.#all) child.kill("SIGKILL");
    await Promise.all(ended);
  }

  #start(): ChildProcess {
    const child = fork(path.join(__dirname, "warm-process.cjs"), [this.script], {
      env: { PATH: process.env.PATH },
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const isOver = whenAllElseFails(() => child.kill("SIGKILL"));
    this.#all.add(child);
    child.once("exit", () => {
      isOver();
      this.#all.delete(child);
      const at = this.#idle.indexOf(child);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return child;
  }
}
