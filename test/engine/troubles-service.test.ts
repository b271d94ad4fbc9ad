import { expect, test } from "vitest";
import type { EndpointRecord } from "../../sandbox";
import { endpoint, Stage } from "./trouble-stage";

test("F25 a create whose socket drops before the service did it is sent once, says so, and is made by the next up", async () => {
  const stage = await Stage.open(endpoint("desk"));
  stage.sandbox.fault({ kind: "dropBefore", operation: "endpoints.create" });
  await stage.fails(
    [/create endpoint: the connection to .* broke before the answer was complete; run it again/],
    "up",
  );
  expect(stage.wrote()).toEqual(["create"]);
  expect(stage.endpoints).toEqual([]);
  expect(stage.state().size).toBe(0);

  await stage.succeeds("up");
  expect(stage.endpoints).toHaveLength(1);
  await stage.clean();
});

test("F26 a create whose socket drops after the service did it is found and kept: no second one, no error", async () => {
  const stage = await Stage.open(endpoint("desk"));
  stage.sandbox.fault({ kind: "dropAfter", operation: "endpoints.create" });
  await stage.succeeds("up");
  expect(stage.wrote()).toEqual(["create"]);
  expect(stage.state().get("desk")?.id).toBe(stage.sid("desk"));
  await stage.clean();
  await stage.settled();
});

test("F27 an update that ignores a field is an error each time, with one request each, until it is as declared", async () => {
  const stage = await Stage.made(endpoint("desk"));
  const { sandbox, stack } = stage;
  const ignoring = sandbox.fault({
    kind: "ignoreField",
    field: "uri",
    operation: "endpoints.update",
    times: Infinity,
  });
  stack.setProgram(endpoint("desk", { description: "Front", uri: "sip:new@pbx.example.com" }));
  const reason =
    /endpoint EP\w+: the service reported success but did not take uri as declared; set it in the portal/;
  await stage.fails([reason], "up");
  expect(stage.endpoint("Front").uri).toBe("sip:%e164@pbx.example.com");
  expect(stage.wrote()).toEqual(["update"]);

  // A half-done update keeps the old inputs in the state: the drift check shows what it did, preview and up the rest.
  expect(await stage.drifted()).toMatch(/~ description/);
  const preview = await stage.run("preview", "--diff", "--expect-no-changes");
  expect(preview.exit).not.toBe(0);
  await stage.fails([reason], "up");
  expect(stage.wrote()).toEqual(["update", "update"]);
  await stage.succeeds("refresh");
  await stage.fails([reason], "up");
  expect(stage.wrote()).toEqual(["update", "update", "update"]);

  // The way out: set in the portal, the next up finds it in place.
  sandbox.world.editEndpoint(stage.sid("Front"), { uri: "sip:new@pbx.example.com" });
  await stage.succeeds("up");
  expect(stage.wrote()).toHaveLength(3);
  expect(ignoring.hits).toBe(3);
  await stage.settled();
  await stage.clean();
});

test("F28 an update that resets what was not declared says so and how to set it back, and is accepted by another up", async () => {
  const stage = await Stage.made(endpoint("desk") + endpoint("shop"));
  const { sandbox, stack } = stage;
  for (const { sid } of stage.endpoints) sandbox.world.editEndpoint(sid, { isSecondary: true });
  sandbox.fault({ kind: "resetField", field: "isSecondary", operation: "endpoints.update", times: 2 });
  const front = { description: "Front" };
  stack.setProgram(endpoint("desk", front) + endpoint("shop", { description: "Sales" }));
  const finished = await stage.fails(
    [/changed isSecondary, which was not to change; declare isSecondary: true to/],
    "up",
    "--continue-on-error",
  );
  expect(new Set(finished.match(/endpoint EP\w+: the service also changed isSecondary/g)).size).toBe(2);

  // One is set back by declaring it, the other is accepted as it is.
  stack.setProgram(
    endpoint("desk", { ...front, isSecondary: true }) + endpoint("shop", { description: "Sales" }),
  );
  await stage.succeeds("up");
  expect(stage.endpoint("Front").isSecondary).toBe(true);
  expect(stage.endpoint("Sales").isSecondary).toBe(false);
  expect(stage.wrote()).toHaveLength(3);
  await stage.settled();
  await stage.clean();
});

