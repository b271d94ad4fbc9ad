import { expect, test } from "vitest";
import { exitCode, findingTypes } from "../../provider/cli/drift-report";
import { running } from "./client-stage";
import { compared, PaperStack } from "./drift-stage";
import { nameOf, portalTable, propertiesOfTheApi } from "./portal-table";

test("there is a row for every property that the API shows, and for no other", () => {
  expect(portalTable.map(nameOf).sort()).toEqual(propertiesOfTheApi().sort());
});

test.each(portalTable.map((row) => [nameOf(row), row] as const))(
  "%s changed in the portal is named, and nothing else",
  async (_, { kind, property, inputs, edit, becomes }) => {
    const sandbox = await running({ guesses: { "sms-allowlist": "yes" } });
    const dev = new PaperStack("dev", sandbox);
    const { id = "" } = await dev.declare(kind, "it", inputs(sandbox));
    const found = async () => {
      const { findings, ...report } = await compared(sandbox, [dev]);
      const ours = findings.filter(({ type }) => type === "changed" || type === "gone");
      return { ours, exit: exitCode({ findings: ours, ...report }, findingTypes) };
    };
    expect(await found()).toEqual({ ours: [], exit: 0 });

    edit(sandbox, id);

    const { ours, exit } = await found();
    expect(exit).toBe(7);
    expect(ours.map(({ type, id: whose }) => [type, whose])).toEqual([[becomes, id]]);
    const named = ours.flatMap(({ differences }) => differences.map((each) => each.property));
    expect(named).toEqual(becomes === "changed" ? [property] : []);
  },
);
