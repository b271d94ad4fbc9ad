import { expect, test } from "vitest";
import { endpoint, Stage } from "./trouble-stage";

test("F36 forced replacement of an endpoint: refused while its twin is there, done with allowDuplicate, never two left", async () => {
  const stage = await Stage.made(endpoint("desk") + endpoint("shop"));
  const old = stage.sid("desk");
  const other = stage.sid("shop");
  await stage.fails(
    [`the account already has a voice endpoint with this description and uri: ${old}.`],
    "up",
    "--replace",
    stage.urn("desk"),
  );
  expect(stage.writes()).toEqual([]);

  stage.stack.setProgram(endpoint("desk", { allowDuplicate: true }) + endpoint("shop"));
  await stage.succeeds("up", "--replace", stage.urn("desk"));
  expect(stage.wrote()).toEqual(["create", "delete"]);
  expect(stage.sid("desk")).not.toBe(old);
  expect(stage.sid("shop")).toBe(other);
  const second = stage.sid("desk");

  await stage.succeeds("up", "--target-replace", stage.urn("desk"));
  expect(stage.sid("desk")).not.toBe(second);
  const third = stage.sid("desk");

  await stage.succeeds("state", "taint", stage.urn("desk"), "--yes");
  await stage.succeeds("up");
  expect(stage.sid("desk")).not.toBe(third);
  expect(stage.endpoints).toHaveLength(2);
  expect(stage.state().get("desk")?.id).toBe(stage.sid("desk"));
  await stage.settled();
  await stage.clean();
  await stage.succeeds("destroy");
  expect(stage.endpoints).toEqual([]);
});

test("F36 forced replacement of an adopted endpoint keeps it under its sid, and a later destroy really deletes it", async () => {
  const stage = await Stage.open("");
  const { sid } = stage.sandbox.world.addEndpoint({ description: "desk" });
  stage.stack.setProgram(endpoint("desk", { adopt: sid }));
  await stage.succeeds("up");
  const replaced = async (...flags: string[]) => {
    const said = await stage.succeeds("up", ...flags);
    expect(said).toMatch(/\+-1 replaced/);
    expect(stage.endpoints.map((each) => each.sid)).toEqual([sid]);
    expect(stage.state().get("desk")?.id).toBe(sid);
    expect(stage.writes()).toEqual([]);
  };
  await replaced("--replace", stage.urn("desk"));
  await replaced("--target-replace", stage.urn("desk"));
  await stage.succeeds("state", "taint", stage.urn("desk"), "--yes");
  await replaced();
  await stage.succeeds("state", "taint", stage.urn("desk"), "--yes");
  await replaced("--refresh");
  await stage.settled();
  await stage.clean();
  await stage.succeeds("destroy");
  expect(stage.endpoints).toEqual([]);
});

test("F41 up --refresh after the code was removed, destroy --refresh and destroy --run-program really delete", async () => {
  const stage = await Stage.made(endpoint("desk") + endpoint("shop") + endpoint("lobby") + endpoint("yard"));
  stage.stack.setProgram(endpoint("shop") + endpoint("lobby") + endpoint("yard"));
  await stage.succeeds("up", "--refresh");
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(["lobby", "shop", "yard"]);
  await stage.succeeds("destroy", "--run-program", "--target", stage.urn("yard"));
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(["lobby", "shop"]);
  await stage.succeeds("destroy", "--refresh", "--run-program", "--target", stage.urn("shop"));
  expect(stage.endpoints.map(({ description }) => description)).toEqual(["lobby"]);
  await stage.succeeds("destroy", "--refresh");
  expect(stage.endpoints).toEqual([]);
  expect(stage.state().size).toBe(0);
  expect(stage.wrote()).toEqual(["delete", "delete", "delete", "delete"]);
});

test("F41 adopted endpoints too: up --refresh after the code was removed and destroy --refresh delete them", async () => {
  const stage = await Stage.open("");
  const [desk, shop] = ["desk", "shop"].map(
    (description) => stage.sandbox.world.addEndpoint({ description }).sid,
  );
  stage.stack.setProgram(endpoint("desk", { adopt: desk }) + endpoint("shop", { adopt: shop }));
  await stage.succeeds("up");
  stage.stack.setProgram(endpoint("shop", { adopt: shop }));
  await stage.succeeds("up", "--refresh");
  expect(stage.endpoints.map(({ sid }) => sid)).toEqual([shop]);
  await stage.succeeds("destroy", "--refresh");
  expect(stage.endpoints).toEqual([]);
});

