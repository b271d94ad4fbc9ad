import { expect, test } from "vitest";
import { Stage, text } from "./trouble-stage";

const us = 'const us = new cloudnumbering.Organisation("us", { city: "Leeds", countryIso: "GB" });\n';

test("Organisation: taken over, found drifted with exit 7, repaired, and left as it is by destroy", async () => {
  const stage = await Stage.open(`${us} exports.name = us.name; exports.sid = us.sid;`);
  const { sandbox, stack } = stage;
  sandbox.world.editOrganisation({ name: "Harbour & Vale Ltd", city: "York" });
  const { sid } = sandbox.world.organisation;
  expect(await stage.succeeds("up")).toContain(
    `organisation ${sid} exists and is taken over: this changes city`,
  );
  expect(await stack.outputs()).toEqual({ name: "Harbour & Vale Ltd", sid });
  expect(sandbox.world.organisation).toMatchObject({ name: "Harbour & Vale Ltd", city: "Leeds" });
  await stage.clean();

  sandbox.world.editOrganisation({ city: "London", balance: 3 });
  const drifted = await stack.drift();
  expect(drifted.exit, text(drifted)).toBe(7);
  expect(drifted.stdout).toContain('"Leeds" => "London"');
  await stage.succeeds("up", "--refresh");
  expect(sandbox.world.organisation.city).toBe("Leeds");
  await stage.clean();

  await stage.succeeds("destroy");
  expect(sandbox.world.organisation).toMatchObject({ sid, city: "Leeds", name: "Harbour & Vale Ltd" });
  expect(stage.state().size).toBe(0);
});

test("two organisations in one program are refused, naming both resources", async () => {
  const stage = await Stage.open(`${us} new cloudnumbering.Organisation("them", { city: "York" });`);
  await stage.fails(['"us" and "them" both declare the organisation: there can be one'], "preview");
  expect(stage.writes()).toEqual([]);
});
