// A tenth of a whole estate in each of ten stacks: for forty routed numbers four endpoints and one address that may call.

const pulumi = require("@pulumi/pulumi");
const cloudnumbering = require("pulumi-cloudnumbering");
const { estatePart } = require("./estate-numbers.cjs");

const { part, numbers, endpointCount, addresses } = estatePart(
  Number(process.env.BENCH_SIZE),
  pulumi.getStack(),
);
for (const [at, ip] of addresses.entries()) {
  new cloudnumbering.AllowedIp(`address-${at}`, { endpointType: "voice", ip });
}
const endpoints = Array.from(
  { length: endpointCount },
  (_, at) =>
    new cloudnumbering.Endpoint(`endpoint-${at}`, {
      description: `Endpoint ${at} of ${part}`,
      endpointType: "voice",
      uri: `sip:%e164@pbx-${at}.example.com`,
    }),
);
numbers.forEach((number, at) => {
  const voiceEndpointSid = endpoints[at % endpointCount]?.sid;
  new cloudnumbering.NumberAssignment(`route-${at}`, { number, voiceEndpointSid, reference: `Line ${at}` });
});
