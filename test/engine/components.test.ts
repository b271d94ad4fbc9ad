// Components in the real engine: made of resources, in one up, on the account that they are given.
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { EngineStack, succeeded } from "./engine-stack";
import { endpoint, Stage } from "./trouble-stage";

test("RoutedNumber buys a number and routes it, in one up; its parts stand under it, and nothing is left to do", async () => {
  const stage = await Stage.open(
    `${endpoint("desk")}
    const reception = new cloudnumbering.RoutedNumber("reception", {
      buy: { rateCardEntrySid: process.env.PRODUCT, maxTotalCost: 5, currency: "GBP" },
      voiceEndpointSid: desk.sid,
      reference: "Reception",
    });
    exports.number = reception.number;
    exports.numberSid = reception.sid;`,
    { config: { "cloudnumbering:maxSpend": "5 GBP" } },
  );
  const { world } = stage.sandbox;
  const [product] = world.trade.catalogue.entries.keys();
  stage.stack.env = { ...stage.stack.env, PRODUCT: product ?? "there is no product" };
  await stage.succeeds("up");
  const [bought, ...others] = [...world.numbers.values()];
  expect(others).toEqual([]);
  expect(bought).toMatchObject({ voiceEndpointSid: stage.sid("desk"), reference: "Reception" });
  expect(await stage.stack.outputs()).toMatchObject({ number: bought?.number, numberSid: bought?.sid });
  const types = stage.stack.stateOnDisk().resources.map(({ urn }) => urn.split("::")[2] ?? "");
  const parts = types.filter((type) => type.startsWith("cloudnumbering:index:RoutedNumber$"));
  expect(parts.map((type) => type.split(":").at(-1)).sort()).toEqual([
    "NumberAssignment",
    "Order",
    "OrderKey",
  ]);
  await stage.settled();
  await stage.clean();
});

test("SipTrunk on the account of its provider: endpoint, addresses and numbers there, nothing on the other one", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.stop());
  const abroad = sandbox.addOrganisation({ name: "Abroad Ltd" });
  const { sid } = abroad.world.addNumber({ number: "+441134960100" });
  const stack = await EngineStack.create({
    program: `
      const pulumi = require("@pulumi/pulumi");
      const config = new pulumi.Config("eu");
      const eu = new cloudnumbering.Provider("eu", {
        clientId: config.require("clientId"),
        clientSecret: config.requireSecret("clientSecret"),
      });
      const office = new cloudnumbering.SipTrunk("office", {
        description: "Head office PBX",
        uri: "sip:%e164@pbx.example.com",
        allowedIps: ["81.2.69.142", "81.2.69.143"],
        numbers: { reception: "+441134960100" },
      }, { provider: eu });
      exports.endpointSid = office.endpointSid;
      exports.reception = office.assignments.reception.sid;`,
    env: { ...sandbox.env },
    config: { "eu:clientId": abroad.clientId, "eu:clientSecret": { secret: abroad.clientSecret } },
  });
  onTestFinished(() => stack.remove());
  const untouched = sandbox.world.snapshot();
  succeeded(await stack.up());
  const [pbx] = [...abroad.world.endpoints.values()];
  expect(pbx).toMatchObject({ description: "Head office PBX", endpointType: "voice" });
  expect([...abroad.world.allowedIps.voice].sort()).toEqual(["81.2.69.142", "81.2.69.143"]);
  expect(abroad.world.numberOf(sid).voiceEndpointSid).toBe(pbx?.sid);
  expect(await stack.outputs()).toEqual({ endpointSid: pbx?.sid, reception: sid });
  expect(sandbox.world.snapshot()).toEqual(untouched);
  const reached = sandbox.calls.map(({ organisationSid }) => organisationSid);
  expect(reached).not.toContain(sandbox.world.organisation.sid);
});
