import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import type { EndpointRecord } from "../../sandbox";
import { type Call, type Guesses, type Sandbox, startSandbox } from "../../sandbox";
import { derivedCode } from "../../sandbox/sids";
import { EngineStack, type ExportedResource, type Finished } from "./engine-stack";

/** The args of an endpoint in a program; a string that begins with `=` is an expression. */
export type Args = Record<string, unknown>;

const voice = { endpointType: "voice", uri: "sip:%e164@pbx.example.com" };

/** A line that declares an endpoint and exports its sid by the same name. `options` is source. */
export function endpoint(name: string, args: Args = {}, options = "{}"): string {
  const entries = Object.entries({ description: name, ...voice, ...args }).map(
    ([key, value]) =>
      `${key}: ${typeof value === "string" && value.startsWith("=") ? value.slice(1) : JSON.stringify(value)}`,
  );
  return `const ${name} = new cloudnumbering.Endpoint("${name}", { ${entries.join(", ")} }, ${options});
    exports.${name} = ${name}.sid;\n`;
}

const withLog = new Set(["up", "preview", "refresh", "destroy"]);

/** Whatever goes wrong, no person sees these: a stack, an object, the mark of an error that was reported already. */
const NOISE = /^\s+at .*:\d+|\[object Object\]|reported above/m;

/** A sandbox and a stack in trouble: remembers all that was said, to look for secrets and noise in it at the end. */
export class Stage {
  /** Texts that must stand nowhere; the client secret and all tokens are looked for anyway. */
  readonly secrets: string[] = [];
  readonly #said: string[] = [];
  #commands = 0;

  private constructor(
    readonly sandbox: Sandbox,
    readonly stack: EngineStack,
  ) {}

  static async open(
    program: string,
    options: {
      guesses?: Partial<Guesses>;
      env?: Record<string, string>;
      config?: Record<string, string | { secret: string }>;
    } = {},
  ): Promise<Stage> {
    const sandbox = await startSandbox({ guesses: options.guesses ?? {} });
    onTestFinished(() => sandbox.stop());
    const env = { ...(options.env ?? sandbox.env), PULUMI_DEBUG_COMMANDS: "true" };
    const stack = await EngineStack.create({ program, env, config: options.config ?? {} });
    onTestFinished(() => stack.remove());
    const stage = new Stage(sandbox, stack);
    onTestFinished(() => stage.#staysClean());
    return stage;
  }

  /** With everything made, and nothing in the sandbox's log. */
  static async made(program: string, options: Parameters<typeof Stage.open>[1] = {}): Promise<Stage> {
    const stage = await Stage.open(program, options);
    await stage.succeeds("up");
    stage.sandbox.clearCalls();
    return stage;
  }

  /** Runs a command without its preview. */
  async run(command: string, ...flags: string[]): Promise<Finished> {
    const args = [command, ...flags];
    if (withLog.has(command))
      args.push("--event-log", path.join(this.stack.folder, `events-${this.#commands++}.json`));
    if (["up", "refresh", "destroy"].includes(command) && !flags.includes("--preview-only"))
      args.push("--yes", "--skip-preview");
    const finished = await this.stack.run(...args);
    this.#said.push(`$ pulumi ${args.join(" ")} -> ${finished.exit}\n${text(finished)}`);
    return finished;
  }

  /** @returns what it said */
  async succeeds(command: string, ...flags: string[]): Promise<string> {
    const finished = await this.run(command, ...flags);
    expect(finished.exit, text(finished)).toBe(0);
    return text(finished);
  }

  /** The command exits 1 and says each of these, each within one line. @returns what it said */
  async fails(reasons: (string | RegExp)[], command: string, ...flags: string[]): Promise<string> {
    const finished = await this.run(command, ...flags);
    expect(finished.exit, text(finished)).toBe(1);
    const lines = text(finished).split("\n");
    for (const reason of reasons) {
      const said = lines.some((line) =>
        typeof reason === "string" ? line.includes(reason) : reason.test(line),
      );
      expect(said, `${reason} in:\n${text(finished)}`).toBe(true);
    }
    return text(finished);
  }

  /** The drift check of CI is clean. */
  async clean(): Promise<void> {
    await this.succeeds("refresh", "--preview-only", "--expect-no-changes", "--diff");
  }

  /** The drift check of CI exits 7. @returns what it said */
  async drifted(): Promise<string> {
    const finished = await this.run("refresh", "--preview-only", "--expect-no-changes", "--diff");
    expect(finished.exit, text(finished)).toBe(7);
    return text(finished);
  }

  /** The program, as it is now, wants nothing done. */
  async settled(...flags: string[]): Promise<void> {
    await this.succeeds("preview", "--expect-no-changes", ...flags);
  }

  get endpoints(): EndpointRecord[] {
    return [...this.sandbox.world.endpoints.values()];
  }

  /** The only endpoint of that description. */
  endpoint(description: string): EndpointRecord {
    const found = this.endpoints.filter((each) => each.description === description);
    expect(found, `one endpoint "${description}"`).toHaveLength(1);
    return found[0] as EndpointRecord;
  }

  sid(description: string): string {
    return this.endpoint(description).sid;
  }

  writes(): Call[] {
    return this.sandbox.calls.filter(({ operation }) => /\.(create|update|delete)$/.test(operation));
  }

  /** The writes by their operation's last word. */
  wrote(): string[] {
    return this.writes().map(({ operation }) => operation.replace("endpoints.", ""));
  }

  get stateFile(): string {
    return path.join(this.stack.folder, "backend/.pulumi/stacks/engine-test/dev.json");
  }

  /** The resources of this package in the state on disk, by name. Secrets are encrypted in it. */
  state(): Map<string, ExportedResource> {
    const { resources } = this.stack.stateOnDisk();
    const ours = resources.filter(({ type }) => type.includes("cloudnumbering:"));
    return new Map(ours.map((each) => [each.urn.split("::").at(-1) ?? "", each]));
  }

  urn(name: string): string {
    return this.state().get(name)?.urn ?? `no ${name} in the state`;
  }

  /** Every text that this stage has left anywhere. */
  everything(): string {
    const files = readdirSync(this.stack.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => /\/backend\/|\/events-\d+\.json$/.test(file));
    return [
      ...this.#said,
      ...files.map((file) => `${file}\n${withoutDebug(readFileSync(file, "utf8"))}`),
    ].join("\n");
  }

  #staysClean(): void {
    for (const said of this.#said) expect(said).not.toMatch(NOISE);
    const everything = this.everything();
    const { clientSecret } = this.sandbox;
    const tokens = Array.from({ length: 99 }, (_, granted) =>
      ["access token", "refresh token"].map((kind) => derivedCode(clientSecret, kind, granted + 1)),
    );
    for (const secret of [clientSecret, ...tokens.flat(), ...this.secrets]) {
      const at = everything.indexOf(secret);
      expect(at < 0 ? "" : everything.slice(Math.max(0, at - 500), at + 200), `"${secret}"`).toBe("");
    }
  }
}

/** Pulumi's own SDK writes every registered value into the event log as a debug event, secret or not. */
function withoutDebug(log: string): string {
  const isDebug = (line: string) => line.endsWith('"severity":"debug"}}');
  return log
    .split("\n")
    .filter((line) => !isDebug(line))
    .join("\n");
}

/** All that a person sees. */
export function text({ stdout, stderr }: Finished): string {
  return stdout + stderr;
}
