// node scripts/engine/main.mjs
//
// Prints the folder of a working Pulumi engine; finds or makes it first. Progress goes to stderr.

import { findEngine, NoEngineError } from "./find.mjs";

try {
  const engine = await findEngine();
  process.stdout.write(`${engine.bin}\n`);
} catch (error) {
  if (!(error instanceof NoEngineError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
