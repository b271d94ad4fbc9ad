// The package as a user gets it: packed, installed with npm in a folder that knows nothing of this repository, and used
// with the sandbox that it brings along.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import ts from "typescript";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { whenAllElseFails } from "../lifecycle/last-resort";
import { EngineStack, succeeded } from "./engine-stack";
import { PackedPackage } from "./installed-package";
import { descendantsOf, endProcess, processOf } from "./processes";

const repository = path.resolve(__dirname, "../..");
const quickstart = path.join(repository, "examples/quickstart");

let packed: PackedPackage;
let project: string;

beforeAll(async () => {
  packed = await PackedPackage.make();
  const manifest = JSON.parse(readFileSync(path.join(quickstart, "package.json"), "utf8"));
  project = await packed.install("my-phones", "3.248.0", manifest);
  writeFileSync(path.join(project, "Pulumi.yaml"), readFileSync(path.join(quickstart, "Pulumi.yaml")));
});

afterAll(() => packed.remove());

interface SandboxLine {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
}

/** The command that the installed package brings, as the documentation says to start it. */
async function startInstalledSandbox(): Promise<SandboxLine> {
  const child = spawn("npx", ["cloudnumbering", "sandbox", "--json", "--seed", "demo", "--port", "0"], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => endAll(child));
  child.once(
    "exit",
    whenAllElseFails(() => endAll(child)),
  );
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(([code]) => {
      throw new Error(`The sandbox exited with ${code}:\n${complaint}`);
    }),
  ]);
  return JSON.parse(String(first[0])) as SandboxLine;
}

/** npx starts npm, that a shell, that the sandbox. */
function endAll(child: ChildProcess): void {
  const top = child.pid === undefined ? undefined : processOf(child.pid);
  if (!top) return;
  for (const one of [top, ...descendantsOf(top.pid)]) endProcess(one);
}

function useProgram(language: "TypeScript" | "JavaScript"): void {
  for (const name of ["index.ts", "index.js", "tsconfig.json"])
    rmSync(path.join(project, name), { force: true });
  const source = readFileSync(path.join(quickstart, "index.ts"), "utf8");
  const manifest = JSON.parse(readFileSync(path.join(project, "package.json"), "utf8")) as object;
  const main = language === "TypeScript" ? "index.ts" : "index.js";
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ ...manifest, main }));
  if (language === "TypeScript") {
    writeFileSync(path.join(project, "tsconfig.json"), readFileSync(path.join(quickstart, "tsconfig.json")));
  }
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const text =
    language === "TypeScript" ? source : ts.transpileModule(source, { compilerOptions }).outputText;
  writeFileSync(path.join(project, main), text);
}

test.for(["TypeScript", "JavaScript"] as const)(
  "the quickstart in %s goes up, stays clean and is destroyed with the installed package and its sandbox",
  async (language) => {
    useProgram(language);
    const { baseUrl, clientId, clientSecret } = await startInstalledSandbox();
    const stack = await EngineStack.create({
      projectFolder: project,
      env: {
        CLOUDNUMBERING_BASE_URL: baseUrl,
        CLOUDNUMBERING_CLIENT_ID: clientId,
        CLOUDNUMBERING_CLIENT_SECRET: clientSecret,
      },
    });
    onTestFinished(() => stack.remove());
    const up = await stack.upWithPreview();
    succeeded(up);
    expect(up.stdout).toContain("+ 3 created");
    expect(await stack.outputs()).toMatchObject({
      receptionSid: expect.stringMatching(/^EP/),
      messagesSid: expect.stringMatching(/^EP/),
      unroutedNumbers: expect.arrayContaining(["+441134960111"]),
      addressesAllowedToCall: ["203.0.113.10", "203.0.113.11"],
    });
    succeeded(await stack.preview("--expect-no-changes"));
    succeeded(await stack.drift());
    succeeded(await stack.destroy());
  },
);
