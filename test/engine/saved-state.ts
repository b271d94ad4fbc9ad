// The states that released versions have left: how they are made (`npm run states`), and how their world is made again.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import manifest from "../../package.json";
import { type Call, type Sandbox, startSandbox, type WorldSnapshot } from "../../sandbox";
import { type Session, signIn } from "../fixtures/sandbox-session";
import { EngineStack } from "./engine-stack";
import { PackedPackage } from "./installed-package";

/** A folder for each version in there holds `program.cjs` and these, as JSON. */
export const STATES = path.resolve(__dirname, "../fixtures/states");

/** What stands in the saved files. */
interface Saved {
  /** What changed the account, as it arrived: its owner's own requests, and then the program's. */
  requests: Request[];
  /** What the account was then. */
  world: WorldSnapshot;
  /** `pulumi stack export`, secrets encrypted. */
  state: unknown;
  /** What the account was after that version's own `pulumi destroy`. */
  destroyed: WorldSnapshot;
}

interface Request {
  method: string;
  path: string;
  /** Of an order. */
  key?: string | undefined;
  body?: unknown;
}

export const versions = readdirSync(STATES).filter((name) => /^\d/.test(name));

export function read<Part extends keyof Saved>(version: string, part: Part): Saved[Part] {
  return JSON.parse(readFileSync(fileOf(version, `${part}.json`), "utf8"));
}

export function fileOf(version: string, name: string): string {
  return path.join(STATES, version, name);
}

/** Stands still, so that the same requests make the same world. */
const NOW = Date.UTC(2026, 0, 15, 9);

/** A secret that only the stack's config holds; it must stand in no state. */
export const MESSAGES_TOKEN = "a-token-that-no-state-may-show";

async function openSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox({ clock: () => NOW });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** A stack with that program, on that account; its modules are the repository's, if it has no folder of its own. */
async function openStack(
  sandbox: Sandbox,
  programFile: string,
  folder: { projectFolder?: string } = {},
): Promise<EngineStack> {
  const { clientId, clientSecret } = sandbox;
  const stack = await EngineStack.create({
    ...folder,
    // Which of the allowed addresses is destroyed last is chance, and only one of them is declared so that it may be.
    env: { ...sandbox.env, CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS: "1" },
    config: {
      "cloudnumbering:maxSpend": "50 GBP",
      "account:clientId": clientId,
      "account:clientSecret": { secret: clientSecret },
      "account:messagesToken": { secret: MESSAGES_TOKEN },
    },
  });
  onTestFinished(() => stack.remove());
  copyFileSync(programFile, path.join(stack.projectFolder, "index.js"));
  return stack;
}

/** The account that a version has left, and a stack with the state that it left of it. */
export async function reopen(version: string): Promise<{ sandbox: Sandbox; stack: EngineStack }> {
  const sandbox = await openSandbox();
  const api = await signIn(sandbox);
  for (const request of read(version, "requests")) await send(api, request);
  expect(sandbox.world.snapshot(), "the sandbox makes another world of the same requests").toEqual(
    read(version, "world"),
  );
  sandbox.clearCalls();
  const stack = await openStack(sandbox, fileOf(version, "program.cjs"));
  await required(stack, "stack", "import", "--file", fileOf(version, "state.json"));
  return { sandbox, stack };
}

async function send(api: Session, { method, path: route, key, body }: Request): Promise<void> {
  const headers = key === undefined ? {} : { "idempotency-key": key };
  const verb = { POST: api.post, PUT: api.put, DELETE: api.remove }[method] ?? api.get;
  const { status, text } = await verb(route, body, { headers });
  if (status >= 400) throw new Error(`${method} ${route} was answered with ${status}: ${text}`);
}

/** Makes everything that there is with the version that is built, and saves what came of it. */
export async function save(version: string): Promise<void> {
  const program = path.join(STATES, "program.cjs");
  const sandbox = await openSandbox();
  await livedIn(sandbox);
  const stack = await openStack(sandbox, program, { projectFolder: await installed() });
  await required(stack, "up", "--yes", "--skip-preview");
  const requests = sandbox.calls.filter(isChange).map(requestOf);
  const world = sandbox.world.snapshot();
  const state: unknown = JSON.parse(await stack.exportText());
  await required(stack, "destroy", "--yes", "--skip-preview");
  const saved: Saved = { requests, world, state, destroyed: sandbox.world.snapshot() };
  mkdirSync(path.join(STATES, version), { recursive: true });
  copyFileSync(program, fileOf(version, "program.cjs"));
  for (const [part, value] of Object.entries(saved)) {
    writeFileSync(fileOf(version, `${part}.json`), JSON.stringify(value));
  }
}

/** A project as people have one: a state tells where in it the modules are. */
async function installed(): Promise<string> {
  const packed = await PackedPackage.make();
  onTestFinished(() => packed.remove());
  const project = await packed.install("project", manifest.devDependencies["@pulumi/pulumi"]);
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: engine-test\nruntime: nodejs\n");
  return project;
}

/** What the program takes over was there before. */
async function livedIn(sandbox: Sandbox): Promise<void> {
  const api = await signIn(sandbox);
  for (const [description, user] of [
    ["Night desk", "night"],
    ["Lift alarm", "lift"],
  ]) {
    const body = { description, endpointType: "voice", uri: `sip:${user}@pbx.example.com` };
    await send(api, { method: "POST", path: "/endpoints", body });
  }
  const [rateCardEntrySid] = sandbox.world.trade.catalogue.entries.keys();
  const wish = { type: "numbers", rateCardEntrySid, amount: 1 };
  const { body } = await api.post("/orders/preview", wish);
  await send(api, {
    method: "POST",
    path: "/orders",
    key: "bought-in-the-portal",
    body: { ...wish, quoteToken: body.result?.quoteToken },
  });
}

function isChange({ method, operation, status = 500 }: Call): boolean {
  return method !== "GET" && operation !== "oauth.token" && status < 400;
}

function requestOf({ method, path: route, headers, body }: Call): Request {
  const { "idempotency-key": key } = headers;
  return { method, path: route.replace(/^\/v1\.1/, ""), key, body };
}

async function required(stack: EngineStack, ...args: string[]): Promise<void> {
  const { exit, stdout, stderr } = await stack.run(...args);
  if (exit !== 0) throw new Error(`pulumi ${args.join(" ")} exited with ${exit}:\n${stdout}${stderr}`);
}
