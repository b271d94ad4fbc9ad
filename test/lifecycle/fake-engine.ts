import * as grpc from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

export interface LogMessage {
  severity: "debug" | "info" | "warning" | "error";
  urn: string;
  text: string;
}

const severities: Record<LogSeverity, LogMessage["severity"]> = {
  [LogSeverity.DEBUG]: "debug",
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

/** The engine's own gRPC service, as far as a provider process can see it: it takes log messages. */
export class FakeEngine {
  readonly address: string;
  readonly #server: grpc.Server;

  private constructor(server: grpc.Server, port: number) {
    this.#server = server;
    this.address = `127.0.0.1:${port}`;
  }

  static async start(messages: LogMessage[]): Promise<FakeEngine> {
    const service: IEngineServer = {
      log(call, reply) {
        messages.push({
          severity: severities[call.request.getSeverity()],
          urn: call.request.getUrn(),
          text: call.request.getMessage(),
        });
        reply(null, new Empty());
      },
      getRootResource: (_call, reply) => reply(null, new GetRootResourceResponse()),
      setRootResource: (_call, reply) => reply(null, new SetRootResourceResponse()),
      startDebugging: (_call, reply) => reply(null, new Empty()),
      requirePulumiVersion: (_call, reply) => reply(null, new RequirePulumiVersionResponse()),
    };
    const server = new grpc.Server();
    server.addService(EngineService, service);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return new FakeEngine(server, port);
  }

  /** At once, also while a provider holds a connection: what `kill -9` of the CLI looks like from the provider. */
  stop(): void {
    this.#server.forceShutdown();
  }
}
