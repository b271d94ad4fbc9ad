import { expect, test } from "vitest";
import type { Guesses } from "../../sandbox";
import { endpoint, Stage } from "./trouble-stage";

const services: [string, Partial<Guesses>, Record<string, string>, Record<string, string>][] = [
  [
    "trims descriptions",
    { "description-normalisation": "trim" },
    { description: " Front Desk " },
    { description: "Front Desk" },
  ],
  [
    "lower-cases descriptions and uris",
    { "description-normalisation": "lowercase", "uri-normalisation": "lowercase" },
    { description: "Front Desk", uri: "sip:Desk@PBX.example.com" },
    { description: "front desk", uri: "sip:desk@pbx.example.com" },
  ],
];

for (const [what, guesses, sent, kept] of services) {
  test(`F43 a service that ${what}: no endless difference, and a real drift is shown and repaired once`, async () => {
    const stage = await Stage.made(endpoint("desk", sent), { guesses });
    const { world } = stage.sandbox;
    const sid = stage.state().get("desk")?.id ?? "";
    expect(world.endpoint(sid)).toMatchObject(kept);
    const allQuiet = async () => {
      stage.sandbox.clearCalls();
      await stage.settled();
      await stage.clean();
      await stage.settled("--refresh");
      await stage.succeeds("refresh");
      await stage.succeeds("up", "--expect-no-changes");
      expect(stage.writes()).toEqual([]);
    };
    await allQuiet();

    world.editEndpoint(sid, { description: "portal" });
    expect(await stage.drifted()).toContain(`${JSON.stringify(sent.description)} => "portal"`);
    await stage.succeeds("up", "--refresh");
    expect(stage.wrote()).toEqual(["update"]);
    expect(world.endpoint(sid)).toMatchObject(kept);
    await allQuiet();

    // A change of what is declared is still a change.
    stage.stack.setProgram(endpoint("desk", { ...sent, description: " New Desk " }));
    await stage.succeeds("up");
    expect(stage.wrote()).toEqual(["update"]);
    await stage.settled();
    await stage.clean();
  });
}
