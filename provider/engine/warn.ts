import { createRequire } from "node:module";

/**
 * Warns the person at the keyboard about the resource with that URN; without one it stands under the stack.
 *
 * A dynamic provider has no logger: the way is the engine's own log service, whose address is the last argument of
 * the process. When it fails, the text still goes to standard error, which the CLI shows under the stack.
 */
export async function warn(message: string, urn: unknown): Promise<void> {
  try {
    await logToEngine(message, typeof urn === "string" ? urn : "");
  } catch {
    process.stderr.write(`warning: ${message}\n`);
  }
}

interface LogClient {
  log(request: unknown, callback: (error: unknown) => void): void;
}

let client: LogClient | undefined;

function logToEngine(message: string, urn: string): Promise<void> {
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
  const request = new LogRequest();
  request.setSeverity(LogSeverity.WARNING);
  request.setMessage(message);
  request.setUrn(urn);
  client ??= connectToEngine();
  const { log } = client;
  return new Promise((resolve, reject) => {
    log.call(client, request, (error) => (error ? reject(error) : resolve()));
  });
}

function connectToEngine(): LogClient {
  const address = process.argv.at(-1);
  // gRPC is the SDK's dependency, not ours: take the very one it uses.
  const fromSdk = createRequire(require.resolve("@pulumi/pulumi"));
  const { credentials } = fromSdk("@grpc/grpc-js");
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
  return new EngineClient(address, credentials.createInsecure());
}
