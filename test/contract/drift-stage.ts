import type { dynamic } from "@pulumi/pulumi";
import { compare } from "../../provider/cli/drift-compare";
import { readIgnoreFile } from "../../provider/cli/drift-ignore";
import type { Finding, Report } from "../../provider/cli/drift-report";
import { Shell } from "../../provider/cli/drift-shell";
import type { Stack } from "../../provider/cli/drift-stacks";
import { connect } from "../../provider/client/account";
import { readSettings } from "../../provider/client/settings";
import { definitions } from "../../provider/definitions";
import { readExport } from "../../provider/engine/exported-state";
import { keptUrn } from "../../provider/engine/kept-urn";
import { providerText, typeToken } from "../../provider/engine/provider-text";
import type { Sandbox, SandboxOrganisation } from "../../sandbox/index";

type Values = Record<string, unknown>;

const MARK = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:pulumi-nodejs::default";

/** A secret as `pulumi stack export --show-secrets` prints it. */
export function secret(value: unknown): Values {
  return { ...MARK, plaintext: JSON.stringify(value) };
}

interface Row extends Values {
  urn: string;
  type: string;
  id?: string;
  inputs: Values;
  outputs: Values;
}

/** A stack's state on paper: the handlers make the things, and no engine runs. */
export class PaperStack {
  readonly rows: Row[] = [];
  readonly pending: Values[] = [];
  version = 3;
  readonly #config: Values;

  constructor(
    readonly name: string,
    { env }: Pick<SandboxOrganisation, "env">,
  ) {
    this.#config = {
      "cloudnumbering:clientId": env.CLOUDNUMBERING_CLIENT_ID,
      "cloudnumbering:clientSecret": env.CLOUDNUMBERING_CLIENT_SECRET,
      "cloudnumbering:baseUrl": env.CLOUDNUMBERING_BASE_URL,
    };
    this.rows.push({
      urn: PROVIDER,
      type: "pulumi:providers:pulumi-nodejs",
      id: "provider-id",
      inputs: {
        ...this.#config,
        "cloudnumbering:clientSecret": secret(env.CLOUDNUMBERING_CLIENT_SECRET),
      },
      outputs: {},
    });
  }

  /** As `pulumi up` would leave it. */
  async declare(kind: string, name: string, inputs: Values): Promise<Row> {
    const definition = definitions.find((each) => each.kind === kind);
    if (!definition) throw new Error(`no kind ${kind}`);
    const get = (key: string) => this.#config[key] as string | undefined;
    const handlers = definition.serve({
      account: (config) => connect(readSettings(config, {})),
      redact: (text) => text,
      say: async () => {},
    });
    handlers.configure({ config: { get, require: get } as unknown as dynamic.Config });
    const type = typeToken(kind);
    const urn = `urn:pulumi:${this.name}::shop::${type}::${name}`;
    const given = {
      ...inputs,
      __urn: keptUrn({ stack: this.name, project: "shop", name }),
      __provider: providerText(kind),
    };
    const { id, outs } = await handlers.create(given);
    const row = {
      urn,
      type,
      id,
      custom: true,
      inputs: { ...given },
      outputs: { ...exported(outs as Values), __provider: given.__provider },
      provider: `${PROVIDER}::provider-id`,
    };
    this.rows.push(row);
    return row;
  }

  row(name: string): Row {
    const found = this.rows.find(({ urn }) => urn.endsWith(`::${name}`));
    if (!found) throw new Error(`no row ${name}`);
    return found;
  }

  /** What `pulumi stack export --show-secrets` would print. */
  export(): unknown {
    const deployment = { manifest: {}, resources: this.rows, pending_operations: this.pending };
    return { version: this.version, deployment };
  }

  read(): Stack {
    return { name: this.name, ...readExport(structuredClone(this.export())) };
  }
}

/** A handler marks secrets for the engine, which spells them otherwise in a state. */
function exported(outs: Values): Values {
  const spelt = ([key, value]: [string, unknown]) => {
    const isSecret = value !== null && typeof value === "object" && Object.keys(MARK)[0] !== undefined;
    const inner = isSecret && Object.keys(MARK).every((mark) => mark in (value as Values));
    return [key, inner ? secret((value as Values).value) : value];
  };
  return Object.fromEntries(Object.entries(outs).map(spelt));
}

/** Compares; the sandbox's log has what that did and nothing else. */
export async function compared(
  sandbox: Sandbox,
  stacks: readonly PaperStack[],
  ignoreFile?: string,
): Promise<Report> {
  sandbox.clearCalls();
  return compare({
    stacks: stacks.map((stack) => stack.read()),
    isIgnored: readIgnoreFile(ignoreFile, "/nowhere/.cloudnumberingignore"),
    shell: new Shell("."),
  });
}

/** One line a finding. */
export function lines({ findings }: Report): string[] {
  return findings.map(({ type, kind, id }) => `${type} ${kind} ${id}`);
}

/** One line a difference. */
export function differences({ differences: all }: Finding): string[] {
  return all.map(({ property, declared, live }) => `${property}: ${declared} -> ${live}`);
}

/** The operations that arrived, without signing in. */
export function operations({ calls }: Sandbox): string[] {
  return calls.map(({ operation }) => operation).filter((name) => name !== "oauth.token");
}
