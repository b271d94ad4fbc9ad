// What every program of the bench declares: so many endpoints that are all different.

/** @returns {{ name: string, args: { description: string, endpointType: "voice", uri: string } }[]} */
exports.endpoints = () =>
  Array.from({ length: Number(process.env.BENCH_SIZE) }, (_, index) => {
    const label = String(index + 1).padStart(5, "0");
    return {
      name: `endpoint-${label}`,
      args: {
        description: `Endpoint ${label}`,
        endpointType: "voice",
        uri: `sip:%e164@pbx-${label}.example.com`,
      },
    };
  });
