// Before the engine tests: finds or makes a real Pulumi. A test gets its folder with `inject("engineBin")`.

import { findEngine } from "../engine/find.mjs";

/** @param {import("vitest/node").TestProject} project */
export async function setup(project) {
  const engine = await findEngine();
  project.provide("engineBin", engine.bin);
}
