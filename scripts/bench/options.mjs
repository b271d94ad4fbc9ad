// What a person may ask of `npm run bench`.

import { parseArgs } from "node:util";

/** @param {readonly string[]} names of the measurements there are */
export const usage = (names) => `npm run bench -- [options]

Measures this package with the real Pulumi engine, as ratios against what the engine costs by itself.

  --check       end with exit code 1 when a figure is over its budget
  --quick       fewer resources and runs: to see that it works, not to judge by
  --only NAME   one measurement (repeatable): ${names.join(", ")}
  --json FILE   where the raw runs go (default: .tmp/bench.json)
  --write-docs  write docs/performance.md and its chart
  --help        this text
`;

/** The command line makes no sense; the message says why. */
export class UsageError extends Error {
  /** @override */
  name = "UsageError";
}

/**
 * @typedef {object} Options
 * @property {boolean} check
 * @property {boolean} quick
 * @property {boolean} help
 * @property {boolean} writeDocs
 * @property {string} json
 * @property {readonly string[]} only empty: all
 */

/**
 * @param {string[]} words
 * @param {readonly string[]} names of the measurements there are
 * @returns {Options}
 */
export function readOptions(words, names) {
  const { only = [], ...values } = parse(words);
  const strange = only.find((name) => !names.includes(name));
  if (strange !== undefined)
    throw new UsageError(`there is no measurement "${strange}"; there are ${names.join(", ")}`);
  const options = {
    check: values.check ?? false,
    quick: values.quick ?? false,
    help: values.help ?? false,
    writeDocs: values["write-docs"] ?? false,
    json: values.json ?? ".tmp/bench.json",
    only,
  };
  if (options.writeDocs && (options.quick || only.length > 0))
    throw new UsageError("--write-docs needs the whole run: leave --quick and --only out");
  return options;
}

/** @param {string[]} words */
function parse(words) {
  try {
    return parseArgs({
      args: words,
      options: {
        check: { type: "boolean" },
        quick: { type: "boolean" },
        help: { type: "boolean" },
        "write-docs": { type: "boolean" },
        json: { type: "string" },
        only: { type: "string", multiple: true },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
