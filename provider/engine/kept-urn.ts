import { typeToken } from "./provider-text";

/** Where a resource stands: what its URN says beside the resource's own type. */
export interface Place {
  readonly stack: string;
  readonly project: string;
  /** The URN of the resource that it is a part of. */
  readonly parent?: string | undefined;
  readonly name: string;
}

const START = "urn:pulumi:";

/**
 * A URN as the state keeps it, twice with every resource: without what all begin with, and without the resource's own
 * type, which is known. `dev::shop::::reception`, and of a part of a component
 * `dev::shop::cloudnumbering:index:SipTrunk$::trunk`.
 */
export function keptUrn({ stack, project, parent, name }: Place): string {
  return [stack, project, parent === undefined ? "" : typesWithin(parent), name].join("::");
}

/** The whole URN of a resource of this kind; nothing of what is no text. The first states kept it whole. */
export function wholeUrn(kept: unknown, kind: string): string | undefined {
  if (typeof kept !== "string") return undefined;
  if (kept.startsWith(START)) return kept;
  const [stack, project, types, ...name] = kept.split("::");
  return `${START}${stack}::${project}::${types}${typeToken(kind)}::${name.join("::")}`;
}

/** What comes before the type of a part of that resource: the stack itself is not named there. */
function typesWithin(parent: string): string {
  const types = parent.split("::")[2];
  return types === "pulumi:pulumi:Stack" ? "" : `${types}$`;
}
