// examples/adopt-existing is what the command writes of the sandbox's demo account; `vitest -u` writes it anew.
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { contents, exportTo, temporaryFolder } from "../fixtures/export-stage";
import { running } from "./client-stage";

const example = path.resolve(__dirname, "../../examples/adopt-existing");

test("examples/adopt-existing is the export of the demo account, byte for byte", async () => {
  const sandbox = await running({ seed: "demo" });
  const out = path.join(temporaryFolder(), "adopt-existing");
  await exportTo(sandbox, out, { project: "cloudnumbering-adopt-existing", dependency: "file:../.." });
  const files = contents(out);
  for (const [name, text] of Object.entries(files)) {
    await expect(text).toMatchFileSnapshot(path.join(example, name));
  }
  const byHand = ["README.md", "node_modules"];
  expect(
    readdirSync(example)
      .filter((name) => !byHand.includes(name))
      .sort(),
  ).toEqual(Object.keys(files).sort());
});
