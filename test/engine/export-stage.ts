// An account, the project that `export` writes of it, and the stacks that it becomes.
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { expect, onTestFinished } from "vitest";
import type { ExportReport } from "../../provider/cli/export-report";
import { type ExportOptions, runExport } from "../../provider/cli/export-run";
import type { Sandbox, SandboxOrganisation } from "../../sandbox";

const repository = path.resolve(__dirname, "../..");

/** A folder for the test alone. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-export-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Exported {
  readonly exit: number;
  readonly report: ExportReport;
  readonly errors: string;
}

/** `cloudnumbering export --json`, in this process. */
export async function exportTo(
  { env }: Pick<SandboxOrganisation, "env">,
  out: string,
  options: Partial<ExportOptions> = {},
): Promise<Exported> {
  const said = { stdout: "", stderr: "" };
  const settings: Readonly<Record<string, string>> = {
    "cloudnumbering:clientId": env.CLOUDNUMBERING_CLIENT_ID,
    "cloudnumbering:clientSecret": env.CLOUDNUMBERING_CLIENT_SECRET,
    "cloudnumbering:baseUrl": env.CLOUDNUMBERING_BASE_URL,
  };
  const exit = await runExport(
    {
      ...{ out, project: "telephony", dryRun: false, force: false, json: true, stack: [], cwd: "." },
      ...{ choices: { include: [], exclude: [] }, dependency: undefined, ...options },
    },
    {
      stdout: { write: (text) => (said.stdout += text) },
      stderr: { write: (text) => (said.stderr += text) },
    },
    (key) => settings[key],
  );
  return { exit, report: JSON.parse(said.stdout) as ExportReport, errors: said.stderr };
}

/** As `npm install` would leave it. */
export function install(project: string): void {
  symlinkSync(path.join(repository, "node_modules"), path.join(project, "node_modules"));
}

/** Every file of a project with what is in it. */
export function contents(project: string): Record<string, string> {
  const names = readdirSync(project, { withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    names.map(({ name }) => [name, readFileSync(path.join(project, name), "utf8")]).sort(),
  );
}

/** What a person knows and the export has not written: the credentials that the config is to have. */
export function secretsFor(
  report: ExportReport,
  { world }: Pick<SandboxOrganisation, "world">,
): { key: string; value: string }[] {
  return report.secrets.map(({ key, kind, id, property }) => {
    const of: Readonly<Record<string, unknown>> =
      kind === "endpoint"
        ? { ...world.endpoint(id) }
        : kind === "number"
          ? { ...world.numberOf(id) }
          : { ...world.organisation };
    expect(of[property]).toBeTypeOf("string");
    return { key, value: String(of[property]) };
  });
}

/** The calls that arrived and change something, by operation. */
export function writesTo({ calls }: Pick<Sandbox, "calls">): string[] {
  const all = calls.filter(({ method }) => method !== "GET").map(({ operation }) => operation);
  return all.filter((operation) => operation !== "oauth.token");
}

const sources = new Map<string, ts.SourceFile | undefined>();

/** What `tsc --strict` has to say about a project; what all projects share is read once. */
export function typeProblems(project: string): string[] {
  const { config } = ts.readConfigFile(path.join(project, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  expect(options.strict).toBe(true);
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) => {
    if (file.startsWith(project)) return getSourceFile.call(host, file, ...rest);
    if (!sources.has(file)) sources.set(file, getSourceFile.call(host, file, ...rest));
    return sources.get(file);
  };
  const program = ts.createProgram(fileNames, options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** One thing that the program declares, as somebody changes it in the portal. */
export interface PortalChange {
  readonly name: string;
  readonly property: string;
  make(): void;
  revert(): void;
}

/** All changes of that kind that the program would notice. */
export function portalChanges(
  project: string,
  { world }: Pick<SandboxOrganisation, "world">,
): PortalChange[] {
  const { resources } = JSON.parse(readFileSync(path.join(project, "import.json"), "utf8")) as {
    resources: { type: string; name: string; id: string; inputs: Record<string, unknown> }[];
  };
  const text = "Changed in the portal";
  return resources.flatMap(({ type, name, id, inputs }): PortalChange[] => {
    const edit = <P extends string>(
      property: P,
      value: unknown,
      set: (patch: Record<P, unknown>) => unknown,
    ) => {
      if (!(property in inputs)) return [];
      const patch = (to: unknown) => ({ [property]: to }) as Record<P, unknown>;
      return [{ name, property, make: () => set(patch(value)), revert: () => set(patch(inputs[property])) }];
    };
    switch (type.split(":").at(-1)) {
      case "Endpoint":
        return edit("description", text, (patch) => world.editEndpoint(id, patch as { description: string }));
      case "NumberAssignment":
        return [
          ...edit("reference", text, (patch) => world.editNumber(id, patch as { reference: string })),
          ...edit("voiceEndpointSid", null, (patch) =>
            world.assign(id, patch as { voiceEndpointSid: string }),
          ),
        ];
      case "Organisation":
        return edit("tradingName", text, (patch) => world.editOrganisation(patch as { tradingName: string }));
      default:
        return [];
    }
  });
}
