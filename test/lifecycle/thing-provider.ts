// A throw-away dynamic provider, to try the harnesses on before and beside the real one. Its world is a file, in which a
// test reads and changes what "exists" and asks for trouble; it also writes down every call with its arguments.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Values } from "./values";

export interface Thing {
  size: number;
  color: string;
}

interface World {
  things: { [id: string]: Thing };
  made: number;
  trouble?: string;
}

/** One call as the provider got it. */
export interface Trace {
  method: string;
  args: (string | Values)[];
}

// Lives in every process that loads it, so it is one text that uses nothing but Node. `color` replaces, `size` does not.
export const thingProvider = `
const fs = require("node:fs");
const folder = process.env.THINGS;
const load = () => JSON.parse(fs.readFileSync(folder + "/world.json", "utf8"));
const save = (world) => fs.writeFileSync(folder + "/world.json", JSON.stringify(world));
const trace = (method, ...args) =>
  fs.appendFileSync(folder + "/trace.jsonl", JSON.stringify({ method, args }) + "\\n");
const half = (id, inputs) => {
  throw Object.assign(new Error("hidden"), { id, properties: { ...inputs, id2: id }, reasons: ["one", "two"] });
};
const wait = async () => {
  fs.writeFileSync(folder + "/waiting", "");
  while (load().trouble === "wait") await new Promise((resolve) => setTimeout(resolve, 20));
};
exports.handler = () => ({
  configure({ config }) {
    trace("configure", config.get("things:token") ?? "none");
  },
  async check(olds, news) {
    trace("check", olds, news);
    const trouble = load().trouble;
    if (trouble === "invalid") return { inputs: news, failures: [{ property: "size", reason: "too big" }] };
    if (trouble === "check unknown") return { inputs: { ...news, late: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } };
    return { inputs: { ...news, checked: true } };
  },
  async diff(id, olds, news) {
    trace("diff", id, olds, news);
    const differs = (key) => olds[key] !== news[key];
    if (news.lazy) return {};
    return {
      changes: differs("size") || differs("color"),
      replaces: differs("color") ? ["color"] : [],
      deleteBeforeReplace: news.deleteFirst === true,
    };
  },
  async create(inputs) {
    trace("create", inputs);
    const world = load();
    if (world.trouble === "plain") throw new Error("no");
    if (world.trouble === "empty id") return { id: "", outs: inputs };
    world.made += 1;
    const id = "thing-" + world.made;
    world.things[id] = { size: inputs.size, color: inputs.color };
    save(world);
    if (world.trouble === "wait") await wait();
    if (world.trouble === "half") half(id, inputs);
    return { id, outs: { ...inputs, id2: id } };
  },
  async read(id, props) {
    trace("read", id, props);
    const world = load();
    if (world.trouble === "unreadable " + id) throw new Error("cannot read");
    const thing = world.things[id];
    if (!thing) return {};
    const { id2, __provider, ...inputs } = props;
    return { id, props: { ...props, ...thing }, inputs: { ...inputs, ...thing } };
  },
  async update(id, olds, news) {
    trace("update", id, olds, news);
    const world = load();
    if (world.trouble === "plain") throw new Error("no");
    world.things[id] = { size: news.size, color: news.color };
    save(world);
    if (world.trouble === "half") half(id, news);
    return { outs: { ...news, id2: id } };
  },
  async delete(id, props) {
    trace("delete", id, props);
    const world = load();
    if (world.trouble === "plain") throw new Error("no");
    delete world.things[id];
    save(world);
  },
});
`;

/** The folder in which one test's things are. Its path goes to the process as the variable THINGS. */
export class Things {
  readonly folder = mkdtempSync(path.join(tmpdir(), "things-"));

  constructor() {
    this.#save({ things: {}, made: 0 });
  }

  get env(): Record<string, string> {
    return { THINGS: this.folder };
  }

  get all(): { [id: string]: Thing } {
    return this.#load().things;
  }

  /** What somebody else does to the account. */
  edit(id: string, change: Partial<Thing>): void {
    const world = this.#load();
    const thing = world.things[id];
    if (thing) Object.assign(thing, change);
    this.#save(world);
  }

  remove(id: string): void {
    const world = this.#load();
    delete world.things[id];
    this.#save(world);
  }

  trouble(trouble?: string): void {
    const { things, made } = this.#load();
    this.#save(trouble ? { things, made, trouble } : { things, made });
  }

  /** True once a create waits, having made its thing. */
  get waiting(): boolean {
    return existsSync(path.join(this.folder, "waiting"));
  }

  /** Lets a create go on that waits, and forgets that one did. */
  stopWaiting(): void {
    this.trouble();
    rmSync(path.join(this.folder, "waiting"), { force: true });
  }

  /** The calls since the last time this was asked. */
  takeTrace(): Trace[] {
    const file = path.join(this.folder, "trace.jsonl");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trim().split("\n");
    rmSync(file);
    return lines.map((line) => JSON.parse(line) as Trace);
  }

  destroy(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #load(): World {
    return JSON.parse(readFileSync(path.join(this.folder, "world.json"), "utf8")) as World;
  }

  #save(world: World): void {
    writeFileSync(path.join(this.folder, "world.json"), JSON.stringify(world));
  }
}
