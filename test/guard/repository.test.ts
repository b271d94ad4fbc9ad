import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testFiles } from "./titles";

// What every clone of this repository can rely on.

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const tracked = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((file) => file !== "" && existsSync(join(root, file)) && statSync(join(root, file)).isFile());

/** Written in pieces, so that this file does not find itself. */
const machinePaths = [["root"], ["work"], ["tmp", "bash_jobs"], ["home", "runner"]].map(
  (folders) => new RegExp(`(^|[\\s"'\`=:(])/${folders.join("/")}/`, "m"),
);
const registryHosts = [
  ["registry", "npmjs", "org"],
  ["registry", "yarnpkg", "com"],
  ["proxy", "golang", "org"],
].map((words) => new RegExp(words.join("\\."), "i"));

describe("no tracked file", () => {
  test("names a path of somebody's machine", () => {
    expect(filesWith(machinePaths)).toEqual([]);
  });

  test("names a package registry's host: whose registry is used is the user's business", () => {
    expect(filesWith(registryHosts)).toEqual([]);
  });

  test("holds a private key or a stack's configuration", () => {
    expect(filesWith([/-----BEGIN [A-Z ]*PRIVATE KEY-----/])).toEqual([]);
    expect(tracked.filter((file) => /Pulumi\.[^/]+\.yaml$/.test(file))).toEqual([]);
  });
});

test("package-lock.json names no download addresses and fits package.json", () => {
  const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> };
  const addresses = Object.values(lock.packages).filter(({ resolved }) =>
    /^[a-z+]+:\/\//.test(resolved ?? ""),
  );
  expect(addresses).toEqual([]);
  const manifest = JSON.parse(read("package.json")) as Locked;
  for (const kind of ["dependencies", "devDependencies", "peerDependencies"] as const) {
    expect(lock.packages[""]?.[kind]).toEqual(manifest[kind]);
  }
});

test("package-lock.json has an entry for every system, not only for the one it was written on", () => {
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> };
  const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  expect(optional.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});

test("no test is skipped, left for later, or the only one that runs", () => {
  const idle =
    /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.(?:skip|skipIf|runIf|todo|only|fails)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/;
  const self = "test/guard/";
  expect(testFiles().filter((file) => !file.startsWith(self) && idle.test(read(file)))).toEqual([]);
});

test("the README names the commands a newcomer needs", () => {
  const readme = read("README.md");
  for (const command of [
    "npm run demo",
    "npm test",
    "npm install pulumi-cloudnumbering",
    "cloudnumbering sandbox",
  ]) {
    expect(readme).toContain(command);
  }
});

test("every command the documents name exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const documents = tracked.filter((file) => file.endsWith(".md"));
  const named = documents.flatMap((file) =>
    [...read(file).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? ""),
  );
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test("the licence is Apache-2.0, in full", () => {
  const licence = read("LICENSE");
  expect(licence).toContain("Apache License");
  expect(licence).toContain("END OF TERMS AND CONDITIONS");
});

interface Locked {
  resolved?: string;
  optionalDependencies?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

function filesWith(patterns: RegExp[]): string[] {
  const texts = tracked.filter((file) => !/\.(png|gif|ico|woff2?)$/.test(file));
  return texts.filter((file) => patterns.some((pattern) => pattern.test(read(file))));
}
