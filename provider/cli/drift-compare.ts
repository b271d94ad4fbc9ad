import type { Account } from "../client/account";
import { Accounts } from "./drift-accounts";
import { contestedFindings, type Owned } from "./drift-contested";
import { changedFinding, goneFinding } from "./drift-declared";
import { idleNumbers, rentalOf } from "./drift-idle";
import type { Ignorable } from "./drift-ignore";
import { type Declared, definitionOf, Judge } from "./drift-judge";
import { type Live, readLive } from "./drift-live";
import { Problems } from "./drift-problems";
import { type Finding, findingTypes, type Holder, type Report } from "./drift-report";
import type { Shell } from "./drift-shell";
import type { Stack } from "./drift-stacks";
import { type Known, strays } from "./drift-undeclared";
import { configReader } from "./handlers-outside";

export interface Comparison {
  readonly stacks: readonly Stack[];
  readonly isIgnored: (thing: Ignorable) => boolean;
  readonly shell: Shell;
}

/** Compares what the stacks declare with what their accounts have. Reads, and changes nothing anywhere. */
export async function compare({ stacks, isIgnored, shell }: Comparison): Promise<Report> {
  const problems = new Problems();
  const accounts = new Accounts();
  const judge = new Judge(accounts);
  const all = declaredBy(stacks, problems);
  // First the lists, each whole: all judging shares them.
  const lives = await liveAccounts(accountsOf(all, accounts, problems), problems);
  const owned = all.flatMap((declared) => ownedBy(declared, accounts, lives));
  const current = owned.filter(({ declared }) => !declared.isLeftOver);
  const found = await Promise.all(current.map((each) => findingOf(each, judge, { problems, shell })));
  const left = await Promise.all(
    onePerOrganisation(lives).map((live) =>
      leftOnAccount(live, owned, { stacks, isIgnored, shell, problems }),
    ),
  );
  const findings = [
    ...found.flatMap((finding) => finding ?? []),
    ...contestedFindings(current, shell),
    ...left.flatMap((each) => each.findings),
  ].sort(byWeight);
  const untold = problems.list();
  return {
    version: 1,
    complete: untold.length === 0,
    stacks: stacks.map(({ name }) => name).sort(),
    accounts: left
      .map((each) => each.account)
      .sort((a, b) => compareTexts(a.organisationSid, b.organisationSid)),
    counts: countsOf(findings),
    findings,
    problems: untold,
    notes: [...notesOn(stacks), ...judge.notes].sort(compareTexts),
    ignored: left.reduce((sum, each) => sum + each.ignored, 0),
  };
}

function declaredBy(stacks: readonly Stack[], problems: Problems): Declared[] {
  return stacks.flatMap(({ name: stack, resources, pending }) => {
    for (const { type, urn } of pending) {
      problems.add(
        `an operation was cut off while it was ${type} the resource: what became of it is not known; run pulumi refresh`,
        `${stack}: ${urn}`,
      );
    }
    return resources.flatMap((resource) => {
      const definition = definitionOf(resource.kind);
      if (definition) return [{ ...resource, stack, definition }];
      problems.add(
        `this version does not know what a ${resource.kind} is; run the command of the version that the stack uses`,
        `${stack}: ${resource.urn}`,
      );
      return [];
    });
  });
}

/** Those that the resources lead to; without any, the one that the environment names. */
function accountsOf(all: readonly Declared[], accounts: Accounts, problems: Problems): ReadonlySet<Account> {
  const found = new Set<Account>();
  const connect = (config: Declared["config"], where?: string) => {
    try {
      found.add(accounts.of(configReader(config)));
    } catch (error) {
      problems.add((error as Error).message, where);
    }
  };
  for (const { config, stack, urn } of all) connect(config, `${stack}: ${urn}`);
  if (all.length === 0) connect({});
  return found;
}

interface LiveAccount extends Live {
  readonly account: Account;
}

async function liveAccounts(
  accounts: ReadonlySet<Account>,
  problems: Problems,
): Promise<ReadonlyMap<Account, LiveAccount>> {
  const read = await Promise.all(
    [...accounts].map(async (account) => {
      const live = await readLive(account, problems);
      return live ? [{ ...live, account }] : [];
    }),
  );
  return new Map(read.flat().map((live) => [live.account, live]));
}

