import { expect, test } from "vitest";
import { endpoint, Stage } from "./trouble-stage";

test("F1 missing credentials are named with the two ways to give them, and up works once they are there", async () => {
  const stage = await Stage.open(endpoint("desk"), { env: {} });
  const { CLOUDNUMBERING_CLIENT_SECRET, ...half } = stage.sandbox.env;
  stage.stack.env = { ...stage.stack.env, ...half };
  await stage.fails(
    [/no client secret for cloudNumbering; set CLOUDNUMBERING_CLIENT_ID .* or run `pulumi config set/],
    "up",
  );
  expect(stage.sandbox.calls).toEqual([]);
  expect(stage.state().size).toBe(0);

  await stage.stack.setConfig("cloudnumbering:clientSecret", { secret: CLOUDNUMBERING_CLIENT_SECRET });
  await stage.succeeds("up");
  expect(stage.endpoints).toHaveLength(1);
});

test("F2 wrong credentials are refused once for all resources, and the state is kept by every command", async () => {
  const stage = await Stage.made(endpoint("desk") + endpoint("shop"));
  const right = stage.stack.env;
  stage.secrets.push("WRONGSECRETWRONGSECRET");
  stage.stack.env = { ...right, CLOUDNUMBERING_CLIENT_SECRET: "WRONGSECRETWRONGSECRET" };
  stage.stack.setProgram(
    endpoint("desk", { description: "Front" }) + endpoint("shop", { description: "Sales" }),
  );
  for (const command of ["up", "refresh", "destroy"]) {
    stage.sandbox.clearCalls();
    await stage.fails([/the service answered 40[01].*check the client id and secret/], command);
    expect(stage.sandbox.calls.map(({ operation }) => operation)).toEqual(["oauth.token"]);
    expect(stage.state().size).toBe(2);
  }
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(["desk", "shop"]);

  stage.stack.env = right;
  await stage.succeeds("up");
  await stage.clean();
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(["Front", "Sales"]);
});

test("F5 tokens revoked while an up runs are renewed once, and every endpoint is made once", async () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const stage = await Stage.open(names.map((name) => endpoint(name)).join(""));
  const { sandbox } = stage;
  sandbox.fault({ kind: "delay", ms: 1500, operation: "endpoints.list" });
  const running = stage.succeeds("up");
  await expect
    .poll(() => sandbox.calls.some(({ operation }) => operation === "endpoints.list"), { timeout: 60_000 })
    .toBe(true);
  sandbox.revokeTokens();
  await running;
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(names);
  expect(stage.writes().filter(({ status }) => status === 200)).toHaveLength(6);
  expect(stage.writes().filter(({ status }) => status === 401).length).toBeGreaterThan(0);
  // The first token, the refresh token that is revoked too, and the credentials again.
  expect(sandbox.calls.filter(({ operation }) => operation === "oauth.token")).toHaveLength(3);
  await stage.clean();
});

test("F8 credentials of another organisation are refused by refresh, up and destroy; nothing is gone", async () => {
  const stage = await Stage.made(endpoint("desk") + endpoint("shop"));
  const { sandbox, stack } = stage;
  const other = sandbox.addOrganisation({ name: "Other Ltd" });
  stage.secrets.push(other.clientSecret);
  const right = stack.env;
  const own = sandbox.world.organisation.sid;
  const refusal = [
    new RegExp(
      `belongs to organisation ${own}, but the credentials are those of ${other.world.organisation.sid} \\(Other Ltd\\); use `,
    ),
  ];
  const before = stage.endpoints;
  const sids = before.map(({ sid }) => sid).sort();
  const known = () => [...stage.state().values()].map(({ id }) => id).sort();

  stack.env = { ...right, ...other.env };
  await stage.fails(refusal, "refresh");
  await stage.fails(refusal, "refresh", "--preview-only", "--expect-no-changes");
  await stage.fails(refusal, "up", "--refresh");
  stack.setProgram(endpoint("desk", { description: "Front" }));
  await stage.fails(refusal, "up");
  stack.setProgram(endpoint("shop"));
  await stage.fails(refusal, "up");
  await stage.fails(refusal, "destroy");
  expect(known()).toEqual(sids);
  expect(stage.endpoints).toEqual(before);
  expect(other.world.endpoints.size).toBe(0);
  expect(stage.writes()).toEqual([]);

  stack.env = right;
  await stage.succeeds("up");
  expect(stage.endpoints.map(({ description }) => description)).toEqual(["shop"]);
  await stage.clean();
});
