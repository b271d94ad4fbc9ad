import { lifecycleTable } from "./lifecycle-table";

lifecycleTable({
  type: "AllowedIp",
  inputs: { endpointType: "voice", ip: "81.2.69.142" },
  // Another address, so that none of this is about the first or the last one.
  prepare: (world) => world.allowIp("voice", "81.2.69.1"),
  guards: { allowRemovingLast: true },
  replacement: { ip: "81.2.69.160" },
  forced: { inputs: {}, makes: "the same" },
  makes: "allowedIps.add",
  objects: (world) =>
    new Map(
      world.allowedIps.voice
        .filter((ip) => ip !== "81.2.69.1")
        .map((ip) => [`voice/${ip}`, { endpointType: "voice", ip }]),
    ),
  remove: (world, id) => world.disallowIp("voice", id.replace("voice/", "")),
  // It is added, and then two lists do not show it.
  halfDone: {
    create: { kind: "omitEntry", sid: "81.2.69.142", operation: "allowedIps.list", skip: 1, times: 2 },
  },
});
