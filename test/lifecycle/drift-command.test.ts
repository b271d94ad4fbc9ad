import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";

const command = path.resolve(__dirname, "../../dist/provider/cli/main.js");

interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command in a folder of its own, with no pulumi anywhere. */
function drift(...args: string[]): Promise<Ended> {
  const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, "bad-rules"), "fax\n");
  const env = { PATH: "/nowhere", HOME: folder };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [command, "drift", ...args],
      { cwd: folder, env },
      (_, stdout, stderr) => resolve({ exit: child.exitCode, stdout, stderr }),
    );
  });
}

test.each([
  [["--nonsense"], "unknown option"],
  [["--format", "xml"], "is invalid"],
  [["--fail-on", "lost"], '"lost" is none of gone, changed'],
  [["extra"], "too many arguments"],
  [["--ignore", "no-rules"], "the ignore file no-rules is not there"],
  [["--ignore", "bad-rules"], "bad-rules:1: a line is"],
])("D12 wrongly called with %j: exit 2, before anything is read", async (args, said) => {
  const { exit, stdout, stderr } = await drift(...args);
  expect(stderr).toContain(said);
  expect(exit).toBe(2);
  expect(stdout).toBe("");
});

test.each([
  ["no/such/folder/report.txt", "no such folder"],
  [".", "is a folder"],
])("D13 an output file %j that cannot be written: said before anything is read", async (output, said) => {
  const { exit, stdout, stderr } = await drift("--output", output);
  expect(stderr).toContain(said);
  expect(exit).toBe(1);
  expect(stdout).toBe("");
});

test("without the Pulumi CLI it could not tell, and says what to install", async () => {
  const { exit, stderr } = await drift("--stack", "dev");
  expect(stderr).toMatch(/^error: pulumi cannot be run: .*install the Pulumi CLI/);
  expect(exit).toBe(1);
});

test("a folder that is not there could not be told about", async () => {
  const { exit, stderr } = await drift("--cwd", "elsewhere");
  expect(stderr).toBe("error: there is no folder elsewhere\n");
  expect(exit).toBe(1);
});

test("its help names the exit codes", async () => {
  const { exit, stdout } = await drift("--help");
  expect(exit).toBe(0);
  expect(stdout.replace(/\s+/g, " ")).toContain("0 as declared 7 drift");
});
