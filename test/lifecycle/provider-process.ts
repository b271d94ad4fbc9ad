import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  type ConfigureResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { FakeEngine, type LogMessage } from "./fake-engine";
import { whenAllElseFails } from "./last-resort";
import { plain, type Value, type Values } from "./values";
import { WarmProcesses } from "./warm-processes";

export const repository = path.resolve(__dirname, "../..");
const script = path.join(repository, "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js");

/** Where the provider process of the examples runs, and from where it resolves `pulumi-cloudnumbering/dynamic`. */
export const projectFolder = path.join(repository, "examples/quickstart");

/** What every user's state holds for a resource of this kind. A one-way door, so it is written out here. */
export function providerText(kind: string): string {
  return `exports.handler = () => require("module").createRequire(process.cwd() + "/_.js")("pulumi-cloudnumbering/dynamic").${kind};`;
}

export interface ProcessOptions {
  /** The environment of the process, beside PATH and what the engine itself sets. Nothing else is inherited. */
  env?: Record<string, string>;
  /** The stack's whole config with its namespaces; `secret(…)` for what `--secret` was said of. */
  config?: Values;
  project?: string;
  cwd?: string;
  /** Where to write down what happens, if several processes share one journal. */
  journal?: Journal;
  /** Takes one of these instead of a new process. */
  warm?: WarmProcesses;
}

/** Processes for `warm`. */
export function warmProcesses(): WarmProcesses {
  return new WarmProcesses(script);
}

function environment({ env, project }: Pick<ProcessOptions, "env" | "project">): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    ...env,
    PULUMI_NODEJS_PROJECT: project ?? "lifecycle",
    PULUMI_CONFIG: "{}",
  };
}

export interface CheckResult {
  inputs: Values;
  failures: { property: string; reason: string }[];
}

export interface DiffResult {
  /** Undefined: the provider left it to the engine to compare old and new inputs. */
  changes: boolean | undefined;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** An object that exists although creating or updating it failed. */
export interface PartialState {
  id: string;
  properties: Values;
  reasons: string[];
}

/** What a call ended with instead of a result, decoded as the engine decodes it. */
export class CallFailure extends Error {
  constructor(
    message: string,
    readonly code: number,
    readonly partial?: PartialState,
  ) {
    super(message);
  }
}

/** One call that reached the process, in order: what the tests assert about who was asked what, and when. */
export interface ProviderCall {
  method: "check" | "diff" | "create" | "read" | "update" | "delete";
  urn: string;
  id?: string;
}

export interface Journal {
  calls: ProviderCall[];
  /** What was logged through the engine. */
  messages: LogMessage[];
  /** What was printed. The real engine shows these lines to the user. */
  output: string[];
}

export function emptyJournal(): Journal {
  return { calls: [], messages: [], output: [] };
}

/** The real dynamic-provider process of the SDK, and the calls of its gRPC service as the engine makes them. */
export class ProviderProcess {
  readonly journal: Journal;
  readonly #child: ChildProcess;
  readonly #warm: WarmProcesses | undefined;
  readonly #printed: readonly Interface[];
  readonly #client: ResourceProviderClient;
  readonly #engine: FakeEngine;
  #stopped = false;
  #abandoned = false;

