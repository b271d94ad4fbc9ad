import { type CommandIo, json } from "./command-line";
import { checkBalance, checkCredentials, checkOrganisation, checkToken } from "./doctor-account";
import type { Check } from "./doctor-check";
import { checkSecrets } from "./doctor-config";
import { gather } from "./doctor-facts";
import { checkProvider, checkSdk } from "./doctor-packages";
import { checkBackend, checkCli, checkStack } from "./doctor-pulumi";
import { checkClock, checkService } from "./doctor-service";
import { doctorTable } from "./doctor-table";

export interface DoctorOptions {
  /** None: the one that is selected. */
  readonly stack: string | undefined;
  /** The project's folder. */
  readonly cwd: string;
  readonly json: boolean;
}

/** From this machine outwards: what comes first is needed by what follows. */
export async function examine({ stack, cwd }: Pick<DoctorOptions, "stack" | "cwd">): Promise<Check[]> {
  const facts = await gather(cwd, stack);
  return [
    checkCli(facts),
    checkSdk(facts),
    checkProvider(facts),
    checkBackend(facts),
    checkStack(facts),
    checkSecrets(facts, cwd),
    checkCredentials(facts),
    checkService(facts),
    checkClock(facts),
    checkToken(facts),
    checkOrganisation(facts),
    checkBalance(facts),
  ];
}

/** @returns the exit code: 1 when a check failed, 0 otherwise */
export async function runDoctor(
  options: DoctorOptions,
  { stdout }: Pick<CommandIo, "stdout">,
): Promise<number> {
  const checks = await examine(options);
  const failed = checks.some(({ outcome }) => outcome === "fail");
  const report = { version: 1, ok: !failed, checks };
  stdout.write(options.json ? json(report) : doctorTable(checks));
  return failed ? 1 : 0;
}
