// Started by warm-processes.ts. Told the address of an engine, it begins again as the dynamic-provider process that the
// engine would have started: the SDK's script and this package are loaded anew, with nothing left of what they knew, and
// the process's age counts from then. Only the libraries that they use stay loaded.
const { Module, createRequire } = require("node:module");
const path = require("node:path");
const { compileFunction } = require("node:vm");

const [, , script] = process.argv;
if (script === undefined) throw new Error("which script is to be run?");
const ours = path.resolve(__dirname, "../../dist/provider") + path.sep;

/** @param {string} file */
const isOurs = (file) => file === script || file.startsWith(ours);

// Our modules are compiled once and run each time.
/** @type {any} */
const modules = Module.prototype;
const { _compile: compile } = modules;
/** @type {Map<string, Function>} */
const compiled = new Map();
modules._compile = function (/** @type {string} */ content, /** @type {string} */ file) {
  if (!isOurs(file)) return compile.call(this, content, file);
  const names = ["exports", "require", "module", "__filename", "__dirname"];
  const run = compiled.get(file) ?? compileFunction(content, names, { filename: file });
  compiled.set(file, run);
  run.call(this.exports, this.exports, createRequire(file), this, file, path.dirname(file));
};

process.setMaxListeners(0);
const { error } = console;
const { now } = performance;
// What takes long is loaded ahead; without an engine's address the script itself would end the process.
for (const name of ["source-map-support/register", "@grpc/grpc-js", "@pulumi/pulumi", "require-from-string"])
  require(require.resolve(name, { paths: [script] }));

/** @typedef {{ engine: string, cwd: string, env: NodeJS.ProcessEnv }} Beginning */

process.on("message", (/** @type {Beginning} */ { engine, cwd, env }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  for (const file of Object.keys(require.cache)) {
    if (isOurs(file)) delete require.cache[file];
  }
  console.error = error;
  const begun = now.call(performance);
  performance.now = () => now.call(performance) - begun;
  process.argv = [process.execPath, script, engine];
  require(script);
});
