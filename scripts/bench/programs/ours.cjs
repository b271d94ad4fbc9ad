// The endpoints, declared with this package.

const cloudnumbering = require("pulumi-cloudnumbering");
const { endpoints } = require("./endpoints.cjs");

for (const { name, args } of endpoints()) new cloudnumbering.Endpoint(name, args);