  private constructor(
    { child, warm, printed }: { child: ChildProcess; warm: WarmProcesses | undefined; printed: Interface[] },
    port: string,
    engine: FakeEngine,
    journal: Journal,
  ) {
    this.#child = child;
    this.#warm = warm;
    this.#printed = printed;
    this.#engine = engine;
    this.journal = journal;
    this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": 400 * 1024 * 1024,
    });
  }

  static async start(options: ProcessOptions = {}): Promise<ProviderProcess> {
    const { warm, cwd = projectFolder, journal = emptyJournal() } = options;
    const engine = await FakeEngine.start(journal.messages);
    const env = environment(options);
    const child = warm ? warm.take({ engine: engine.address, cwd, env }) : spawnFor(engine, cwd, env);
    if (!child.stdout || !child.stderr) throw new Error("The provider process cannot be listened to.");

    const lines = createInterface({ input: child.stdout });
    const errors = createInterface({ input: child.stderr });
    errors.on("line", (line) => journal.output.push(line));
    const port = await new Promise<string>((resolve, reject) => {
      const fail = (code: number | null) =>
        reject(new Error(`The provider process ended with ${code}:\n${journal.output.join("\n")}`));
      child.once("exit", fail);
      lines.once("line", (line) => {
        child.off("exit", fail);
        resolve(line);
      });
    });
    lines.on("line", (line) => journal.output.push(line));

    const started = new ProviderProcess({ child, warm, printed: [lines, errors] }, port, engine, journal);
    await started.#configure(options.config ?? {});
    return started;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** As the engine ends a plugin: an interrupt, and a kill for who ignores it. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#client.close();
    if (this.#warm && !this.#abandoned) {
      for (const lines of this.#printed) lines.close();
      this.#warm.giveBack(this.#child);
    } else if (this.alive) {
      const ended = once(this.#child, "exit");
      this.#child.kill("SIGINT");
      const killer = setTimeout(() => this.#child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(killer);
    }
    this.#engine.stop();
  }

  /** As `kill -9` of the provider process alone. */
  async kill(): Promise<void> {
    if (!this.alive) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  /** As `kill -9` of the CLI: nobody listens any more, and the process goes on with what it was doing. */
  abandon(): void {
    this.#abandoned = true; // what it still does must not happen behind the back of the next that uses it
    this.#client.close();
    this.#engine.stop();
  }

  async check(urn: string, olds: Values, news: Values): Promise<CheckResult> {
    this.journal.calls.push({ method: "check", urn });
    const request = new CheckRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    request.setOlds(struct(olds)).setNews(struct(news));
    const response = await call<CheckResponse>((reply) => this.#client.check(request, reply));
    return {
      inputs: values(response.getInputs()),
      failures: response
        .getFailuresList()
        .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
    };
  }

  async diff(
    urn: string,
    id: string,
    { oldInputs, oldOutputs, news }: { oldInputs: Values; oldOutputs: Values; news: Values },
    ignoreChanges: string[],
  ): Promise<DiffResult> {
    this.journal.calls.push({ method: "diff", urn, id });
    const request = new DiffRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn)).setId(id);
    request.setOldInputs(struct(oldInputs)).setOlds(struct(oldOutputs)).setNews(struct(news));
    request.setIgnorechangesList(ignoreChanges);
    const response = await call<DiffResponse>((reply) => this.#client.diff(request, reply));
    const changes = {
      [DiffResponse.DiffChanges.DIFF_UNKNOWN]: undefined,
      [DiffResponse.DiffChanges.DIFF_NONE]: false,
      [DiffResponse.DiffChanges.DIFF_SOME]: true,
    };
    return {
      changes: changes[response.getChanges()],
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(urn: string, inputs: Values): Promise<{ id: string; outputs: Values }> {
    this.journal.calls.push({ method: "create", urn });
    const request = new CreateRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    request.setProperties(struct(inputs));
    const response = await call<CreateResponse>((reply) => this.#client.create(request, reply));
    return { id: response.getId(), outputs: values(response.getProperties()) };
  }

  /** An empty id means gone; no inputs mean: keep those of the state. */
  async read(
    urn: string,
    id: string,
    inputs: Values,
    outputs: Values,
  ): Promise<{ id: string; outputs: Values; inputs?: Values }> {
    this.journal.calls.push({ method: "read", urn, id });
    const request = new ReadRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn)).setId(id);
    request.setInputs(struct(inputs)).setProperties(struct(outputs));
    const response = await call<ReadResponse>((reply) => this.#client.read(request, reply));
    const read = { id: response.getId(), outputs: values(response.getProperties()) };
    return response.hasInputs() ? { ...read, inputs: values(response.getInputs()) } : read;
  }

  async update(
    urn: string,
    id: string,
    { oldInputs, oldOutputs, news }: { oldInputs: Values; oldOutputs: Values; news: Values },
    ignoreChanges: string[],
  ): Promise<Values> {
    this.journal.calls.push({ method: "update", urn, id });
    const request = new UpdateRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn)).setId(id);
    request.setOldInputs(struct(oldInputs)).setOlds(struct(oldOutputs)).setNews(struct(news));
    request.setIgnorechangesList(ignoreChanges);
    const response = await call<UpdateResponse>((reply) => this.#client.update(request, reply));
    return values(response.getProperties());
  }

  async delete(urn: string, id: string, inputs: Values, outputs: Values): Promise<void> {
    this.journal.calls.push({ method: "delete", urn, id });
    const request = new DeleteRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn)).setId(id);
    request.setOldInputs(struct(inputs)).setProperties(struct(outputs));
    await call<Empty>((reply) => this.#client.delete(request, reply));
  }

  // Configure is the one call that carries secrets as envelopes; all others are stripped.
  async #configure(config: Values): Promise<void> {
    const request = new ConfigureRequest()
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSendsOldInputs(true)
      .setSendsOldInputsToDelete(true)
      .setArgs(Struct.fromJavaScript(config));
    for (const [key, value] of Object.entries(plain(config))) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      request.getVariablesMap().set(`pulumi-nodejs:config:${key}`, text);
    }
    const response = await call<ConfigureResponse>((reply) => this.#client.configure(request, reply));
    if (response.getAcceptsecrets() || response.getSupportspreview()) {
      throw new Error("This SDK's dynamic provider negotiates more than the driver emulates.");
    }
  }
}

function spawnFor(engine: FakeEngine, cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, [script, engine.address], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.once(
    "exit",
    whenAllElseFails(() => child.kill("SIGKILL")),
  );
  return child;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function typeOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}

function struct(props: Values): Struct {
  return Struct.fromJavaScript(plain(props));
}

function values(props: Struct | undefined): Values {
  // A Struct holds JSON values only; the declared type of google-protobuf is wider than what it returns.
  return (props?.toJavaScript() ?? {}) as { [key: string]: Value };
}

type Reply<Response> = (error: grpc.ServiceError | null, response: Response) => void;

function call<Response>(begin: (reply: Reply<Response>) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    try {
      begin((error, response) => (error ? reject(decodeFailure(error)) : resolve(response)));
    } catch (error) {
      // The client was closed: the test is over, the command that it started is not.
      reject(new CallFailure(String(error), grpc.status.UNAVAILABLE));
    }
  });
}

function decodeFailure(error: grpc.ServiceError): CallFailure {
  const packed = error.metadata?.get("grpc-status-details-bin")[0];
  if (packed instanceof Buffer) {
    for (const detail of Status.deserializeBinary(packed).getDetailsList()) {
      if (detail.getTypeName() !== "pulumirpc.ErrorResourceInitFailed") continue;
      const failed = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
      const reasons = failed.getReasonsList();
      // The engine drops the message of such an error and shows the reasons.
      return new CallFailure(reasons.join("\n") || "resource init failed", error.code, {
        id: failed.getId(),
        properties: values(failed.getProperties()),
        reasons,
      });
    }
  }
  return new CallFailure(error.details, error.code);
}
