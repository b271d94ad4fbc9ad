// docs/performance.md: what a run found, how it was measured, how to repeat it.

import { figureRows } from "./figures.mjs";
import { markdownTable } from "./table.mjs";

/**
 * @typedef {object} Findings
 * @property {import("./machine.mjs").Machine} machine
 * @property {readonly import("./figures.mjs").Figure[]} figures
 * @property {readonly import("./measurement.mjs").Table[]} tables
 */

/** @param {Findings} findings @returns {string} */
export function performanceDocument({ machine, figures, tables }) {
  const { date, cores, node, engine, sdk } = machine;
  return `# Performance

What this package costs beyond Pulumi itself. This page is written by \`npm run bench -- --write-docs\`.

Measured on ${date}: ${cores} cores, Node ${node}, Pulumi ${engine}, \`@pulumi/pulumi\` ${sdk}.

${markdownTable(figureRows(figures))}

![Time and API calls of up and refresh, by number of endpoints](performance.svg)

${tables.map(({ title, rows }) => `## ${title}\n\n${markdownTable(rows)}`).join("\n\n")}

## How it was measured

The **floor** is what the engine costs by itself: a dynamic provider that does nothing, with as many resources, the same inputs
and the same outputs, run by the same engine. Both run in turn, several times, and of each the mean of the middle half of its runs
counts. The raw runs, all of them, are in the JSON. Times are those of whole \`pulumi\` commands on a file backend, \`up\`, \`refresh\`
and \`destroy\` with \`--skip-preview\` because \`preview\` is measured by itself. The service is the sandbox of this package in a
process of its own; what it computes counts as ours.

At 50 ms, each request waits that long before it is answered. \`up\` may take the floor's time and what its requests take when 8 are
under way at once, the package's default: requests × 50 ms / 8, the requests counted in the sandbox's log.

Memory is the kernel's peak (\`VmHWM\`) of the provider process, and of the drift command's own. State is the JSON of a resource in \`pulumi stack export\`,
without blanks; bare is the same resource of the floor. The provider from Pulumi's documentation is
[scripts/bench/programs/textbook.cjs](../scripts/bench/programs/textbook.cjs). Growth is one run a size, of the floor up to 500.

\`export\` is compared with a process that asks for the same lists and orders and does nothing with them; on both sides without the
start of Node and the loading of modules.

## How to repeat it

\`\`\`
npm run bench                  all figures; the raw runs go to .tmp/bench.json
npm run bench -- --check       the same, and exit code 1 when a figure is over its budget
npm run bench -- --help        one measurement alone, a quick try, this page anew
\`\`\`

Nothing else should run meanwhile. Times depend on the machine; the ratios hardly do.
`;
}
