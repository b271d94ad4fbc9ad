import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json";
import { firstStale } from "../../scripts/lib/built.mjs";
import { CHUNKS } from "../../scripts/lib/bundle.mjs";

// What a user gets from the registry.

const root = join(__dirname, "../..");
let packed: string[];

beforeAll(() => {
  expect(firstStale(), "newer than dist/: run `npm run build` first").toBeUndefined();
  const output = npm(["pack", "--dry-run", "--json", "--ignore-scripts", "--loglevel=error"]);
  const [archive] = JSON.parse(output) as [{ files: { path: string }[] }];
  packed = archive.files.map(({ path }) => path);
});

describe("the package", () => {
  test("holds the built code, its types, the licence and the readme", () => {
    expect(packed).toEqual(expect.arrayContaining(["package.json", "LICENSE", "README.md", "CHANGELOG.md"]));
    expect(packed.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(10);
    const typed = packed.filter((path) => path.endsWith(".js") && !path.startsWith(CHUNKS));
    for (const path of typed) {
      expect(packed, path).toContain(path.replace(/\.js$/, ".d.ts"));
    }
  });

  test("holds nothing else: no sources, tests, scripts or state", () => {
    const expected =
      /^(package\.json|LICENSE|README\.md|CHANGELOG\.md|dist\/(provider|sandbox)\/.*\.(js|d\.ts))$/;
    expect(packed.filter((path) => !expected.test(path))).toEqual([]);
  });

  test("has every file that its exports, types and command name", () => {
    const named = [manifest.main, manifest.types, ...Object.values(manifest.bin), ...paths(manifest.exports)];
    for (const path of named) expect(packed, path).toContain(path.replace(/^\.\//, ""));
  });

  test("needs at run time nothing that is only a development dependency", () => {
    const code = packed
      .filter((path) => path.endsWith(".js"))
      .map((path) => readFileSync(join(root, path), "utf8"));
    const specifiers = code.flatMap((text) =>
      [...text.matchAll(/(?<!\.)\b(?:require|import)\("([^."][^"]*)"\)/g)].map((match) => match[1] ?? ""),
    );
    const packages = specifiers
      .filter((name) => !name.startsWith("node:") && !isBuiltin(name))
      .map(packageName);
    const allowed = [
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.peerDependencies),
      manifest.name,
    ];
    expect([...new Set(packages)].filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test("passes publint", async () => {
    const { publint } = await import("publint");
    const { formatMessage } = await import("publint/utils");
    const { messages, pkg } = await publint({ pkgDir: root, level: "warning", pack: "npm", strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });
});

test("the command can be run as it is", () => {
  const command = join(root, manifest.bin.cloudnumbering);
  expect(existsSync(command)).toBe(true);
  expect(readFileSync(command, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(statSync(command).mode & 0o111).toBe(0o111);
  expect(execFileSync(command, ["--help"], { encoding: "utf8" })).toContain("sandbox");
});

test("a program that imports the package does not load what only the provider process needs", () => {
  const loaded = `
    require("pulumi-cloudnumbering");
    const files = Object.keys(require.cache).map((file) => file.replaceAll("\\\\", "/"));
    console.log(JSON.stringify(files.filter((file) => /node_modules\\/(undici|hono|commander|libphonenumber-js|ipaddr\\.js|big\\.js)\\/|dist\\/(sandbox|provider\\/(http|client|cli))\\//.test(file))));`;
  expect(execFileSync(process.execPath, ["-e", loaded], { cwd: root, encoding: "utf8" }).trim()).toBe("[]");
});

test("the line that makes pulumi import work is silent and light in every other process that it reaches", () => {
  const loaded = "console.log(JSON.stringify(Object.keys(require.cache)))";
  const output = execFileSync(process.execPath, ["--require", "pulumi-cloudnumbering/import", "-e", loaded], {
    cwd: root,
    encoding: "utf8",
  });
  const files = (JSON.parse(output) as string[]).map((file) => file.replaceAll("\\", "/"));
  expect(files.filter((file) => !/dist\/provider\/(import|engine\/provider-text)\.js$/.test(file))).toEqual(
    [],
  );
  expect(files).toHaveLength(2);
});

function npm(args: string[]): string {
  const script = process.env.npm_execpath;
  const [command, first] = script === undefined ? ["npm", []] : [process.execPath, [script]];
  return execFileSync(command, [...first, ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function paths(exports: unknown): string[] {
  if (typeof exports === "string") return [exports];
  return Object.values(exports as Record<string, unknown>).flatMap(paths);
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
