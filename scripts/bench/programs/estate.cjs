// A whole estate, declared with this package: for ten routed numbers one endpoint and one address that may call.

const cloudnumbering = require("pulumi-cloudnumbering");
const { estate } = require("./estate-numbers.cjs");
const { declareEstate } = require("./estate-resources.cjs");

declareEstate(
  estate(Number(process.env.BENCH_SIZE)),
  (kind, name, args) => new cloudnumbering[kind](name, /** @type {any} */ (args)),
);
