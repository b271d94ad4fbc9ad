// The examples that people copy: in JSDoc and in documents. They must compile as in a project of the reader's own.

import { join } from "node:path";
import ts from "typescript";
import { root } from "../lib/repository.mjs";

/** @typedef {{ from: string, code: string }} Example */

/** What an example may use without saying where it comes from. */
const NAMESPACES = /** @type {const} */ ([
  ["pulumi", "@pulumi/pulumi"],
  ["cloudnumbering", "pulumi-cloudnumbering"],
]);

/** A fence of TypeScript in markdown or JSDoc, and its code. */
export const FENCE = /^```ts\n(.*?)^```/gms;

/** @param {string} from what to call the place @param {string} text @returns {Example[]} */
export function examplesIn(from, text) {
  return [...text.matchAll(FENCE)].map((match) => ({ from, code: match[1] ?? "" }));
}

/** @param {string} code @returns {string} with the imports that it needs and lacks */
export function withImports(code) {
  const lines = NAMESPACES.filter(
    ([name]) => new RegExp(`\\b${name}\\.`).test(code) && !new RegExp(`import .*\\b${name}\\b`).test(code),
  ).map(([name, from]) => `import * as ${name} from "${from}";\n`);
  return lines.length > 0 ? `${lines.join("")}\n${code}` : code;
}

/**
 * @param {readonly Example[]} examples
 * @returns {string[]} what the compiler says of them, strict, with the settings of the quickstart and the built types
 */
export function compileErrors(examples) {
  const folder = join(root, "examples/quickstart");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    folder,
  );
  const files = new Map(
    examples.map((example, index) => [
      join(folder, `example-${index}.ts`).replaceAll("\\", "/"),
      { ...example, code: `${withImports(example.code)}\nexport {};\n` },
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file)?.code ?? ts.sys.readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const ours = files.get(file);
    return ours ? ts.createSourceFile(file, ours.code, version) : getSourceFile(file, version, ...rest);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([file, { from, code }]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start = 0 }) => {
      const line = code.slice(0, start).split("\n").length - 1;
      return `${from}: ${ts.flattenDiagnosticMessageText(messageText, " ")} in: ${code.split("\n")[line]?.trim()}`;
    });
  });
}
