import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

// Imports go one way. Biome's rules say so; these tests say that the rules bite.

const root = join(__dirname, "../..");

interface Imports {
  never: string[];
  fine: string[];
}

const layers: Record<string, Imports> = {
  "provider/http/x.ts": {
    never: [
      ...["../client/endpoints", "../engine/values", "../resources/endpoint", "../lookups/get-endpoints"],
      ...["../index", "../handlers", "../cli/main", "@pulumi/pulumi", "../../sandbox/index"],
    ],
    fine: ["undici", "p-limit", "node:fs", "./errors", "../version"],
  },
  "provider/client/x.ts": {
    never: [
      ...["../engine/values", "../resources/endpoint", "../lookups/get-endpoints", "../index", "../handlers"],
      ...["../cli/main", "@pulumi/pulumi", "@pulumi/pulumi/proto/engine_pb", "../../sandbox/index"],
    ],
    fine: ["../http/transport", "zod", "./call", "../version"],
  },
  "provider/engine/x.ts": {
    never: [
      ...["../http/errors", "../client/endpoints", "../resources/endpoint", "../lookups/get-endpoints"],
      ...["../index", "../handlers", "../cli/main", "undici", "../../sandbox/index"],
    ],
    fine: [
      "zod",
      "@pulumi/pulumi",
      "@pulumi/pulumi/proto/engine_pb",
      "node:crypto",
      "node:fs/promises",
      "./values",
    ],
  },
  "provider/resources/x.ts": {
    never: [
      "../http/errors",
      "../handlers",
      "../index",
      "../cli/main",
      "../../sandbox/index",
      "pulumi-cloudnumbering",
    ],
    fine: ["../client/endpoints", "../engine/values", "zod", "@pulumi/pulumi", "./endpoint-uri"],
  },
  "provider/lookups/x.ts": {
    never: ["../http/errors", "../handlers", "../index", "../cli/main", "pulumi-cloudnumbering/sandbox"],
    fine: ["../client/endpoints", "../engine/lookup", "@pulumi/pulumi"],
  },
  "provider/components/x.ts": {
    never: ["../http/errors", "../client/money", "../lookups/get-endpoints", "../handlers", "../index"],
    fine: ["../resources/endpoint", "../engine/program-error", "@pulumi/pulumi"],
  },
  "provider/index.ts": {
    never: ["./client/endpoints", "./http/errors", "./handlers", "./cli/main", "../sandbox/index"],
    fine: ["./resources/endpoint", "./lookups/get-endpoints"],
  },
  "provider/handlers.ts": {
    never: ["./client/endpoints", "./http/errors", "./index", "./cli/main", "../sandbox/index"],
    fine: ["./resources/endpoint", "./engine/define-resource"],
  },
  "provider/import.ts": {
    never: ["./http/errors", "./engine/serve", "./handlers", "./index", "@pulumi/pulumi", "zod"],
    fine: ["./engine/provider-text", "node:module"],
  },
  "provider/definitions.ts": {
    never: ["./http/errors", "./index", "./handlers", "./cli/main", "../sandbox/index"],
    fine: ["./resources/endpoint", "./engine/serve", "./client/account"],
  },
  "provider/cli/x.ts": {
    never: ["../../sandbox/world", "pulumi-cloudnumbering/dynamic"],
    fine: ["commander", "../../sandbox/command", "pulumi-cloudnumbering/sandbox", "../client/account"],
  },
  "sandbox/x.ts": {
    never: ["../provider/client/endpoints", "pulumi-cloudnumbering", "@pulumi/pulumi"],
    fine: ["hono", "./world", "node:crypto"],
  },
  "sandbox/handlers/x.ts": {
    never: ["../../provider/http/errors"],
    fine: ["../world"],
  },
  "examples/quickstart/x.ts": {
    never: ["../../provider/index"],
    fine: ["pulumi-cloudnumbering", "@pulumi/pulumi"],
  },
};

