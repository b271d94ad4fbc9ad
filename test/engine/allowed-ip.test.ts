import { expect, test } from "vitest";
import { Stage, text } from "./trouble-stage";

/** A line that declares an address. */
function address(name: string, ip: string, rest = ""): string {
  return `new cloudnumbering.AllowedIp("${name}", { endpointType: "voice", ip: "${ip}" ${rest} });\n`;
}

const office = address("office", "203.0.113.10");
const branch = address("branch", "203.0.113.11");

test("AllowedIp: created, found drifted with exit 7, repaired, exchanged, and destroyed but for the last", async () => {
  const stage = await Stage.open(office + branch);
  const { sandbox, stack } = stage;
  const allowed = () => sandbox.world.allowedIps.voice;
  const said = await stage.succeeds("up");
  expect(allowed()).toHaveLength(2);
  expect(said).toMatch(/203\.0\.113\.1\d is the first address allowed for voice/);
  expect(said).toContain("203.0.113.10 is an address for examples");
  expect(await stage.succeeds("preview", "--expect-no-changes")).not.toContain("is an address for examples");

  sandbox.world.disallowIp("voice", "203.0.113.11");
  const drifted = await stack.drift();
  expect(drifted.exit, text(drifted)).toBe(7);
  expect(drifted.stdout).toMatch(/- .*AllowedIp/);
  await stage.succeeds("up", "--refresh");
  expect([...allowed()].sort()).toEqual(["203.0.113.10", "203.0.113.11"]);
  await stage.clean();

  stack.setProgram(office + address("branch", "203.0.113.12"));
  await stage.succeeds("up");
  expect([...allowed()].sort()).toEqual(["203.0.113.10", "203.0.113.12"]);

  const refused = await stage.run("destroy");
  expect(refused.exit).toBe(1);
  expect(text(refused)).toMatch(/is the last address allowed for voice.*allowRemovingLast: true/);
  expect(allowed()).toHaveLength(1);
  stack.env = { ...stack.env, CLOUDNUMBERING_ALLOW_REMOVING_LAST_ADDRESS: "1" };
  await stage.succeeds("destroy");
  expect(allowed()).toEqual([]);
});

test("equal addresses in one program are refused naming both resources, however they are written", async () => {
  const stage = await Stage.open(office + address("again", " 203.0.113.10"));
  await stage.fails(
    ['"office" and "again" both declare the allowed voice address 203.0.113.10: there can be one'],
    "preview",
  );
  expect(stage.sandbox.world.allowedIps.voice).toEqual([]);
});
