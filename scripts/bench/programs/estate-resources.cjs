// What a whole estate declares: for ten routed numbers one endpoint and one address that may call.

const { estate } = require("./estate-numbers.cjs");

/**
 * @param {(kind: "AllowedIp" | "Endpoint" | "NumberAssignment", name: string, args: object) => { id: unknown }} make one resource
 */
exports.declareEstate = (make) => {
  const { numbers, shared } = estate(Number(process.env.BENCH_SIZE));
  const endpoints = Array.from({ length: shared }, (_, at) => {
    make("AllowedIp", `address-${at}`, { endpointType: "voice", ip: `81.2.69.${at + 1}` });
    return make("Endpoint", `endpoint-${at}`, {
      description: `Endpoint ${at}`,
      endpointType: "voice",
      uri: `sip:%e164@pbx-${at}.example.com`,
    });
  });
  numbers.forEach((number, at) => {
    const voiceEndpointSid = endpoints[at % shared]?.id;
    make("NumberAssignment", `route-${at}`, { number, voiceEndpointSid, reference: `Line ${at}` });
  });
};