/** Two sets of credentials may lead to one organisation. */
function onePerOrganisation(lives: ReadonlyMap<Account, LiveAccount>): LiveAccount[] {
  return [...new Map([...lives.values()].map((live) => [live.organisationSid, live])).values()];
}

/** With the organisation that the state says it belongs to; of an old state, the one that its credentials lead to. */
function ownedBy(declared: Declared, accounts: Accounts, lives: ReadonlyMap<Account, LiveAccount>): Owned[] {
  const remembered = declared.outputs.organisationSid;
  if (typeof remembered === "string") return [{ declared, organisationSid: remembered }];
  try {
    const live = lives.get(accounts.of(configReader(declared.config)));
    return [{ declared, organisationSid: live?.organisationSid ?? "" }];
  } catch {
    return [{ declared, organisationSid: "" }];
  }
}

interface Findings {
  readonly problems: Problems;
  readonly shell: Shell;
}

async function findingOf(
  { declared, organisationSid }: Owned,
  judge: Judge,
  { problems, shell }: Findings,
): Promise<Finding | undefined> {
  const verdict = await judge.judge(declared);
  switch (verdict.is) {
    case "gone":
      return goneFinding(declared, organisationSid, shell);
    case "changed":
      return changedFinding(declared, verdict.differences, { organisationSid, shell });
    case "untold":
      problems.add(verdict.problem, `${declared.stack}: ${declared.urn}`);
      return undefined;
    case "as declared":
      return undefined;
  }
}

/** What the account has beyond what is declared, and what rings nowhere. */
async function leftOnAccount(
  live: LiveAccount,
  all: readonly Owned[],
  { stacks, isIgnored, shell, problems }: Comparison & Findings,
) {
  const here = all
    .filter(({ organisationSid }) => organisationSid === live.organisationSid)
    .map(({ declared }) => declared);
  const into = { live, shell, stack: stacks[0]?.name ?? "" };
  const found = await strays({ ...into, account: live.account, known: knownOf(here), problems }, isIgnored);
  const idle = idleNumbers({ ...into, holding: (sid) => here.filter(holdsNumber(sid)) });
  const reportedIdle = idle.filter((each) => !isIgnored(each));
  const reported = [...found.filter((each) => !isIgnored(each)), ...reportedIdle];
  return {
    account: {
      organisationSid: live.organisationSid,
      name: live.name,
      idleRental: rentalOf(reportedIdle),
    },
    findings: reported.map(({ finding }) => finding),
    ignored: found.length + idle.length - reported.length,
  };
}

function knownOf(declared: readonly Declared[]): Known {
  const things = new Set(declared.map(({ kind, id }) => `${kind} ${id}`));
  const numbers = new Set(declared.flatMap(numbersOf));
  return { has: (kind, id) => things.has(`${kind} ${id}`), hasNumber: (sid) => numbers.has(sid) };
}

function holdsNumber(sid: string): (declared: Declared) => boolean {
  return (declared) => !declared.isLeftOver && numbersOf(declared).includes(sid);
}

/** The sids (AN…) of the numbers that a resource is about. */
function numbersOf({ kind, id, outputs }: Declared): readonly string[] {
  if (kind === "NumberAssignment") return [id];
  if (kind !== "Order") return [];
  return ((outputs.numbers ?? []) as readonly { readonly sid: string }[]).map(({ sid }) => sid);
}

function notesOn(stacks: readonly Stack[]): string[] {
  return stacks
    .filter(({ resources, pending }) => resources.length + pending.length === 0)
    .map(({ name }) => `stack ${name} declares nothing of cloudNumbering`);
}

function countsOf(findings: readonly Finding[]): Report["counts"] {
  const count = (type: Finding["type"]) => findings.filter((each) => each.type === type).length;
  return Object.fromEntries(findingTypes.map((type) => [type, count(type)])) as Report["counts"];
}

function byWeight(a: Finding, b: Finding): number {
  const place = ({ type }: Finding) => findingTypes.indexOf(type);
  const rest = ({ organisationSid, kind, id, declaredBy }: Finding) =>
    JSON.stringify([organisationSid, kind, id, ...declaredBy.map(({ stack, urn }: Holder) => [stack, urn])]);
  return place(a) - place(b) || compareTexts(rest(a), rest(b));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
