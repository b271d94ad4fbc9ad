// A local cloudNumbering in a process of its own, so that its work is not counted as the engine's. Started with the latency
// of each call in milliseconds; the first line it prints says how to reach it.

import { createRequire } from "node:module";

/** @type {typeof import("../../sandbox/index")} */
const { startSandbox } = createRequire(import.meta.url)("../../dist/sandbox/index.js");

const sandbox = await startSandbox({ latencyMs: Number(process.argv[2]) });
process.stdout.write(`${JSON.stringify({ baseUrl: sandbox.baseUrl, env: sandbox.env })}\n`);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => sandbox.stop());
