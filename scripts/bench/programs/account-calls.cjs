// What an export asks the service for, and nothing else; or the export itself. Prints how long it took, in milliseconds,
// without the start of Node and the loading of modules.

const { connect } = require("../../../dist/provider/client/account.js");
const { readSettings } = require("../../../dist/provider/client/settings.js");
const { runExport } = require("../../../dist/provider/cli/export-run.js");

const [what, folder = "."] = process.argv.slice(2);

async function calls() {
  const { organisation, endpoints, numbers, orders, allowedIps } = connect(readSettings(() => undefined));
  await organisation();
  const [list] = await Promise.all([
    orders.list.read(),
    numbers.live.read(),
    endpoints.read(),
    allowedIps.read("voice", 0),
    allowedIps.read("sms", 0).catch(() => []), // there is no such list for them
  ]);
  await Promise.all(list.map(({ sid }) => orders.get(sid)));
}

async function exported() {
  const options = {
    out: folder,
    project: "telephony",
    dryRun: false,
    force: false,
    json: true,
    stack: [],
    cwd: ".",
  };
  const quiet = { write: () => true };
  const choices = { include: [], exclude: [] };
  const io = { stdout: quiet, stderr: process.stderr };
  const code = await runExport({ ...options, choices, dependency: undefined }, io);
  if (code !== 0) throw new Error(`the export ended with ${code}`);
}

async function main() {
  const began = performance.now();
  await (what === "export" ? exported() : calls());
  console.log(performance.now() - began);
}

main();
