import ts from "typescript";
import { type Sources, sourcesOf } from "../../scripts/docs/program.mjs";

/** What stands in for the SDK: its classes are known by their names. */
const pulumi = `
  export declare class CustomResource { readonly id: Output<string>; }
  export declare class ComponentResource { readonly urn: Output<string>; }
  export declare class OutputInstance<T> { readonly value: T; }
  export type Output<T> = OutputInstance<T> & { readonly lifted?: T };
  export type Input<T> = T | Promise<T> | OutputInstance<T>;
`;

/** TypeScript's own library, read once for all packages. */
const library = new Map<string, ts.SourceFile | undefined>();

/** A package of these files, in memory, as the generator of the documents sees it. */
export function packageOf(files: Record<string, string>): Sources {
  const texts = new Map(Object.entries(files).map(([file, text]) => [`/package/${file}`, text]));
  texts.set("/pulumi/index.ts", pulumi);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.directoryExists = () => true;
  host.getSourceFile = (file, version) => {
    const text = texts.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, version, true);
    if (!library.has(file)) library.set(file, getSourceFile(file, version));
    return library.get(file);
  };
  return sourcesOf(ts.createProgram([...texts.keys()], options, host), "/package");
}