test("F42 protect, retainOnDelete, deletedWith and dependsOn do to an endpoint what they do to any resource", async () => {
  const stage = await Stage.made(
    endpoint("guarded", {}, "{ protect: true }") +
      endpoint("kept", {}, "{ retainOnDelete: true }") +
      endpoint("first") +
      endpoint("second", {}, "{ dependsOn: first }") +
      endpoint("tied", {}, "{ deletedWith: first }"),
  );
  const creates = () => stage.writes().map(({ body }) => (body as { description: string }).description);
  expect(creates()).toEqual([]);
  await stage.fails(["guarded"], "destroy");
  expect(stage.endpoints.map(({ description }) => description)).toContain("guarded");
  await stage.succeeds("destroy", "--exclude-protected");
  // What is deleted with another is deleted by nobody here: an endpoint owns no other.
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(["guarded", "kept", "tied"]);
  const paths = stage.writes().map(({ path }) => path.split("/").at(-1));
  expect(paths).toHaveLength(2);

  stage.stack.setProgram(endpoint("guarded"));
  await stage.succeeds("up");
  await stage.succeeds("destroy");
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(["kept", "tied"]);
});

test("F42 ignoreChanges leaves a portal edit alone, through up --refresh too, and other drift is still repaired", async () => {
  const options = '{ ignoreChanges: ["description"] }';
  const stage = await Stage.made(endpoint("desk", {}, options));
  const [{ sid } = { sid: "" }] = stage.endpoints;
  const { world } = stage.sandbox;
  world.editEndpoint(sid, { description: "Edited in the portal" });
  await stage.succeeds("up", "--refresh");
  await stage.succeeds("refresh");
  await stage.succeeds("up");
  stage.stack.setProgram(endpoint("desk", { description: "New in the program" }, options));
  await stage.succeeds("up");
  expect(world.endpoint(sid).description).toBe("Edited in the portal");
  expect(stage.writes()).toEqual([]);

  world.editEndpoint(sid, { uri: "sip:drift@pbx.example.com" });
  await stage.succeeds("up", "--refresh");
  expect(world.endpoint(sid)).toMatchObject({
    description: "Edited in the portal",
    uri: "sip:%e164@pbx.example.com",
  });
  expect(stage.wrote()).toEqual(["update"]);
  await stage.clean();
});

test("F42 replaceOnChanges replaces, deleteBeforeReplace turns the order round, customTimeouts do no harm", async () => {
  const program = (round: number) =>
    endpoint("desk", { description: `desk ${round}` }, '{ replaceOnChanges: ["description"] }') +
    endpoint(
      "shop",
      round === 1 ? {} : { endpointType: "sms", uri: "mailto:shop@example.com" },
      '{ deleteBeforeReplace: true, customTimeouts: { create: "30s", update: "30s", delete: "30s" } }',
    );
  const stage = await Stage.made(program(1));
  const [desk, shop] = [stage.sid("desk 1"), stage.sid("shop")];
  stage.stack.setProgram(program(2));
  await stage.succeeds("up");
  const order = stage.writes().map(({ operation, path, body }) => {
    const { description } = (body ?? {}) as { description?: string };
    return `${operation.replace("endpoints.", "")} ${description ?? path.split("/").at(-1)}`;
  });
  expect(order.indexOf(`delete ${shop}`)).toBeLessThan(order.indexOf("create shop"));
  expect(order.indexOf(`delete ${desk}`)).toBeGreaterThan(order.indexOf("create desk 2"));
  expect(order).toHaveLength(4);
  expect(stage.endpoints.map(({ description }) => description).sort()).toEqual(["desk 2", "shop"]);
  await stage.settled();
  await stage.clean();
});

