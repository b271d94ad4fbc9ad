// Looks at and ends processes by id. Linux only, as /proc is; the engine tests run nowhere else.
import { readdirSync, readFileSync } from "node:fs";

/** A process, with its start time: an id alone may be another process's by now. */
export interface RunningProcess {
  pid: number;
  started: string;
  command: string;
}

/** Everything that a process has started, directly or through others. It must still be alive itself. */
export function descendantsOf(pid: number): RunningProcess[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const child = Number(name);
    const stat = Number.isNaN(child) ? undefined : readStat(child);
    if (stat) parents.set(stat.parent, [...(parents.get(stat.parent) ?? []), child]);
  }
  const found: RunningProcess[] = [];
  const visit = (parent: number) => {
    for (const child of parents.get(parent) ?? []) {
      const running = processOf(child);
      if (running) found.push(running);
      visit(child);
    }
  };
  visit(pid);
  return found;
}

export function processOf(pid: number): RunningProcess | undefined {
  const stat = readStat(pid);
  if (!stat || stat.state === "Z") return undefined;
  return { pid, started: stat.started, command: commandOf(pid) };
}

export function isRunning({ pid, started }: RunningProcess): boolean {
  return processOf(pid)?.started === started;
}

export function endProcess(one: RunningProcess): void {
  if (!isRunning(one)) return;
  try {
    process.kill(one.pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}

function readStat(pid: number): { state: string; parent: number; started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name is in brackets and may hold anything, so count from the last one.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", parent: Number(fields[1]), started: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}
