import { Command, InvalidArgumentError, Option } from "commander";
import { describeGuesses } from "./describe-guesses";
import { resolveGuesses } from "./guess-values";
import { type Sandbox, startSandbox } from "./index";
import type { SeedName } from "./seeds/seeds";

export interface RunSandboxOptions {
  /** TCP port; default 0, which takes a free one. */
  readonly port?: number;
  /** Default "demo". */
  readonly seed?: SeedName;
  /** Print for programs: the first line on stdout is one JSON object. */
  readonly json?: boolean;
  /** Print the guesses and end. */
  readonly guesses?: boolean;
  /** Switches as `id=value`. */
  readonly set?: readonly string[];
}

/** The world outside the command. */
export interface SandboxIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Resolves when someone asks the sandbox to stop; called before anything is printed. */
  untilStopped(): Promise<void>;
}

/** Runs a sandbox until it is asked to stop; resolves to the exit code. Throws an Error on a wrong `set`. */
export async function runSandbox(options: RunSandboxOptions, io: SandboxIo): Promise<number> {
  const guesses = resolveGuesses(Object.fromEntries((options.set ?? []).map(readSetting)));
  if (options.guesses) {
    io.stdout.write(describeGuesses(guesses, options.json === true));
    return 0;
  }
  const stopped = io.untilStopped();
  const seed = options.seed ?? "demo";
  let sandbox: Sandbox;
  try {
    sandbox = await startSandbox({ port: options.port ?? 0, seed, guesses });
  } catch (error) {
    io.stderr.write(`${explainStart(error, options.port ?? 0)}\n`);
    return 1;
  }
  io.stdout.write(options.json ? `${JSON.stringify(forPrograms(sandbox, seed))}\n` : forPeople(sandbox));
  await stopped;
  await sandbox.stop();
  return 0;
}

function explainStart(error: unknown, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return `error: port ${port} is in use; give another with --port, or leave --port out to take a free one`;
  }
  return `error: the sandbox could not start on port ${port}: ${error instanceof Error ? error.message : error}`;
}

function controlUrl(sandbox: Sandbox): string {
  return new URL("/_sandbox", sandbox.baseUrl).href;
}

function forPrograms(sandbox: Sandbox, seed: SeedName) {
  const { baseUrl, clientId, clientSecret, env, world } = sandbox;
  const organisationSid = world.organisation.sid;
  return { baseUrl, clientId, clientSecret, organisationSid, seed, controlUrl: controlUrl(sandbox), env };
}

function forPeople(sandbox: Sandbox): string {
  const { organisation, endpoints, numbers, allowedIps } = sandbox.world;
  const holds = [
    counted(endpoints.size, "endpoint", "endpoints"),
    counted(numbers.size, "number", "numbers"),
    counted(allowedIps.voice.length + allowedIps.sms.length, "allowed address", "allowed addresses"),
    `a balance of ${organisation.balance.toFixed(2)} ${organisation.currency}`,
  ];
  return [
    "A local imitation of the cloudNumbering API: no number is real and nothing costs money.",
    "",
    `  ${organisation.name}: ${holds.join(", ")}`,
    "",
    "Paste this where you run pulumi:",
    "",
    ...Object.entries(sandbox.env).map(([name, value]) => `  export ${name}=${value}`),
    "",
    `What it holds, at any time: curl ${controlUrl(sandbox)}/world`,
    "Everything is forgotten when it stops. Press Ctrl-C to stop.",
    "",
  ].join("\n");
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function readSetting(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("a port is a whole number from 0 to 65535");
}

function collectSetting(text: string, earlier: readonly string[] = []): readonly string[] {
  try {
    resolveGuesses(Object.fromEntries([readSetting(text)]));
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
  return [...earlier, text];
}

interface CommandOptions extends Omit<RunSandboxOptions, "set"> {
  readonly guess?: readonly string[];
}

/** `cloudnumbering sandbox`: exits 0 after a clean stop, 1 when the port is taken, 2 on wrong options. */
export function sandboxCommand(): Command {
  return (
    new Command("sandbox")
      .description("run a local cloudNumbering API until interrupted; no account and no money needed")
      .option("--port <number>", "TCP port on 127.0.0.1 (default: a free one)", readPort)
      .addOption(new Option("--seed <name>", "what it holds").choices(["demo", "empty"]).default("demo"))
      .option("--json", "print for programs: the first line is one JSON object")
      .option("--guesses", "list what the sandbox assumes about the real service, and end")
      .option("--guess <id=value>", "set one of these (repeatable)", collectSetting)
      // Commander would end with 1, which here means that the port is taken.
      .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
      .action(async ({ guess = [], ...options }: CommandOptions) => {
        process.exitCode = await runSandbox({ ...options, set: guess }, processIo());
      })
  );
}

function processIo(): SandboxIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    untilStopped: () =>
      new Promise((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
      }),
  };
}
