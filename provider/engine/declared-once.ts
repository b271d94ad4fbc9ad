import { runtime } from "@pulumi/pulumi";
import { ProgramError } from "./program-error";

const claimsOfProgram = new WeakMap<object, Map<string, string>>();
const outsideAnyProgram = {};

/**
 * Says that the resource `name` is the one that claims `thing` in this program ("the default voice endpoint").
 *
 * @throws {ProgramError} when another resource of the program has claimed it
 */
export function declareOnce(thing: string, name: string): void {
  // Several programs may run in one process (Automation API): each has its own claims.
  const program = runtime.getStackResource() ?? outsideAnyProgram;
  const claims = claimsOfProgram.get(program) ?? new Map<string, string>();
  claimsOfProgram.set(program, claims);
  const other = claims.get(thing);
  if (other !== undefined && other !== name) {
    throw new ProgramError(
      `"${other}" and "${name}" both declare ${thing}: there can be one; take it from one of them`,
    );
  }
  claims.set(thing, name);
}
