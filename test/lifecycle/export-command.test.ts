import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { temporaryFolder, writesTo } from "../fixtures/export-stage";
import { eventually } from "./account";

const command = path.resolve(__dirname, "../../dist/provider/cli/main.js");

interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;

  /** @param through a program that starts it, with its own words */
  constructor(
    cwd: string,
    env: Record<string, string>,
    args: readonly string[],
    through: readonly string[] = [],
  ) {
    const [first = "", ...words] = [...through, process.execPath, command, ...args];
    this.child = spawn(first, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      this.child[name]?.setEncoding("utf8").on("data", (text: string) => {
        said[name] += text;
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("close", (exit) => resolve({ exit, ...said }));
    });
  }
}

async function stage(
  seed: "demo" | "empty" = "demo",
): Promise<{ sandbox: Sandbox; cwd: string; env: Record<string, string> }> {
  const sandbox = await startSandbox({ seed });
  onTestFinished(() => sandbox.stop());
  const cwd = temporaryFolder();
  return { sandbox, cwd, env: { PATH: "/nowhere", HOME: cwd, ...sandbox.env } };
}

test("the command says what it wrote, what it left out, and what comes next", async () => {
  const { sandbox, cwd, env } = await stage();
  sandbox.world.addEndpoint({
    endpointType: "sms",
    description: "Hook",
    uri: "https://x.example.com/?token=abc",
  });
  const { exit, stdout, stderr } = await new Running(cwd, env, ["export"]).ended;
  expect([exit, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^wrote 10 files to telephony: 4 endpoints, 2 addresses, 8 numbers, 2 orders, 1 organisation\n/,
  );
  expect(stdout).toMatch(/^not declared: number AN\w+: \+441614960150 .* is PORT_IN/m);
  const next = stdout.slice(stdout.indexOf("next ("));
  expect(next.split("\n").map((line) => line.trim())).toEqual([
    "next (Pulumi 3.254.0 or newer):",
    "cd telephony",
    "npm install",
    "pulumi stack init dev",
    expect.stringMatching(
      /^npx cloudnumbering reveal endpoint EP\w+ uri \| pulumi config set --secret hook-uri$/,
    ),
    "npx cloudnumbering import --file import.json",
    "pulumi preview --expect-no-changes",
    "",
  ]);
  expect(writesTo(sandbox)).toEqual([]);
});

test("a revealed credential goes into a pipe as it is, and a name that is no text is refused", async () => {
  const { sandbox, cwd, env } = await stage();
  const uri = "https://x.example.com/?token=abc";
  const { sid } = sandbox.world.addEndpoint({ endpointType: "sms", description: "Hook", uri });
  expect(await new Running(cwd, env, ["reveal", "endpoint", sid, "uri"]).ended).toEqual({
    exit: 0,
    stdout: uri,
    stderr: "",
  });
  const refused = await new Running(cwd, env, ["reveal", "endpoint", sid, "colour"]).ended;
  expect(refused).toEqual({
    exit: 1,
    stdout: "",
    stderr: `error: endpoint ${sid} has no text called colour\n`,
  });
});

test.each([
  [["export", "--include", "fax"], "It is a kind (endpoint, address, number, order, organisation)"],
  [["export", "--exclude", "endpoint:"], "It is a kind"],
  [["export", "--project", "two words"], "A project's name has"],
  [["export", "--nonsense"], "unknown option"],
  [["import"], "give a kind, an id and --name, or --file"],
  [["import", "endpoint", "EP1"], "give a kind, an id and --name, or --file"],
  [["import", "fax", "EP1", "--name", "x"], "Allowed choices are"],
  [["import", "endpoint", "EP1", "--file", "import.json"], "give a kind, an id and --name, or --file"],
  [["reveal", "endpoint"], "missing required argument"],
])("wrongly called with %j: exit 2, before anything is read", async (args, said) => {
  const { sandbox, cwd, env } = await stage();
  const { exit, stderr } = await new Running(cwd, env, args).ended;
  expect(stderr).toContain(said);
  expect(exit).toBe(2);
  expect(sandbox.calls).toEqual([]);
});

test("A2 a full disk: said, and there is no project and no half of one", async () => {
  const { cwd, env } = await stage();
  const small = ["/usr/bin/prlimit", "--fsize=1000:1000"];
  const { exit, stderr } = await new Running(cwd, env, ["export"], small).ended;
  expect(stderr).toMatch(/^error: the project cannot be written to telephony: EFBIG/);
  expect(exit).toBe(1);
  expect(readdirSync(cwd)).toEqual([]);
});

test("A2 a full disk where an earlier export stands: that stays as it was", async () => {
  const { sandbox, cwd, env } = await stage();
  await new Running(cwd, env, ["export"]).ended;
  const numbers = path.join(cwd, "telephony", "numbers.ts");
  const before = readFileSync(numbers, "utf8");
  sandbox.world.addNumber({ number: "+441134960199", reference: "New" });
  const small = ["/usr/bin/prlimit", "--fsize=4000:4000"];
  const { exit, stderr } = await new Running(cwd, env, ["export", "--force"], small).ended;
  expect([exit, stderr]).toEqual([1, expect.stringContaining("EFBIG")]);
  expect(readFileSync(numbers, "utf8")).toBe(before);
  expect(readdirSync(cwd)).toEqual(["telephony"]);
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "A2 %s while the account is read: nothing is left",
  async (signal) => {
    const { sandbox, cwd, env } = await stage();
    sandbox.fault({ kind: "hang", operation: "numbers.list" });
    const { child, ended } = new Running(cwd, env, ["export"]);
    await eventually(() => sandbox.calls.some(({ operation }) => operation === "numbers.list")).toBe(true);
    child.kill(signal);
    const { exit, stdout } = await ended;
    expect([exit, stdout]).toEqual([{ SIGINT: 130, SIGTERM: 143, SIGKILL: null }[signal], ""]);
    expect(existsSync(path.join(cwd, "telephony"))).toBe(false);
    expect(readdirSync(cwd)).toEqual([]);
  },
);
