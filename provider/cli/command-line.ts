import type { CommanderError } from "commander";

// What the commands have in common.

/** The world outside a command. */
export interface CommandIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

export const USAGE_ERROR = 2;

/** Commander ends with 1 on a usage error, which here means "could not do it". */
export function endWith({ exitCode }: Pick<CommanderError, "exitCode">): never {
  process.exit(exitCode === 0 ? 0 : USAGE_ERROR);
}

/** An interrupted command just ends, and whatever it has started with it: for those that write when all is known. */
export function endOnSignals(): void {
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
}

/** For an option that may be given more than once. */
export function collect(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text];
}

/** JSON as people and `diff` read it. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
