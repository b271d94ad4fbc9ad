// The provider process loads the handlers before it can do anything, in each command again. As few files as can be, and of
// two libraries only what the handlers use, take a quarter of the time that the compiled sources would.

import { readFileSync, rmSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { rolldown } from "rolldown";
import { root } from "./repository.mjs";

/** The parts that are loaded when they are needed, beside the file that the package's exports name. */
export const CHUNKS = "dist/provider/handlers/";

const bundled = ["undici", "zod"];

const filesOf = (/** @type {string} */ library) => new RegExp(`[\\\\/]node_modules[\\\\/]${library}[\\\\/]`);

/** What prepares the process for undici is no part of the bundle: it must run before undici is there. */
const external = (/** @type {string} */ id) => {
  if (id === "./lean-memory") return true;
  const isFile = /^[.\0]/.test(id) || isAbsolute(id);
  return !isFile && !bundled.includes(id.split("/")[0] ?? "");
};

/** undici without what it has beside its connections (fetch, web sockets, caches), and without setting a global one. */
const CONNECTIONS_ONLY = "\0undici";
const connectionsOnly = /** @type {import("rolldown").Plugin} */ ({
  name: "undici-connections-only",
  resolveId: (id) => (id === "undici" ? CONNECTIONS_ONLY : null),
  load(id) {
    if (id !== CONNECTIONS_ONLY) return null;
    const part = (/** @type {string} */ file) => JSON.stringify(join(root, "node_modules/undici/lib", file));
    return `import Dispatcher from ${part("dispatcher/dispatcher.js")};
      import api from ${part("api/index.js")};
      Object.assign(Dispatcher.prototype, api);
      export { default as Agent } from ${part("dispatcher/agent.js")};
      export { default as EnvHttpProxyAgent } from ${part("dispatcher/env-http-proxy-agent.js")};`;
  },
});

/** Puts the handlers in the place of what the compiler has made of provider/handlers.ts. */
export async function bundleHandlers() {
  const bundle = await rolldown({
    input: join(root, "provider/handlers.ts"),
    platform: "node",
    tsconfig: join(root, "tsconfig.json"),
    external,
    plugins: [connectionsOnly],
    treeshake: { moduleSideEffects: (id) => !filesOf("zod").test(id) },
  });
  rmSync(join(root, CHUNKS), { recursive: true, force: true });
  await bundle.write({
    dir: join(root, "dist/provider"),
    format: "cjs",
    entryFileNames: "handlers.js",
    chunkFileNames: "handlers/[name].js",
    codeSplitting: { groups: bundled.map((name) => ({ name, test: filesOf(name) })) },
    postBanner: ({ name }) => (bundled.includes(name) ? `/*!\n${licenceOf(name)}\n*/` : ""),
  });
  await bundle.close();
}

/** @param {string} library */
function licenceOf(library) {
  return `From ${library}:\n\n${readFileSync(join(root, "node_modules", library, "LICENSE"), "utf8").trim()}`;
}
