// Which Pulumi engine this repository is tested with, and the oldest that will do.

import os from "node:os";
import { join } from "node:path";

/** The engine that is downloaded or built when there is none. */
export const wanted = "3.256.0";

/** The first whose import file accepts `inputs` and `outputs`. */
export const oldest = "3.254.0";

/** The files that make an engine able to run Node programs with dynamic providers. */
export const programs = /** @type {const} */ ([
  "pulumi",
  "pulumi-language-nodejs",
  "pulumi-resource-pulumi-nodejs",
]);

/** @returns {string} the folder that the npm package `pulumi` and Pulumi's Automation API use for this version, too */
export function versionFolder() {
  const home = process.env.PULUMI_HOME || join(os.homedir(), ".pulumi");
  return join(home, "versions", wanted);
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {boolean} whether version `a` is older than version `b`
 */
export function older(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
