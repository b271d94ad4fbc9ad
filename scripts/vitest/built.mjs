// Before the tests that run the built package: refuses to test old code.

import { firstStale } from "../lib/built.mjs";

export function setup() {
  const file = firstStale();
  if (file !== undefined) throw new Error(`dist/ is older than ${file}: run \`npm run build\` first`);
}
