import { createRequire } from "node:module";

/** A way to say something to the person at the keyboard about the resource with that URN. */
export type Say = (severity: "INFO" | "WARNING", message: string, urn: string | undefined) => Promise<void>;

/**
 * Says something to the person at the keyboard about the resource with that URN; without one it stands under the stack.
 *
 * A dynamic provider has no logger: the way is the engine's own log service, whose address is the last argument of
 * the process. When it fails, the text still goes to standard error, which the CLI shows under the stack.
 */
export async function say(severity: "INFO" | "WARNING", message: string, urn = ""): Promise<void> {
  try {
    await logToEngine(severity, message, urn);
  } catch {
    process.stderr.write(`${severity.toLowerCase()}: ${message}\n`);
  }
}

/** Whether the engine that started this process still runs: after `kill -9` of the CLI this process lives on. */
export async function engineIsThere(): Promise<boolean> {
  const { GetRootResourceRequest } = require("@pulumi/pulumi/proto/engine_pb");
  try {
    await ask("getRootResource", new GetRootResourceRequest());
    return true;
  } catch {
    return false;
  }
}

type Method = (request: unknown, options: { deadline: number }, callback: (error: unknown) => void) => void;

type EngineClient = Readonly<Record<"log" | "getRootResource", Method>>;

/** The engine runs on this machine: it answers at once or not at all. */
const PATIENCE_MS = 5000;

function logToEngine(severity: "INFO" | "WARNING", message: string, urn: string): Promise<void> {
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
  const request = new LogRequest();
  request.setSeverity(LogSeverity[severity]);
  request.setMessage(message);
  request.setUrn(urn);
  return ask("log", request);
}

let client: EngineClient | undefined;

function ask(method: keyof EngineClient, request: unknown): Promise<void> {
  client ??= connectToEngine();
  const call = client[method].bind(client);
  return new Promise((resolve, reject) => {
    call(request, { deadline: Date.now() + PATIENCE_MS }, (error) => (error ? reject(error) : resolve()));
  });
}

function connectToEngine(): EngineClient {
  const address = process.argv.at(-1);
  // gRPC is the SDK's dependency, not ours: take the very one it uses.
  const fromSdk = createRequire(require.resolve("@pulumi/pulumi"));
  const { credentials } = fromSdk("@grpc/grpc-js");
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
  return new EngineClient(address, credentials.createInsecure());
}
