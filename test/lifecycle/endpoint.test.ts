import { lifecycleTable } from "./lifecycle-table";

lifecycleTable({
  type: "Endpoint",
  inputs: {
    description: "Reception",
    endpointType: "voice",
    uri: "sip:%e164@pbx.example.com",
    isDefault: true,
  },
  change: { description: "Front desk", uri: "sip:%e164@pbx2.example.com" },
  replacement: { endpointType: "sms", uri: "https://sms.example.com/inbound" },
  forced: { inputs: { allowDuplicate: true }, makes: "another" },
  makes: "endpoints.create",
  secret: {
    key: "uri",
    value: "sip:desk:pa55w0rd@pbx.example.com",
    changed: "sip:desk:n3wpa55@pbx.example.com",
    hidden: ["pa55w0rd", "n3wpa55"],
  },
  objects: (world) => world.endpoints,
  edit: (world, id, key, value) => world.editEndpoint(id, { [key]: value }),
  drift: { key: "description", value: "Edited in the portal" },
  remove: (world, id) => world.removeEndpoint(id),
  halfDone: {
    create: { kind: "ignoreField", field: "isDefault", operation: "endpoints.create" },
    update: { kind: "ignoreField", field: "uri", operation: "endpoints.update" },
  },
});
