import { createRequire } from "node:module";
import path from "node:path";
import { peerDependencies, version } from "../version";
import { type Check, fail, ok, warn } from "./doctor-check";
import type { Facts } from "./doctor-facts";
import { isOlder } from "./pulumi-versions";

const OURS = "pulumi-cloudnumbering";
const SDK = "@pulumi/pulumi";

export function checkSdk({ programFolder }: Facts): Check {
  const found = versionIn(programFolder, SDK);
  const oldest = peerDependencies[SDK].replace("^", "");
  const install = `npm install ${SDK}`;
  if (found === undefined) return fail(SDK, `is not installed in ${programFolder}`, install);
  return isOlder(found, oldest) ? fail(SDK, `${found} is older than ${oldest}`, install) : ok(SDK, found);
}

/** Whether the engine's provider process will find this package: it looks from the program's folder. */
export function checkProvider({ programFolder }: Facts): Check {
  const name = "provider";
  const install = `make it a direct dependency of the project: npm install ${OURS}`;
  const found = versionIn(programFolder, OURS);
  if (found === undefined || !resolves(programFolder, `${OURS}/dynamic`)) {
    return fail(name, `${OURS} is not found from ${programFolder}`, install);
  }
  if (found !== version) {
    const fix = "run the command of the project: npx cloudnumbering doctor, in its folder";
    return warn(name, `the project has ${OURS} ${found}, and this is the command of ${version}`, fix);
  }
  return ok(name, `${OURS} ${found}`);
}

function versionIn(folder: string, name: string): string | undefined {
  try {
    return (createRequire(path.join(folder, "_.js"))(`${name}/package.json`) as { version: string }).version;
  } catch {
    return undefined;
  }
}

function resolves(folder: string, module: string): boolean {
  try {
    createRequire(path.join(folder, "_.js")).resolve(module);
    return true;
  } catch {
    return false;
  }
}
