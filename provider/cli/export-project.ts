import { providerText, typeToken } from "../engine/provider-text";
import { version } from "../version";
import { json } from "./command-line";
import type { Named, Program } from "./export-program";

export interface ProjectOptions {
  /** The project's name for Pulumi. */
  readonly project: string;
  /** What its package.json says of this package: a version, or where it is. */
  readonly dependency: string | undefined;
}

/** The file that `pulumi import` reads. */
export const IMPORT_FILE = "import.json";

/** All files of the project, by name; the same things give the same bytes. */
export function projectOf(
  program: Program,
  named: readonly Named[],
  { project, dependency = `^${version}` }: ProjectOptions,
): ReadonlyMap<string, string> {
  const sources = [...program.files].map(([name, text]) => [`${name}.ts`, text] as const);
  return new Map([
    ["Pulumi.yaml", `name: ${project}\ndescription: The cloudNumbering account as code\nruntime: nodejs\n`],
    ["package.json", json(packageJson(project, dependency))],
    ["tsconfig.json", TSCONFIG],
    ...sources,
    [IMPORT_FILE, json({ resources: named.map(importEntry) })],
  ]);
}

/** One resource of an import file: with its whole state, so that the engine asks nobody (Pulumi 3.254 and newer). */
export function importEntry({ thing, name }: Named) {
  const { resource, id, state } = thing;
  const __provider = providerText(resource);
  return {
    type: typeToken(resource),
    name,
    id,
    inputs: { ...state.inputs, __provider },
    outputs: { ...state.outputs, __provider },
  };
}

function packageJson(project: string, dependency: string) {
  return {
    name: project,
    private: true,
    main: "index.ts",
    dependencies: { "@pulumi/pulumi": "^3.248.0", "pulumi-cloudnumbering": dependency },
    devDependencies: { typescript: "~5.9.3" },
  };
}

const TSCONFIG = `{
  "compilerOptions": {
    "target": "ES2022",
    "module": "commonjs",
    "moduleResolution": "node",
    "strict": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "files": ["index.ts"]
}
`;
