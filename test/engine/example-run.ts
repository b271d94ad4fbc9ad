// An example of the repository as a person runs it: as it stands there, in a copy of its folder, against a fresh sandbox.
// What was said to them is what its README shows.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox";
import { blockIn } from "../../scripts/money/blocks.mjs";
import { EngineStack, type Finished } from "./engine-stack";

const repository = path.resolve(__dirname, "../..");
const QUIET = ["--suppress-progress", "--non-interactive"];

/** What a test has left behind for `npm run docs:money`. */
export interface Transcript {
  /** The page that shows it, from the repository's root. */
  readonly page: string;
  /** A block of Markdown. */
  readonly text: string;
}

declare module "vitest" {
  interface TaskMeta {
    transcript?: Transcript;
  }
}

export class ExampleRun {
  readonly #shown: string[] = [];

  private constructor(
    readonly name: string,
    readonly sandbox: Sandbox,
    readonly stack: EngineStack,
  ) {}

  /** @param name its folder in `examples` */
  static async of(name: string, options: SandboxOptions): Promise<ExampleRun> {
    const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-example-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const projectFolder = path.join(folder, "project");
    cpSync(path.join(repository, "examples", name), projectFolder, { recursive: true });
    symlinkSync(path.join(repository, "node_modules"), path.join(projectFolder, "node_modules"));
    const sandbox = await startSandbox(options);
    onTestFinished(() => sandbox.stop());
    const stack = await EngineStack.create({ projectFolder, env: { ...sandbox.env } });
    onTestFinished(() => stack.remove());
    return new ExampleRun(name, sandbox, stack);
  }

  /** The product that the examples buy: the first of the catalogue. */
  get product(): string {
    const [entry] = this.sandbox.world.trade.catalogue.entries.keys();
    return entry ?? "there is no product";
  }

  /** Runs `pulumi …` as a person types it, and remembers what it said. */
  async type(...words: string[]): Promise<Finished> {
    const finished = await this.stack.run(...words, ...(words[0] === "config" ? [] : QUIET));
    const typed = words.map((word) => (word.includes(" ") ? `"${word}"` : word));
    this.#shown.push(`$ pulumi ${typed.join(" ")}`, ...sentences(finished));
    return finished;
  }

  /** Holds the README's transcript against all that was said; or, while that is written, hands it over. */
  expectInReadme(meta: { transcript?: Transcript }): void {
    const text = ["```", ...this.#shown, "```"].join("\n");
    const page = `examples/${this.name}/README.md`;
    meta.transcript = { page, text };
    if (process.env.WRITES_DOCS) return;
    const readme = readFileSync(path.join(repository, page), "utf8");
    expect(comparable(text), "run `npm run docs:money` after a change").toEqual(
      comparable(blockIn(readme, "transcript")),
    );
  }
}

/** What is the same in every run: without times, and without the lines that only say that something goes on. */
function sentences({ stdout, stderr }: Finished): string[] {
  return (stdout + stderr)
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^(Duration:|@| [+~-]+ +pulumi| {4}pulumi)/.test(line))
    .map((line) => line.trimEnd());
}

/** Of things that happen at once each run may say another one first, and so other sids and other sums on the way. */
function comparable(text: string): string[] {
  return text
    .replace(/\b([A-Z]{2})[A-Z0-9]{32}\b/g, "$1…")
    .replace(
      /(; [\d.]+ GBP for the \d+ orders of this run)?; the balance is now [\d.]+/g,
      "; the balance is now …",
    )
    .replace(/[\d.]+ is the first address/g, "… is the first address")
    .split("\n")
    .sort();
}
