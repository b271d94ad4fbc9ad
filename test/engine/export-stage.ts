// An account, the project that `export` writes of it, and the stacks that it becomes.
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import type { ExportReport } from "../../provider/cli/export-report";
import { type ExportOptions, runExport } from "../../provider/cli/export-run";
import type { SandboxOrganisation } from "../../sandbox";

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
