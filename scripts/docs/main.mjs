// npm run docs [-- --check]
//
// Writes docs/reference/, docs/errors.md, and the schema and the picture of the drift report from the code: its types, its JSDoc,
// its messages. With --check it writes nothing and exits 1 when a page is not what the code says.

import { inspect } from "node:util";
import { Failure } from "../lib/screen.mjs";
import { buildPackage } from "../setup.mjs";
import { documents, staleFiles, writeDocuments } from "./documents.mjs";

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Failure ? error.message : inspect(error)}\n`);
  process.exitCode = 1;
}

/** @param {string[]} options @returns {Promise<number>} the exit code */
async function main(options) {
  const unknown = options.find((option) => option !== "--check");
  if (unknown !== undefined) throw new Failure(`there is no option ${unknown}; there is --check`);
  await buildPackage();
  const { texts, problems } = documents();
  if (problems.length > 0) throw new Failure(`The code lacks what its pages must say:\n${lines(problems)}`);
  const check = options.includes("--check");
  const stale = check ? staleFiles(texts) : writeDocuments(texts);
  const count = `${texts.size} pages`;
  if (stale.length === 0) process.stdout.write(`${count}, all as the code says\n`);
  else if (check) throw new Failure(`Not as the code says (npm run docs writes them):\n${lines(stale)}`);
  else process.stdout.write(`${count}, written anew:\n${lines(stale)}\n`);
  return 0;
}

/** @param {readonly string[]} items */
function lines(items) {
  return items.map((item) => `  ${item}`).join("\n");
}
