// The network between a provider process and the sandbox: what a test wants to happen on the way happens here.
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A place on the way where requests, or the answers to them, wait. */
export interface Hold {
  /** How many wait here or have waited. */
  readonly arrived: number;
  /** Lets go of what waits; whatever comes later passes. */
  release(): void;
}

interface Waiting {
  readonly request: RegExp;
  readonly side: "request" | "answer";
  skip: number;
  arrived: number;
  readonly released: Promise<void>;
}

/** A connection to the server, and whether its answers wait. */
interface Answerer {
  readonly socket: Socket;
  held: Promise<void> | undefined;
  isLeft: boolean;
}

/** A TCP way to a server of this machine. */
export class Wire {
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  readonly #holds = new Set<Waiting>();
  #isCut = false;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#join(client));
  }

  static async to(url: string): Promise<Wire> {
    const wire = new Wire(Number(new URL(url).port));
    await new Promise<void>((resolve) => wire.#server.listen(0, "127.0.0.1", resolve));
    return wire;
  }

  /** The same address by this way. */
  through(url: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return url.replace(`:${this.#target}`, `:${port}`);
  }

  /**
   * The first request whose line (`POST /v1.1/orders HTTP/1.1`) matches waits before it arrives, or its answer does.
   *
   * @param skip how many matching ones pass before
   */
  hold(side: "request" | "answer", request: RegExp, skip = 0): Hold {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const waiting: Waiting = { request, side, skip, arrived: 0, released };
    this.#holds.add(waiting);
    return {
      get arrived() {
        return waiting.arrived;
      },
      release: () => {
        this.#holds.delete(waiting);
        release();
      },
    };
  }

  /** Breaks every connection and lets none through, until `mend`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    if (this.#isCut) {
      client.destroy();
      return;
    }
    let server = this.#answerer(client);
    let sending = Promise.resolve();
    client.on("data", (chunk) => {
      const line = chunk.toString("latin1").split("\r\n", 1)[0] ?? "";
      const request = this.#heldBy("request", line);
      const answer = this.#heldBy("answer", line);
      sending = sending.then(async () => {
        if (request) {
          // The server closes what is silent for some seconds, and that must not be seen at the other end.
          server.isLeft = true;
          await request.released;
          server = this.#answerer(client);
        }
        if (answer) server.held = answer.released;
        server.socket.write(chunk);
      });
    });
    // What has left arrives, also when its sender has gone meanwhile.
    client.on("close", () => sending.then(() => server.socket.end()));
    this.#track(client);
  }

  /** A connection to the server, and back to that client. */
  #answerer(client: Socket): Answerer {
    const socket = connect(this.#target, "127.0.0.1");
    const answerer: Answerer = { socket, held: undefined, isLeft: false };
    let answering = Promise.resolve();
    socket.on("data", (chunk) => {
      answering = answering
        .then(() => answerer.held)
        .then(() => {
          client.write(chunk);
        });
    });
    socket.on("close", () =>
      answering.then(() => {
        if (!answerer.isLeft) client.end();
      }),
    );
    this.#track(socket);
    return answerer;
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
  }

  #heldBy(side: Waiting["side"], line: string): Waiting | undefined {
    const hold = [...this.#holds].find((each) => each.side === side && each.request.test(line));
    if (!hold || hold.arrived > 0) return undefined;
    if (hold.skip > 0) {
      hold.skip -= 1;
      return undefined;
    }
    hold.arrived += 1;
    return hold;
  }
}
