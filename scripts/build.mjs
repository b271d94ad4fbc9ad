// npm run build
//
// Compiles the package into dist/, removes what has no source there (files of a renamed source), makes the command
// executable and bundles the handlers.

import { chmodSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { filesIn, outputOf, sources } from "./lib/built.mjs";
import { bundleHandlers, CHUNKS } from "./lib/bundle.mjs";
import { run } from "./lib/processes.mjs";
import { root } from "./lib/repository.mjs";

const tsc = join(root, "node_modules/typescript/bin/tsc");
const result = await run(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = result.code;

if (result.code === 0) {
  const wanted = new Set(sources().map((source) => outputOf(source).replace(/\.js$/, "")));
  const orphans = filesIn(join(root, "dist")).filter(
    (file) => !file.startsWith(CHUNKS) && !wanted.has(file.replace(/(\.d\.ts|\.js)$/, "")),
  );
  for (const file of orphans) rmSync(join(root, file));
  const command = join(root, "dist/provider/cli/main.js");
  if (existsSync(command)) chmodSync(command, 0o755);
  await bundleHandlers();
}