test("F42 aliases: a rename and a move under a component keep the endpoint; transforms and additionalSecretOutputs work", async () => {
  const stage = await Stage.made(
    endpoint("desk") +
      endpoint("shop") +
      endpoint("plain", {}, '{ additionalSecretOutputs: ["description"] }'),
  );
  const before = stage.endpoints;
  stage.stack.setProgram(
    `const pulumi = require("@pulumi/pulumi");
     class Office extends pulumi.ComponentResource {
       constructor() { super("test:index:Office", "office", {}); }
     }
     const office = new Office();` +
      endpoint("reception", { description: "desk" }, '{ aliases: [{ name: "desk" }] }') +
      endpoint("shop", {}, "{ parent: office, aliases: [{ parent: pulumi.rootStackResource }] }") +
      endpoint(
        "plain",
        {},
        `{ additionalSecretOutputs: ["description"], transforms: [({ props, opts }) => (
           { props: { ...props, isSecondary: true }, opts })] }`,
      ),
  );
  await stage.succeeds("up");
  expect(stage.endpoints).toEqual(
    before.map((each) => ({ ...each, isSecondary: each.description === "plain" })),
  );
  expect(stage.wrote()).toEqual(["update"]);
  expect(JSON.stringify(stage.state().get("plain")?.outputs.description)).toContain("ciphertext");
  expect(stage.state().get("reception")?.id).toBe(stage.sid("desk"));
  expect(stage.urn("shop")).toContain(
    "test:index:Office$pulumi-nodejs:dynamic/cloudnumbering:Endpoint::shop",
  );
  await stage.settled();
  await stage.clean();
});

test("F42 --target and --exclude change what they name and no more", async () => {
  const program = (round: number) =>
    ["desk", "shop", "lobby"].map((name) => endpoint(name, { description: `${name} ${round}` })).join("");
  const stage = await Stage.made(program(1));
  const descriptions = () => stage.endpoints.map(({ description }) => description).sort();
  stage.stack.setProgram(program(2));
  await stage.succeeds("up", "--target", stage.urn("desk"));
  expect(descriptions()).toEqual(["desk 2", "lobby 1", "shop 1"]);
  await stage.succeeds("up", "--exclude", stage.urn("lobby"));
  expect(descriptions()).toEqual(["desk 2", "lobby 1", "shop 2"]);
  await stage.succeeds("up");
  expect(descriptions()).toEqual(["desk 2", "lobby 2", "shop 2"]);
  await stage.clean();
  await stage.succeeds("destroy", "--target", stage.urn("desk"));
  expect(descriptions()).toEqual(["lobby 2", "shop 2"]);
});

test("F42 preview --refresh, refresh --run-program, a rename and a move in the state keep the endpoint and show its drift", async () => {
  const stage = await Stage.made(endpoint("desk") + endpoint("shop"));
  const [desk, shop] = [stage.sid("desk"), stage.sid("shop")];
  await stage.settled("--refresh");
  stage.sandbox.world.editEndpoint(desk, { description: "portal" });
  const shown = await stage.run("preview", "--refresh", "--expect-no-changes", "--diff");
  expect(shown.exit).toBe(7);
  expect(shown.stdout).toMatch(/description: +"portal" => "desk"/);
  const refreshed = await stage.succeeds("refresh", "--run-program", "--diff");
  expect(refreshed).toMatch(/description: +"desk" => "portal"/);
  expect(stage.writes()).toEqual([]);

  await stage.succeeds("state", "rename", stage.urn("desk"), "reception", "--yes");
  await stage.succeeds("stack", "init", "other");
  const moved = ["--source", "dev", "--dest", "other", "--yes", stage.urn("shop")];
  await stage.succeeds("state", "move", ...moved);
  stage.stack.setProgram(endpoint("reception", { description: "desk" }));
  await stage.succeeds("up");
  expect(stage.wrote()).toEqual(["update"]);
  expect(stage.state().get("reception")?.id).toBe(desk);
  expect(stage.endpoints.map(({ sid }) => sid).sort()).toEqual([desk, shop].sort());
  await stage.succeeds("destroy", "--stack", "other");
  expect(stage.endpoints.map(({ sid }) => sid)).toEqual([desk]);
  await stage.clean();
});

test("F42 replaceOnChanges with a portal edit: up --refresh replaces what was edited, and nothing else", async () => {
  const options = '{ replaceOnChanges: ["description"] }';
  const stage = await Stage.made(endpoint("desk", {}, options) + endpoint("shop", {}, options));
  const [desk, shop] = [stage.sid("desk"), stage.sid("shop")];
  stage.sandbox.world.editEndpoint(desk, { description: "portal" });
  await stage.succeeds("up", "--refresh");
  expect(stage.wrote()).toEqual(["create", "delete"]);
  expect(stage.sid("desk")).not.toBe(desk);
  expect(stage.sid("shop")).toBe(shop);
  await stage.settled();
  await stage.clean();
});
