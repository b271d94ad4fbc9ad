import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

// Each test is a small machine of its own: a PATH with only what the test puts there, a PULUMI_HOME, and a `go` that writes
// shell scripts instead of compiling.

const finder = join(__dirname, "../../scripts/engine/find.mjs");
const NOWHERE = "http://127.0.0.1:2";

let machine: string;
let bin: string;
let versions: string;
let started: ChildProcess[];

beforeEach(() => {
  machine = mkdtempSync(join(os.tmpdir(), "engine-bootstrap-"));
  bin = join(machine, "bin");
  versions = join(machine, "home/versions");
  started = [];
  mkdirSync(bin);
});

afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(machine, { recursive: true, force: true, maxRetries: 5 });
});

describe("where an engine is found", () => {
  test("`pulumi` on PATH is taken when Node programs can run with it", async () => {
    putEngine(bin);

    const found = await find();

    expect(found.stdout).toBe(`${bin}\n`);
    expect(existsSync(versions)).toBe(false);
  });

  test("a link to `pulumi` is enough: its companions are looked for beside the real file", async () => {
    putEngine(join(machine, "opt"));
    symlinkSync(join(machine, "opt/pulumi"), join(bin, "pulumi"));

    expect((await find()).stdout).toBe(`${bin}\n`);
  });

  test("a `pulumi` on PATH that is too old is passed over for the version folder", async () => {
    putEngine(bin, "v3.253.9");
    putEngine(versionBin());

    expect((await find()).stdout).toBe(`${versionBin()}\n`);
  });

  test("the version folder is not trusted by its name: a half-copied engine is set aside", async () => {
    putEngine(versionBin());
    writeFileSync(join(versionBin(), "pulumi"), "");
    putGo();

    expect((await find()).stdout).toBe(`${versionBin()}\n`);
    expect(readdirSync(versions).filter((name) => name.includes("set-aside"))).toHaveLength(1);
  });

  test("when nothing works, every way tried is told with its reason, and what helps", async () => {
    putScript(join(bin, "pulumi"), "echo v3.256.0");

    const { code, stderr } = await find();

    expect(code).toBe(1);
    expect(stderr).toContain("1. `pulumi` on PATH in");
    expect(stderr).toContain("pulumi-language-nodejs is missing");
    expect(stderr).toMatch(/2\. .*3\.256\.0\/bin: not there/);
    expect(stderr).toMatch(/3\. official download: fetch failed: .*ECONNREFUSED/);
    expect(stderr).toContain("4. build from Go modules: Go is not installed (1.26 or newer is needed)");
    expect(stderr).toContain("Any one of these helps");
  });
});

describe("the official download", () => {
  test("is unpacked into the version folder when its checksum is right", async () => {
    const site = await downloadSite();

    expect((await find({ releases: site.url })).stdout).toBe(`${versionBin()}\n`);
    expect(readdirSync(versions)).toEqual(["3.256.0"]);
    site.close();
  });

  test("is refused when its checksum is wrong", async () => {
    const site = await downloadSite({ checksum: "0".repeat(64) });

    const { code, stderr } = await find({ releases: site.url });

    expect(code).toBe(1);
    expect(stderr).toContain("official download: the checksum of");
    expect(readdirSync(versions)).toEqual([]);
    site.close();
  });
});

