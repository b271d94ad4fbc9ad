// A tenth of a whole estate in each of ten stacks: for forty routed numbers four endpoints and one address that may call.

const pulumi = require("@pulumi/pulumi");
const cloudnumbering = require("pulumi-cloudnumbering");
const { estatePart } = require("./estate-numbers.cjs");
const { declareEstate } = require("./estate-resources.cjs");

declareEstate(
  estatePart(Number(process.env.BENCH_SIZE), pulumi.getStack()),
  (kind, name, args) => new cloudnumbering[kind](name, /** @type {any} */ (args)),
);
