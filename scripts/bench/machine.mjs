// What the figures were measured on: enough to read them by.

import { readFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { root } from "../lib/repository.mjs";

/**
 * @typedef {object} Machine
 * @property {string} date
 * @property {number} cores
 * @property {string} node
 * @property {string} engine Pulumi's version
 * @property {string} sdk
 */

/** @param {import("../engine/find.mjs").Engine} engine @returns {Machine} */
export function thisMachine({ version }) {
  const sdk = JSON.parse(readFileSync(join(root, "node_modules/@pulumi/pulumi/package.json"), "utf8"));
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: os.availableParallelism(),
    node: process.versions.node,
    engine: version,
    sdk: sdk.version,
  };
}

/** @returns {string | undefined} a warning when others use this machine, too */
export function busy() {
  const [load = 0] = os.loadavg();
  if (load < os.availableParallelism() * 0.75) return undefined;
  return `This machine is busy (load ${load.toFixed(1)}): times will be longer, and ratios less sure.`;
}
