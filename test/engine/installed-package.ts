// The package as the registry would hand it out, and projects that have it installed beside one version of Pulumi's SDK.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { whenAllElseFails } from "../lifecycle/last-resort";

const repository = path.resolve(__dirname, "../..");

async function npm(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("npm", args, { cwd, timeout: 170_000 });
  return stdout;
}

/** A folder outside this repository that holds the packed package. */
export class PackedPackage {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "cloudnumbering-package-")));
  readonly #isRemoved = whenAllElseFails(() => this.#remove());
  #archive = "";

  static async make(): Promise<PackedPackage> {
    const packed = new PackedPackage();
    const flags = ["--ignore-scripts", "--loglevel=error", "--pack-destination", packed.folder];
    const name = await npm(repository, "pack", ...flags);
    packed.#archive = path.join(packed.folder, name.trim());
    return packed;
  }

  /** Makes a project in there and installs what its package.json names, with this package and that SDK. */
  async install(
    name: string,
    sdk: string,
    manifest: { dependencies?: Record<string, string> } = {},
  ): Promise<string> {
    const project = path.join(this.folder, name);
    mkdirSync(project);
    const own = { "@pulumi/pulumi": sdk, "pulumi-cloudnumbering": `file:${this.#archive}` };
    const dependencies = { ...manifest.dependencies, ...own };
    writeFileSync(path.join(project, "package.json"), JSON.stringify({ ...manifest, dependencies }));
    await npm(project, "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error");
    return project;
  }

  remove(): void {
    this.#remove();
    this.#isRemoved();
  }

  #remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
