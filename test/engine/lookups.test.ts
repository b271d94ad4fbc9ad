// How lookups wait for resources, and how they fail, in the real engine. What each answers is in test/contract.
import { expect, test } from "vitest";
import { endpoint, Stage, text } from "./trouble-stage";

test("E15 a lookup of something that this program also makes sees it when it depends on it", async () => {
  const stage = await Stage.open(`
    ${endpoint("desk")}
    const late = cloudnumbering.getEndpointsOutput({}, { dependsOn: [desk] });
    exports.late = late.endpoints.apply((all) => all.map(({ description }) => description));
    exports.early = cloudnumbering.getEndpointsOutput({}).endpoints.apply((all) => all.length);`);
  stage.sandbox.fault({ kind: "delay", ms: 1500, operation: "endpoints.create" });
  const previewed = await stage.succeeds("preview");
  // Only the lookup that waits for nothing is made: the endpoint does not exist yet.
  expect(previewed).toMatch(/early\s*: 0/);
  expect(previewed).toMatch(/late\s*: \[unknown\]/);
  await stage.succeeds("up");
  expect(await stage.stack.outputs()).toMatchObject({ late: ["desk"] });
  await stage.clean();
});

test("E20 a lookup whose args come from a resource not made yet is unknown in the preview, and made by up", async () => {
  const stage = await Stage.open(`
    ${endpoint("desk")}
    exports.found = cloudnumbering.getEndpointOutput({ sid: desk.sid }).description;
    exports.ringing = cloudnumbering.getNumberAssignmentsOutput({ endpoint: desk.sid }).numberAssignments;`);
  expect(await stage.succeeds("preview")).toMatch(/found\s*: \[unknown\]/);
  expect(stage.sandbox.calls.map(({ operation }) => operation)).not.toContain("endpoints.list");
  await stage.succeeds("up");
  expect(await stage.stack.outputs()).toMatchObject({ found: "desk", ringing: [] });
  expect(await stage.succeeds("preview", "--expect-no-changes")).not.toContain("[unknown]");
});

test("E20 a lookup with a secret arg, and one that finds a token, have secret results", async () => {
  const stage = await Stage.open(`
    const pulumi = require("@pulumi/pulumi");
    exports.secretly = cloudnumbering.getEndpointOutput({ description: pulumi.secret("Reception") }).uri;
    exports.callback = cloudnumbering.getEndpointOutput({ description: "Callback" }).uri;
    exports.open = cloudnumbering.getEndpointOutput({ description: "Reception" }).uri;`);
  stage.sandbox.world.addEndpoint({ description: "Reception", uri: "sip:%e164@pbx.example.com" });
  stage.sandbox.world.addEndpoint({
    description: "Callback",
    endpointType: "sms",
    uri: "https://sms.example.com/in?token=t0psecret",
  });
  stage.secrets.push("t0psecret");
  await stage.succeeds("up");
  const shown = text(await stage.stack.run("stack", "output", "--json"));
  expect(JSON.parse(shown)).toEqual({
    secretly: "[secret]",
    callback: "[secret]",
    open: "sip:%e164@pbx.example.com",
  });
  expect(await stage.stack.outputs()).toMatchObject({
    callback: "https://sms.example.com/in?token=t0psecret",
  });
});

test("E16 a lookup in a preview without credentials fails with one clean line", async () => {
  const stage = await Stage.open("exports.all = cloudnumbering.getOrdersOutput({}).orders;", { env: {} });
  await stage.fails(
    [/getOrders: read settings: there is no client id and no client secret.*`pulumi config set/],
    "preview",
  );
  stage.stack.setProgram("module.exports = cloudnumbering.getOrganisation();");
  await stage.fails([/getOrganisation: read settings: there is no client id/], "preview");
  expect(stage.sandbox.calls).toEqual([]);
});

test("E8 a catalogue that the API cuts off is warned about, in the preview and in up", async () => {
  const stage = await Stage.open("exports.isCutOff = cloudnumbering.getCatalogueOutput().isCutOff;");
  const { catalogue } = stage.sandbox.world.trade;
  while (catalogue.entries.size < 10) catalogue.add({ description: "Another product" });
  for (const command of ["preview", "up"]) {
    expect(await stage.succeeds(command)).toMatch(/warning: getCatalogue: the API shows 10 products at most/);
  }
  expect(await stage.stack.outputs()).toEqual({ isCutOff: true });
});