describe("the build from Go modules", () => {
  test("puts all three programs into the version folder and nothing else beside it", async () => {
    putGo();

    expect((await find()).stdout).toBe(`${versionBin()}\n`);
    const made = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
    expect(readdirSync(versionBin()).sort()).toEqual(made);
    expect(readdirSync(versions)).toEqual(["3.256.0"]);
  });

  test("is not tried with a Go that is too old", async () => {
    putGo({ version: "go1.25.9" });

    expect((await find()).stderr).toContain("build from Go modules: Go 1.25 is too old");
  });

  test("that fails shows the compiler's last words, and leaves nothing behind", async () => {
    putGo({ fails: "undefined: something" });

    const { code, stderr } = await find();

    expect(code).toBe(1);
    expect(stderr).toContain("undefined: something");
    expect(readdirSync(versions)).toEqual([]);
  });

  test("whose result does not run is not kept", async () => {
    putGo({ makes: "exit 3" });

    expect((await find()).stderr).toContain("what came out does not work");
    expect(readdirSync(versions)).toEqual([]);
  });

  test("is done once when two commands need it at the same time", async () => {
    putGo({ takesMs: 700 });

    const both = await Promise.all([find(), find()]);

    expect(both.map((result) => result.stdout)).toEqual([`${versionBin()}\n`, `${versionBin()}\n`]);
    expect(builds()).toHaveLength(2); // the host and the engine, once each
    expect(readdirSync(versions)).toEqual(["3.256.0"]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "stopped by %s leaves nothing: no folder, no lock, no compiler",
    async (signal) => {
      putGo({ takesMs: 30_000 });
      const running = startFind();
      await until(() => builds().length === 1);

      running.child.kill(signal);
      const { code } = await running.ended;

      expect(code).toBe(signal === "SIGINT" ? 130 : 143);
      expect(readdirSync(versions)).toEqual([]);
      await until(() => !isAlive(builds()[0]));
    },
  );

  test("killed in the middle is cleaned up and done anew by the next command", async () => {
    putGo({ takesMs: 30_000 });
    const running = startFind();
    await until(() => builds().length === 1);
    running.child.kill("SIGKILL");
    await running.ended;
    process.kill(Number(builds()[0]), "SIGKILL"); // the compiler outlives a killed parent
    expect(readdirSync(versions).length).toBeGreaterThan(0);

    putGo();
    expect((await find()).stdout).toBe(`${versionBin()}\n`);
    expect(readdirSync(versions)).toEqual(["3.256.0"]);
  });

  test("is not kept waiting by a lock whose process number now belongs to another program", async () => {
    putGo();
    mkdirSync(versions, { recursive: true });
    const owner = { pid: process.pid, started: "another time", host: os.hostname() };
    writeFileSync(join(versions, ".cloudnumbering-engine-3.256.0.lock"), JSON.stringify(owner));

    expect((await find()).stdout).toBe(`${versionBin()}\n`);
  });
});

function versionBin(): string {
  return join(versions, "3.256.0/bin");
}

/** The command under test: prints the folder or the explanation. */
function startFind({ releases = NOWHERE } = {}) {
  const program = `
    const { findEngine } = await import(${JSON.stringify(finder)});
    try { console.log((await findEngine({ releases: ${JSON.stringify(releases)} })).bin); }
    catch (error) { console.error(error.message); process.exitCode = 1; }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    env: { PATH: bin, PULUMI_HOME: join(machine, "home"), HOME: machine },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

function find(options: { releases?: string } = {}) {
  return startFind(options).ended;
}

function putScript(file: string, body: string): void {
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
}

function putEngine(folder: string, version = "v3.256.0"): void {
  mkdirSync(folder, { recursive: true });
  putScript(join(folder, "pulumi"), `echo ${version}`);
  putScript(join(folder, "pulumi-language-nodejs"), "echo Usage of this");
  putScript(join(folder, "pulumi-resource-pulumi-nodejs"), "exit 0");
}

interface Go {
  version?: string;
  takesMs?: number;
  fails?: string;
  makes?: string;
}

/** A `go` that notes each build with its process number. */
function putGo({ version = "go1.26.8", takesMs = 0, fails = "", makes = "" }: Go = {}): void {
  const program = `#!${process.execPath}
    const fs = require("node:fs"), path = require("node:path");
    const [verb, ...rest] = process.argv.slice(2);
    if (verb === "version") { console.log("go version ${version} linux/amd64"); process.exit(0); }
    fs.appendFileSync(${JSON.stringify(join(machine, "builds"))}, process.pid + "\\n");
    if (${JSON.stringify(fails)}) { console.error(${JSON.stringify(fails)}); process.exit(1); }
    setTimeout(() => {
      const name = path.basename(rest.at(-1)), file = path.join(rest[rest.indexOf("-o") + 1], name);
      const body = ${JSON.stringify(makes)} || (name === "pulumi" ? "echo v3.256.0" : "echo Usage of this");
      fs.writeFileSync(file, "#!/bin/sh\\n" + body + "\\n");
      fs.chmodSync(file, 0o755);
    }, ${takesMs});`;
  writeFileSync(join(bin, "go"), program);
  chmodSync(join(bin, "go"), 0o755);
}

/** The process numbers of the builds so far. */
function builds(): string[] {
  const file = join(machine, "builds");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

function isAlive(pid: string | undefined): boolean {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A site with one release and its list of checksums. */
async function downloadSite({ checksum }: { checksum?: string } = {}) {
  const folder = join(machine, "release");
  putEngine(join(folder, "pulumi"));
  execFileSync("tar", ["-czf", join(machine, "release.tar.gz"), "-C", folder, "pulumi"]);
  for (const tool of ["tar", "gzip"]) {
    symlinkSync(
      execFileSync("/bin/sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim(),
      join(bin, tool),
    );
  }
  const archive = readFileSync(join(machine, "release.tar.gz"));
  const sum = checksum ?? createHash("sha256").update(archive).digest("hex");
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    if (name === "pulumi-3.256.0-checksums.txt") {
      response.end(`${sum}  pulumi-v3.256.0-${process.platform}-${process.arch}.tar.gz\n`);
    } else if (name === `pulumi-v3.256.0-${process.platform}-${process.arch}.tar.gz`) response.end(archive);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
