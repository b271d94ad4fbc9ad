import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type EngineStack, type Finished, saidBy } from "./engine-stack";

const program = path.resolve(__dirname, "../../dist/provider/cli/main.js");

/** A `cloudnumbering` command as CI runs it: a process of its own, in the project's folder. */
export class Command {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;

  constructor(
    name: "drift" | "doctor",
    stack: EngineStack,
    args: readonly string[],
    env: Record<string, string> = {},
  ) {
    this.child = spawn(process.execPath, [program, name, ...args], {
      cwd: stack.projectFolder,
      env: { ...stack.environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.finished = ended(this.child);
  }
}

/** Runs a line that was printed, as a person would paste it who answers every question with yes. */
export function paste(line: string, stack: EngineStack, typed = ""): Promise<Finished> {
  const isUpdate = /^pulumi (up|refresh) /.test(line);
  const answers = isUpdate ? " --yes --skip-preview" : line.startsWith("pulumi state ") ? " --yes" : "";
  return shell(`${line}${answers} --non-interactive`, stack, typed);
}

/** Runs a script as it is, in the project's folder. */
export function shell(script: string, stack: EngineStack, typed = ""): Promise<Finished> {
  const options = { cwd: stack.projectFolder, env: stack.environment };
  const child = spawn("/bin/sh", ["-c", script], options);
  child.stdin.end(typed);
  return ended(child);
}

export function ended(child: ChildProcess): Promise<Finished> {
  const said = saidBy(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit) => resolve({ ...said, exit }));
  });
}

/** Every byte of the backend and of the project, and of what Pulumi remembers about them. */
export function fingerprint({ folder }: EngineStack): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => /\/(backend|project|workspaces)\//.test(file) && !file.includes("node_modules"));
  const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return Object.fromEntries(files.sort().map((file) => [path.relative(folder, file), hash(file)]));
}
