import { runtime } from "@pulumi/pulumi";
import type { Account } from "../client/account";
import { programConfig } from "../engine/lookup";

const accounts = new WeakMap<object, Promise<Account>>();
const outsideAnyProgram = {};

/** The account that the running program's settings lead to, connected once a program run. */
export function accountOfProgram(): Promise<Account> {
  // Several programs may run in one process (Automation API): what one has read is not shown to the next.
  const program = runtime.getStackResource() ?? outsideAnyProgram;
  const known = accounts.get(program);
  if (known) return known;
  const account = connectLazily();
  accounts.set(program, account);
  return account;
}

/** The HTTP client is loaded here and not with the package: most programs look nothing up. */
async function connectLazily(): Promise<Account> {
  const [{ connect }, { readSettings }] = await Promise.all([
    import("../client/account.js"),
    import("../client/settings.js"),
  ]);
  return connect(readSettings(programConfig));
}
