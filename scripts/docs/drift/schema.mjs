// docs/drift.schema.json: the form of `cloudnumbering drift --format json`, from the built package.

import { createRequire } from "node:module";
import { join } from "node:path";
import { outputOf } from "../../lib/built.mjs";
import { root } from "../../lib/repository.mjs";

const load = createRequire(import.meta.url);

/** @returns {string} */
export function driftSchema() {
  const { reportJsonSchema } = load(join(root, outputOf("provider/cli/drift-report.ts")));
  return `${JSON.stringify(reportJsonSchema(), null, 2)}\n`;
}
