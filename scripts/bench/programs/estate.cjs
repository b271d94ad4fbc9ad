// A whole estate, declared with this package: for ten routed numbers one endpoint and one address that may call.

const cloudnumbering = require("pulumi-cloudnumbering");
const { estate } = require("./estate-numbers.cjs");

const { numbers, shared } = estate(Number(process.env.BENCH_SIZE));
const endpoints = Array.from({ length: shared }, (_, at) => {
  new cloudnumbering.AllowedIp(`address-${at}`, { endpointType: "voice", ip: `81.2.69.${at + 1}` });
  return new cloudnumbering.Endpoint(`endpoint-${at}`, {
    description: `Endpoint ${at}`,
    endpointType: "voice",
    uri: `sip:%e164@pbx-${at}.example.com`,
  });
});
numbers.forEach((number, at) => {
  const voiceEndpointSid = endpoints[at % shared]?.sid;
  new cloudnumbering.NumberAssignment(`route-${at}`, { number, voiceEndpointSid, reference: `Line ${at}` });
});