test("F29 an endpoint that vanished between diff and update is an error naming up --refresh, which makes it again", async () => {
  const stage = await Stage.made(endpoint("desk"));
  stage.sandbox.world.removeEndpoint(stage.sid("desk"));
  stage.stack.setProgram(endpoint("desk", { description: "Front" }));
  await stage.fails([/endpoint EP\w+ is no longer on the account; pulumi up --refresh makes it again/], "up");
  expect(stage.writes()).toEqual([]);
  expect(stage.state().size).toBe(1);
  await stage.succeeds("up", "--refresh");
  expect(stage.wrote()).toEqual(["create"]);
  expect(stage.state().get("desk")?.id).toBe(stage.sid("Front"));
  await stage.clean();
});

test("F30 an endpoint deleted by someone else is made again by up --refresh, and one that is to go is gone without fuss", async () => {
  const stage = await Stage.made(endpoint("desk") + endpoint("shop") + endpoint("lobby"));
  const { world } = stage.sandbox;
  world.removeEndpoint(stage.sid("desk"));
  world.removeEndpoint(stage.sid("lobby"));
  expect(await stage.drifted()).toMatch(/- .*Endpoint/);
  stage.stack.setProgram(endpoint("desk") + endpoint("shop"));
  await stage.succeeds("up", "--refresh");
  expect(stage.wrote()).toEqual(["create"]);
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(["desk", "shop"]);
  await stage.clean();
  // Without a refresh too: what is gone already needs no delete.
  world.removeEndpoint(stage.sid("shop"));
  await stage.succeeds("destroy");
  expect(stage.endpoints).toEqual([]);
  expect(stage.state().size).toBe(0);
});

test("F32 a default that someone else moved is shown, and taken back by up --refresh with a warning", async () => {
  const stage = await Stage.made(endpoint("desk", { isDefault: true }));
  const { sid } = stage.sandbox.world.addEndpoint({ description: "Intruder", isDefault: true });
  expect(stage.endpoint("desk").isDefault).toBe(false);
  expect(await stage.drifted()).toMatch(/isDefault *: true => false/);
  const said = await stage.succeeds("up", "--refresh");
  expect(said).toContain(`is now the default for voice; until now it was ${sid} ("Intruder")`);
  expect(stage.endpoint("desk").isDefault).toBe(true);
  await stage.clean();
});

test("F32 the default moves between two declared endpoints in one up, and at no moment is there none", async () => {
  const program = (desk: boolean) =>
    endpoint("desk", { isDefault: desk }) + endpoint("shop", { isDefault: !desk });
  const stage = await Stage.made(program(true));
  const { world } = stage.sandbox;
  const moments: number[] = [];
  const edit = world.editEndpoint.bind(world);
  world.editEndpoint = (sid, patch): EndpointRecord => {
    const record = edit(sid, patch);
    moments.push(stage.endpoints.filter(({ isDefault }) => isDefault).length);
    return record;
  };
  stage.stack.setProgram(program(false));
  await stage.succeeds("up");
  expect(moments.length).toBeGreaterThan(0);
  expect(moments).not.toContain(0);
  expect(stage.endpoint("shop").isDefault).toBe(true);
  expect(stage.endpoint("desk").isDefault).toBe(false);
  await stage.settled();
  await stage.clean();

  // And back, so that the other order of declaration is met too.
  stage.stack.setProgram(program(true));
  await stage.succeeds("up");
  expect(moments).not.toContain(0);
  expect(stage.endpoint("desk").isDefault).toBe(true);
  await stage.clean();
});

test("F32 a service that ignores isDefault on update is an error with the way out each time, and both ways out work", async () => {
  const program = (flags: Record<string, unknown>) =>
    endpoint("desk", flags) +
    endpoint("shop", { endpointType: "sms", uri: "mailto:shop@example.com", ...flags });
  const stage = await Stage.made(program({}), { guesses: { "put-endpoint-flags": "ignore" } });
  const { world } = stage.sandbox;
  stage.stack.setProgram(program({ isDefault: true }));
  const reason =
    /did not take isDefault as declared; set it in the portal .*, or take isDefault out of the program/;
  for (const [at, flags] of [[], [], ["--refresh"]].entries()) {
    const said = await stage.fails([reason], "up", "--continue-on-error", ...flags);
    expect(new Set(said.match(/endpoint EP\w+: the service reported success/g)).size).toBe(2);
    expect(stage.wrote()).toHaveLength(2 * (at + 1));
  }
  world.editEndpoint(stage.sid("desk"), { isDefault: true });
  stage.stack.setProgram(endpoint("desk", { isDefault: true }) + program({}).slice(endpoint("desk").length));
  await stage.succeeds("up");
  expect(stage.wrote()).toHaveLength(6);
  await stage.settled();
  await stage.clean();
});