/** The four ways to name another module; a rule that catches only some is no rule. */
const forms = [
  (name: string, n: number) => `import { a${n} } from "${name}"; a${n}();`,
  (name: string, n: number) => `import type { B${n} } from "${name}"; export type C${n} = B${n};`,
  (name: string, n: number) => `export { d as d${n} } from "${name}";`,
  (name: string, n: number) => `export const e${n} = () => import("${name}");`,
];

describe("imports go one way", () => {
  const files = Object.entries(layers).map(([file, { never, fine }]): [string, string] => [
    file,
    code([...never, ...fine]),
  ]);
  const found = biomeErrors(Object.fromEntries(files));

  for (const [file, { never, fine }] of Object.entries(layers)) {
    const caught = (name: string) =>
      found.filter((error) => {
        const isHere = error.file === file && error.rule === "lint/style/noRestrictedImports";
        return isHere && error.line.includes(`"${name}"`);
      });

    test.each(never)(`${file} may not import %s`, (name) => {
      expect(caught(name)).toHaveLength(forms.length);
    });

    test.each(fine)(`${file} may import %s`, (name) => {
      expect(caught(name)).toEqual([]);
    });
  }
});

test("what else the code promises is enforced", () => {
  const found = biomeErrors({
    "provider/http/x.ts": "export default 1;",
    "sandbox/x.ts": "export default 1;",
    "provider/engine/x.ts": 'console.log("x");',
    "provider/cli/x.ts": 'console.log("the command may");',
    "provider/client/x.ts": "export const a = (b: any) => b;",
    "sandbox/y.ts": "export const a = (b?: string) => b!.length;",
    "test/unit/x.test.ts": 'it.skip("x", () => {});',
    "test/unit/y.test.ts": 'it.only("x", () => {});',
  });
  expect(found.map(({ file, rule }) => `${file} ${rule}`).sort()).toEqual([
    "provider/client/x.ts lint/suspicious/noExplicitAny",
    "provider/engine/x.ts lint/suspicious/noConsole",
    "provider/http/x.ts lint/style/noDefaultExport",
    "sandbox/x.ts lint/style/noDefaultExport",
    "sandbox/y.ts lint/style/noNonNullAssertion",
    "test/unit/x.test.ts lint/suspicious/noSkippedTests",
    "test/unit/y.test.ts lint/suspicious/noFocusedTests",
  ]);
});

test("nothing goes around the import rules with a relative require or an import type", () => {
  const hidden = /\brequire\(\s*["']\.|\bimport\(\s*["']\.[^)]*\)\s*\./;
  const names = (folder: string) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const files = ["provider", "sandbox"].flatMap((folder) => names(folder).map((name) => join(folder, name)));
  const offenders = files.filter(
    (file) => file.endsWith(".ts") && hidden.test(readFileSync(join(root, file), "utf8")),
  );
  expect(offenders).toEqual([]);
});

function code(names: string[]): string {
  return names.flatMap((name, i) => forms.map((form, j) => form(name, i * forms.length + j))).join("\n");
}

/** What Biome, with this repository's rules, reports as errors in a tree of these files. */
function biomeErrors(files: Record<string, string>): { file: string; rule: string; line: string }[] {
  const copy = mkdtempSync(join(os.tmpdir(), "layers-"));
  try {
    cpSync(join(root, "biome.json"), join(copy, "biome.json"));
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    writeFileSync(join(copy, ".gitignore"), "node_modules\n");
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), text);
    }
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    const flags = [
      "lint",
      "--reporter=json",
      "--diagnostic-level=error",
      "--max-diagnostics=none",
      ...Object.keys(files),
    ];
    const { stdout } = spawnSync(process.execPath, [biome, ...flags], { cwd: copy, encoding: "utf8" });
    const report = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
    return report.diagnostics.map(({ category, location }) => {
      const line = files[location.path]?.split("\n")[location.start.line - 1] ?? "";
      return { file: location.path, rule: category, line };
    });
  } finally {
    rmSync(copy, { recursive: true });
  }
}

interface Diagnostic {
  category: string;
  location: { path: string; start: { line: number } };
}
