import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Check } from "../../provider/cli/doctor-check";
import { startSandbox } from "../../sandbox";

const command = path.resolve(__dirname, "../../dist/provider/cli/main.js");

/** The built command in a folder of its own, with no pulumi anywhere. */
function doctor(args: readonly string[], env: Record<string, string> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { cwd: folder, env: { PATH: "/nowhere", HOME: folder, ...env } };
  return new Promise<{ exit: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [command, "doctor", ...args], options, (_, stdout, stderr) =>
      resolve({ exit: child.exitCode, stdout, stderr }),
    );
  });
}

test.each([
  [["--nonsense"], "unknown option"],
  [["extra"], "too many arguments"],
  [["--cwd", "elsewhere"], "there is no folder elsewhere"],
])("wrongly called with %j it exits 2 and looks at nothing", async (args, said) => {
  const { exit, stdout, stderr } = await doctor(args);
  expect(stderr).toContain(said);
  expect(exit).toBe(2);
  expect(stdout).toBe("");
});

test("without Pulumi and a project it fails, and looks at the account all the same", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.stop());
  const { exit, stdout, stderr } = await doctor(["--json"], { ...sandbox.env });
  expect(exit, stderr).toBe(1);
  const { version, ok, checks } = JSON.parse(stdout) as { version: number; ok: boolean; checks: Check[] };
  expect([version, ok]).toEqual([1, false]);
  expect(checks.map(({ name, outcome }) => `${outcome} ${name}`)).toEqual([
    "fail Pulumi CLI",
    "fail @pulumi/pulumi",
    "fail provider",
    "warn backend",
    "warn stack",
    "warn secrets",
    "ok credentials",
    "ok service",
    "ok clock",
    "ok token",
    "ok organisation",
    "ok balance",
  ]);
  expect(stdout).not.toContain(sandbox.clientSecret);
  expect((await doctor([], { ...sandbox.env })).stdout).toContain("3 failed, 3 to look at\n");
});
