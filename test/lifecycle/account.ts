import { afterAll, expect, onTestFinished } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox";
import { warmProcesses } from "./provider-process";
import { ProviderStack, type Result, type StackOptions } from "./provider-stack";

const processes = warmProcesses();
afterAll(() => processes.stop());

/** An account in a sandbox of its own, and a stack that manages it. Both end with the test. */
export interface Account {
  sandbox: Sandbox;
  stack: ProviderStack;
}

export async function openAccount(
  options: { sandbox?: SandboxOptions; stack?: StackOptions } = {},
): Promise<Account> {
  const sandbox = await startSandbox(options.sandbox);
  const env = { ...sandbox.env, ...options.stack?.env };
  const stack = await ProviderStack.start({ warm: processes, ...options.stack, env });
  onTestFinished(async () => {
    await stack.stop();
    await sandbox.stop();
  });
  return { sandbox, stack };
}

/** The operations that arrived, in order; sign-ins and whose account it is are left out. */
export function operations(sandbox: Sandbox): string[] {
  const names = sandbox.calls.map(({ operation }) => operation);
  return names.filter((name) => name !== "oauth.token" && name !== "organisation.get");
}

/** Those that change something. */
export function writes(sandbox: Sandbox): string[] {
  return operations(sandbox).filter(
    (name) => !/\.(list|get|preview|reconnectPreview|reconnectStatus)$/.test(name),
  );
}

/** The steps of a command, one line each: `replace lobby`. */
export function steps({ steps: taken }: Result): string[] {
  return taken.map(({ op, name }) => `${op} ${name}`);
}

/** Everything a person may see of a command. */
export function shown({ failures, warnings, told, output }: Result): string {
  const logged = [...warnings, ...told].map(({ text }) => text);
  return [...failures.map(({ message }) => message), ...logged, ...output].join("\n");
}

/** Long enough for a process to start on a busy machine. */
export function eventually<T>(look: () => T) {
  return expect.poll(look, { timeout: 40_000, interval: 20 });
}
