import { statSync } from "node:fs";
import path from "node:path";
import type { ConfigMap, LocalWorkspace, WhoAmIResult } from "@pulumi/pulumi/automation";
import { connect } from "../client/account";
import { type Greeting, greet } from "../client/greeting";
import type { Organisation } from "../client/organisation";
import { readSettings, type Settings } from "../client/settings";
import { type ExportedState, readExport } from "../engine/exported-state";
import { CloudNumberingError } from "../http/errors";
import { type Fact, known, look, lookWith, trouble, unasked } from "./doctor-fact";
import { openWorkspace, saidBy, selectedStack } from "./pulumi-workspace";

/** All that the checks judge by. */
export interface Facts {
  /** The project's folder, and a Pulumi CLI that works. */
  readonly workspace: Fact<LocalWorkspace>;
  /** Where the program runs, and loads its packages from. */
  readonly programFolder: string;
  readonly identity: Fact<WhoAmIResult>;
  /** The stack's name, as it was named or is selected. */
  readonly stack: Fact<string>;
  readonly config: Fact<ConfigMap>;
  readonly state: Fact<ExportedState>;
  readonly settings: Fact<Settings>;
  readonly greeting: Fact<Greeting>;
  /** Whether the credentials are accepted. */
  readonly token: Fact<true>;
  readonly organisation: Fact<Organisation>;
}

/** A person waits: a service that is slower than this is in trouble. */
const LONGEST_WAIT_S = 15;

/** Looks at everything once, and changes nothing. */
export async function gather(folder: string, stackName: string | undefined): Promise<Facts> {
  const workspace = await look(() => openWorkspace(folder));
  const noCli = "there is no Pulumi CLI that works";
  const [programFolder, identity, stack] = await Promise.all([
    programFolderOf(workspace, folder),
    lookWith(workspace, noCli, (cli) => said(cli.whoAmI())),
    workspace.is === "known" ? whichStack(workspace.value, stackName) : unasked(noCli),
  ]);
  const ofStack = <T>(ask: (cli: LocalWorkspace, name: string) => Promise<T>) =>
    workspace.is === "known"
      ? lookWith(stack, "there is no stack to look at", (name) => said(ask(workspace.value, name)))
      : Promise.resolve(unasked(noCli));
  const [config, exported] = await Promise.all([
    ofStack((cli, name) => cli.getAllConfig(name)),
    ofStack((cli, name) => cli.exportStack(name)),
  ]);
  const state = exported.is === "known" ? await look(() => readExport(exported.value)) : exported;
  return { workspace, programFolder, identity, stack, config, state, ...(await gatherService(config)) };
}

/** The project's folder, unless its Pulumi.yaml says otherwise. */
async function programFolderOf(workspace: Fact<LocalWorkspace>, folder: string): Promise<string> {
  const project = await lookWith(workspace, "", (cli) => cli.projectSettings());
  const main = path.resolve(folder, (project.is === "known" && project.value.main) || ".");
  return statSync(main, { throwIfNoEntry: false })?.isFile() ? path.dirname(main) : main;
}

async function whichStack(cli: LocalWorkspace, named: string | undefined): Promise<Fact<string>> {
  if (named !== undefined) return known(named);
  const selected = await look(() => selectedStack(cli));
  if (selected.is !== "known") return selected;
  return selected.value === undefined ? unasked("no stack is selected") : known(selected.value);
}

export async function gatherService(config: Fact<ConfigMap>) {
  const configured = config.is === "known" ? config.value : {};
  const settings = await look(() => readSettings((key) => configured[key]?.value));
  const noSettings = "the settings of the account are not complete";
  const greeting = await lookWith(settings, noSettings, (given) => greet(given, LONGEST_WAIT_S * 1000));
  const account =
    settings.is === "known" && greeting.is === "known"
      ? await gatherAccount(settings.value)
      : noAccount(settings.is === "known" ? "the service does not answer" : noSettings);
  return { settings, greeting, ...account };
}

async function gatherAccount(settings: Settings): Promise<Pick<Facts, "token" | "organisation">> {
  const timeoutSeconds = Math.min(settings.timeoutSeconds, LONGEST_WAIT_S);
  try {
    const organisation = await connect({ ...settings, timeoutSeconds }).organisation();
    return { token: known(true), organisation: known(organisation) };
  } catch (error) {
    const isSignIn = error instanceof CloudNumberingError && error.operation === "sign in";
    return isSignIn
      ? { token: trouble(error), organisation: unasked("the credentials are not accepted") }
      : { token: known(true), organisation: trouble(error) };
  }
}

function noAccount(because: string): Pick<Facts, "token" | "organisation"> {
  return { token: unasked(because), organisation: unasked(because) };
}

/** What the CLI printed must not be shown: it may hold secrets. */
function said<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    throw new Error(saidBy(error));
  });
}
