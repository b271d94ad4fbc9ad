import { expect, test } from "vitest";
import type { Check } from "../../provider/cli/doctor-check";
import { Command } from "./command";
import { succeeded } from "./engine-stack";
import { endpoint, Stage } from "./trouble-stage";

async function doctor({ stack }: Stage, args: readonly string[], env = {}) {
  const { exit, stdout, stderr } = await new Command("doctor", stack, [...args, "--json"], env).finished;
  expect(stderr).toBe("");
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  return { exit, checks, of: (name: string) => checks.find((each) => each.name === name) };
}

test("a project that is ready is well in every respect; what is not is named with the way out", async () => {
  const stage = await Stage.open(endpoint("sales"));
  const { stack, sandbox } = stage;
  sandbox.world.editOrganisation({ balance: 50 });
  await stage.succeeds("up");
  const before = JSON.stringify(sandbox.world.snapshot());

  const well = await doctor(stage, []);
  expect(well.checks.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
  expect(well.exit).toBe(0);
  expect(well.of("backend")?.found).toContain(`file://${stack.folder}/backend`);
  expect(well.of("stack")?.found, "the selected one").toBe("dev");

  const unknown = await doctor(stage, ["--stack", "nope"]);
  expect(unknown.exit).toBe(1);
  expect(unknown.of("stack")).toMatchObject({ outcome: "fail", found: "no stack named 'nope' found" });

  const plainly = ["--plaintext", "cloudnumbering:clientSecret", sandbox.clientSecret];
  succeeded(await stack.run("config", "set", ...plainly));
  const stranger = sandbox.addOrganisation({ name: "Other Ltd" });
  const other = await doctor(stage, ["--stack", "dev"], stranger.env);
  expect(other.exit).toBe(1);
  expect(other.of("secrets")).toMatchObject({ outcome: "fail" });
  expect(other.of("organisation")?.found).toMatch(/^Other Ltd \(OR.*what dev declares belongs to OR/);

  await stack.setConfig("cloudnumbering:clientSecret", { secret: sandbox.clientSecret });
  const locked = await doctor(stage, ["--stack", "dev"], { PULUMI_CONFIG_PASSPHRASE: "wrong" });
  expect(locked.exit).toBe(1);
  expect(locked.of("stack")).toMatchObject({
    outcome: "fail",
    found: expect.stringContaining("passphrase"),
  });

  const loggedOut = await doctor(stage, [], { PULUMI_BACKEND_URL: "" });
  expect(loggedOut.of("backend")).toMatchObject({ outcome: "fail" });
  expect(JSON.stringify(sandbox.world.snapshot()), "nothing was written").toBe(before);
});
