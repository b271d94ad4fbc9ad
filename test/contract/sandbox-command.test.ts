import { expect, test, vi } from "vitest";
import { type RunSandboxOptions, runSandbox, sandboxCommand } from "../../sandbox/command";
import { ownSandbox, until } from "../fixtures/sandbox-session";

/** Runs the command until `stop` is called. */
function run(options: RunSandboxOptions) {
  let out = "";
  let err = "";
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const code = runSandbox(options, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    untilStopped: () => stopped,
  });
  return { code, stop, out: () => out, err: () => err };
}

test("the sandbox command prints the environment to paste and frees its port at the end", async () => {
  const command = run({});
  await until(() => command.out() !== "");
  const baseUrl = /export CLOUDNUMBERING_BASE_URL=(\S+)/.exec(command.out())?.[1] ?? "";
  expect(command.out()).toMatch(
    /export CLOUDNUMBERING_CLIENT_ID=\S+\n {2}export CLOUDNUMBERING_CLIENT_SECRET=/,
  );
  expect(command.out()).toContain("Harbour & Vale Ltd: 3 endpoints, 12 numbers, 2 allowed addresses");
  expect((await fetch(`${baseUrl}/organisation`)).status).toBe(401);
  command.stop();
  expect(await command.code).toBe(0);
  await expect(fetch(`${baseUrl}/organisation`)).rejects.toThrow();
});

test("with --json the first line is one object with everything a program needs", async () => {
  const command = run({ json: true, seed: "empty" });
  await until(() => command.out() !== "");
  const [line = "", ...rest] = command.out().split("\n");
  expect(rest).toEqual([""]);
  const { baseUrl, clientId, clientSecret, env } = JSON.parse(line);
  expect(env).toEqual({
    CLOUDNUMBERING_BASE_URL: baseUrl,
    CLOUDNUMBERING_CLIENT_ID: clientId,
    CLOUDNUMBERING_CLIENT_SECRET: clientSecret,
  });
  command.stop();
  expect(await command.code).toBe(0);
});

test("a taken port is one line that names it and the way out", async () => {
  const port = Number(new URL((await ownSandbox()).baseUrl).port);
  const command = run({ port });
  expect(await command.code).toBe(1);
  expect(command.err()).toMatch(new RegExp(`^error: port ${port} is in use; .*--port.*\n$`));
  expect(command.out()).toBe("");
});

test("--guesses lists every guess for people and as JSON, with the value that is set", async () => {
  const people = run({ guesses: true, set: ["put-endpoint-flags=ignore"] });
  expect(await people.code).toBe(0);
  expect(people.out()).toContain("accept | [ignore] | reject");
  const program = run({ guesses: true, json: true, set: ["token-lifetime=60"] });
  await program.code;
  const table = JSON.parse(program.out());
  expect(table["token-lifetime"]).toMatchObject({ default: 3600, value: 60 });
  for (const guess of Object.values<{ sentence: string; source: string }>(table)) {
    expect(guess.sentence).toMatch(/^[A-Z].*\.$/);
    expect(guess.source).toMatch(/^§/);
  }
});

test.each([
  [["--port", "70000"]],
  [["--seed", "full"]],
  [["--guess", "nothing=1"]],
  [["--guess", "put-endpoint-flags=perhaps"]],
  [["--loud"]],
])("the options %j are a usage error with exit code 2", async (args) => {
  const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  const silent = sandboxCommand().configureOutput({ writeErr: () => {} });
  await expect(silent.parseAsync(args, { from: "user" })).rejects.toThrow("exit 2");
  exit.mockRestore();
});
