// A whole estate, declared with this package.

const cloudnumbering = require("pulumi-cloudnumbering");
const { declareEstate } = require("./estate-resources.cjs");

declareEstate((kind, name, args) => new cloudnumbering[kind](name, /** @type {any} */ (args)));
