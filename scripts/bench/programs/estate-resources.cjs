// Declares an estate: addresses that may call, endpoints, and numbers that are routed to these in turn.

/**
 * @param {import("./estate-numbers.cjs").Estate} estate
 * @param {(kind: "AllowedIp" | "Endpoint" | "NumberAssignment", name: string, args: object) => { id: unknown }} make one resource
 */
exports.declareEstate = ({ part, numbers, endpointCount, addresses }, make) => {
  for (const [at, ip] of addresses.entries())
    make("AllowedIp", `address-${at}`, { endpointType: "voice", ip });
  const endpoints = Array.from({ length: endpointCount }, (_, at) =>
    make("Endpoint", `endpoint-${at}`, {
      description: `Endpoint ${at} of ${part}`,
      endpointType: "voice",
      uri: `sip:%e164@pbx-${at}.example.com`,
    }),
  );
  numbers.forEach((number, at) => {
    const voiceEndpointSid = endpoints[at % endpointCount]?.id;
    make("NumberAssignment", `route-${at}`, { number, voiceEndpointSid, reference: `Line ${at}` });
  });
};
