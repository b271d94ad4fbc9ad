import { lifecycleTable } from "./lifecycle-table";

lifecycleTable({
  type: "Organisation",
  inputs: { name: "Harbour & Vale Ltd", city: "Leeds", countryIso: "GB", vatNumber: "GB333289454" },
  change: { city: "London", countryIso: "IE" },
  forced: { inputs: {}, makes: "the same" },
  makes: "organisation.update",
  objects({ organisation: { balance, ...organisation } }) {
    return new Map([[organisation.sid, organisation]]);
  },
  edit: (world, _id, key, value) => world.editOrganisation({ [key]: value }),
  drift: { key: "city", value: "Edited in the portal" },
  halfDone: { create: { kind: "ignoreField", field: "city", operation: "organisation.update" } },
});
