// Started by warm-processes.ts. Told the address of an engine, it begins again as the dynamic-provider process that the
// engine would have started: the SDK's script and this package are loaded anew, with nothing left of what they knew, and
// the process's age counts from then. Only the libraries that they use stay loaded.
const { Module } = require("node:module");
const path = require("node:path");

const [, , script] = process.argv;
if (script === undefined) throw new Error("which script is to be run?");
const ours = path.resolve(__dirname, "../../dist/provider") + path.sep;

// What `import()` has loaded cannot be unloaded: it would go on with what an earlier process knew.
/** @type {any} */
const modules = Module.prototype;
const { _compile: compile } = modules;
modules._compile = function (/** @type {string} */ content, /** @type {string} */ file) {
  const anew = content.replaceAll(/\bimport\((".+?")\)/g, "Promise.resolve().then(() => require($1))");
  return compile.call(this, file.startsWith(ours) ? anew : content, file);
};

process.setMaxListeners(0);
const { error } = console;
const { now } = performance;
// What takes long is loaded ahead; without an engine's address the script itself would end the process.
for (const name of ["source-map-support/register", "@grpc/grpc-js", "@pulumi/pulumi", "require-from-string"])
  require(require.resolve(name, { paths: [script] }));

process.on("message", (/** @type {{ engine: string }} */ { engine }) => {
  for (const file of Object.keys(require.cache)) {
    if (file === script || file.startsWith(ours)) delete require.cache[file];
  }
  console.error = error;
  const begun = now.call(performance);
  performance.now = () => now.call(performance) - begun;
  process.argv = [process.execPath, script, engine];
  require(script);
});
