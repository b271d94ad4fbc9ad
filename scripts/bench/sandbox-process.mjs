// A local cloudNumbering in a process of its own, so that its work is not counted as the engine's. Started with the latency
// of each call in milliseconds, and perhaps with what the account holds; the first line it prints says how to reach it.

import { createRequire } from "node:module";

/** @type {typeof import("../../sandbox/index")} */
const { startSandbox } = createRequire(import.meta.url)("../../dist/sandbox/index.js");

const sandbox = await startSandbox({ latencyMs: Number(process.argv[2]) });
if (process.argv[3]) fill(sandbox.world, JSON.parse(process.argv[3]));
process.stdout.write(`${JSON.stringify({ baseUrl: sandbox.baseUrl, env: sandbox.env })}\n`);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => sandbox.stop());

/**
 * Every number goes to one of the endpoints and has a reference.
 *
 * @param {import("../../sandbox/index").World} world
 * @param {import("./sandbox.mjs").Holdings} holdings
 */
function fill(world, holdings) {
  world.fill(holdings);
  const endpoints = [...world.endpoints.keys()];
  for (const [at, { sid }] of [...world.numbers.values()].entries()) {
    const voiceEndpointSid = endpoints[at % endpoints.length] ?? null;
    world.assign(sid, { voiceEndpointSid, reference: `Extension ${at}` });
  }
}
