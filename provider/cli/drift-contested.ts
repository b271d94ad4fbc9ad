import { aboutDeclared, holderOf, nameOf } from "./drift-declared";
import type { Declared } from "./drift-judge";
import type { Finding, Holder, Repair } from "./drift-report";
import type { Shell } from "./drift-shell";

/** The kinds that stand for a thing of the account; the others are things of their state alone. */
const OF_THE_ACCOUNT: ReadonlySet<string> = new Set([
  "Endpoint",
  "Order",
  "NumberAssignment",
  "AllowedIp",
  "Organisation",
]);

export interface Owned {
  readonly declared: Declared;
  readonly organisationSid: string;
}

/** What two resources declare: each `pulumi up` of one undoes what the other says. */
export function contestedFindings(all: readonly Owned[], shell: Shell): Finding[] {
  const claims = new Map<string, Owned[]>();
  for (const owned of all.filter(({ declared }) => OF_THE_ACCOUNT.has(declared.kind))) {
    const { kind, id } = owned.declared;
    const thing = JSON.stringify([owned.organisationSid, kind, id]);
    claims.set(thing, [...(claims.get(thing) ?? []), owned]);
  }
  return [...claims.values()].filter((each) => each.length > 1).map((each) => contested(each, shell));
}

function contested(all: readonly Owned[], shell: Shell): Finding {
  const holders = all.map(({ declared }) => holderOf(declared)).sort(byStack);
  const [first] = all;
  if (!first) throw new RangeError("nobody contests nothing");
  return {
    type: "contested",
    ...aboutDeclared(first.declared, first.organisationSid),
    declaredBy: holders,
    differences: [],
    rental: null,
    repairs: holders.map((keeper) => leaveTo(keeper, holders, shell)),
  };
}

function leaveTo(keeper: Holder, holders: readonly Holder[], shell: Shell): Repair {
  const others = holders.filter((each) => each !== keeper);
  const programs = others.map((each) => `"${nameOf(each)}" out of the program of ${each.stack}`);
  return {
    does: `leaves it to "${nameOf(keeper)}" of ${keeper.stack}: take ${programs.join(" and ")}, then`,
    commands: others.map(({ stack, urn }) => shell.forget(stack, urn)),
  };
}

function byStack(a: Holder, b: Holder): number {
  return JSON.stringify([a.stack, a.urn]) < JSON.stringify([b.stack, b.urn]) ? -1 : 1;
}
