import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Documents, documents, staleFiles } from "../../scripts/docs/documents.mjs";
import { compileErrors, examplesIn } from "../../scripts/docs/examples.mjs";
import { firstStale } from "../../scripts/lib/built.mjs";

// What people read is what the code does.

const root = join(__dirname, "../..");
let generated: Documents;

beforeAll(() => {
  expect(firstStale(), "newer than dist/: run `npm run build` first").toBeUndefined();
  generated = documents();
});

describe("the generated pages", () => {
  test("can be made: everything public says what its page needs", () => {
    expect(generated.problems).toEqual([]);
  });

  test("are as the code says; `npm run docs` writes them", () => {
    expect(staleFiles(generated.texts)).toEqual([]);
  });

  test("link only to each other and to files and sections that exist", () => {
    const documents = new Map([...generated.texts, ["docs/api.md", read("docs/api.md")]]);
    const broken = [...generated.texts].flatMap(([file, text]) =>
      links(text)
        .filter((link) => !leadsSomewhere(file, link, documents))
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });
});

describe("the examples", () => {
  const handWritten = ["README.md", "CONTRIBUTING.md", ...markdownIn("docs"), ...markdownIn("examples")];
  const wrong = [
    'new cloudnumbering.Endpoint("x", { description: "X", endpointType: "fax", uri: "sip:a" });',
    'cloudnumbering.getEndpointsOutput({ endpoint: "voice" });',
    'import { Endpiont } from "pulumi-cloudnumbering";\nnew Endpiont("x", {});',
  ].map((code, index) => ({ from: `wrong ${index}`, code }));
  let errors: string[];

  beforeAll(() => {
    const ofPages = generated.pages.flatMap(({ name, example = "" }) => examplesIn(name, example));
    const ofDocuments = handWritten.flatMap((file) => examplesIn(file, read(file)));
    expect(ofPages.length).toBeGreaterThanOrEqual(generated.pages.length);
    expect(ofDocuments.length).toBeGreaterThan(0);
    errors = compileErrors([...ofPages, ...ofDocuments, ...wrong]); // at once: the compiler is slow to start
  });

  test("of the reference and of every document compile", () => {
    expect(errors.filter((error) => !error.startsWith("wrong"))).toEqual([]);
  });

  test("are found out when a property, a type or an import is wrong", () => {
    const found = errors.filter((error) => error.startsWith("wrong")).map((error) => error.split(":")[0]);
    expect(found).toEqual(["wrong 0", "wrong 1", "wrong 2"]);
  });
});

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Not those in docs/reference: they hold the examples of the JSDoc. */
function markdownIn(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".md") && !/\bnode_modules\b|^reference\b/.test(name))
    .map((name) => join(folder, name));
}

function links(text: string): string[] {
  return [...text.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? "");
}

function leadsSomewhere(from: string, link: string, texts: ReadonlyMap<string, string>): boolean {
  const [path = "", section] = link.split("#");
  const text = texts.get(join(from, "..", path));
  return text !== undefined && (section === undefined || sections(text).includes(section));
}

function sections(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? "").toLowerCase().replaceAll(" ", "-"),
  );
}
