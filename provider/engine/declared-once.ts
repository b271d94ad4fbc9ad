import { type CustomResourceOptions, runtime } from "@pulumi/pulumi";
import { ProgramError } from "./program-error";
import { typeToken } from "./provider-text";

type Claims = Map<string, string>;

const claimsOfPrograms = new WeakMap<object, WeakMap<object, Claims>>();
const outsideAnyProgram = {};
const defaultAccount = {};

/**
 * Says that the resource `name` is the one that claims `thing` ("the default voice endpoint") on its account in this
 * program.
 *
 * @throws {ProgramError} when another resource of the program has claimed it
 */
export function declareOnce(thing: string, name: string, options: CustomResourceOptions | undefined): void {
  const claims = claimsOn(options);
  const other = claims.get(thing);
  if (other !== undefined && other !== name) {
    throw new ProgramError(
      `"${other}" and "${name}" both declare ${thing}: there can be one; take it from one of them`,
    );
  }
  claims.set(thing, name);
}

/**
 * Several programs may run in one process (Automation API), and a program may have several accounts (explicit
 * providers): each has its own claims.
 */
function claimsOn(options: CustomResourceOptions | undefined): Claims {
  const program = runtime.getStackResource() ?? outsideAnyProgram;
  const account = options?.provider ?? options?.parent?.getProvider(typeToken("Any")) ?? defaultAccount;
  const accounts = claimsOfPrograms.get(program) ?? new WeakMap<object, Claims>();
  claimsOfPrograms.set(program, accounts);
  const claims = accounts.get(account) ?? new Map<string, string>();
  accounts.set(account, claims);
  return claims;
}
