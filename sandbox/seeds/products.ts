import type { CatalogueEntry } from "../catalogue";
import type { World } from "../world";

/** What every account may buy; the prices are made up. */
export function addProducts(world: World): { local: CatalogueEntry; mobile: CatalogueEntry } {
  const { catalogue } = world.trade;
  const local = catalogue.add({
    description: "UK local number",
    cost: 1.2,
    connectionCharge: 1,
    highlights: ["Area codes throughout the UK", "Inbound voice"],
    numberType: "LOCAL",
  });
  const mobile = catalogue.add({
    description: "UK mobile number",
    cost: 2,
    connectionCharge: 2,
    highlights: ["Inbound voice", "SMS in both directions"],
    numberType: "MOBILE",
  });
  catalogue.add({
    description: "UK-wide 03 number",
    cost: 2.5,
    connectionCharge: 0,
    highlights: ["Charged to callers like a local number"],
    numberType: "NATIONAL",
  });
  catalogue.add({
    description: "UK freephone number",
    cost: 4.75,
    connectionCharge: 5,
    highlights: ["Free for callers"],
    numberType: "TOLL_FREE",
  });
  catalogue.add({
    description: "UK local number, paid quarterly",
    cost: 3.3,
    connectionCharge: 0,
    terms: "QUARTERLY",
    highlights: ["Area codes throughout the UK", "No connection charge"],
    numberType: "LOCAL",
  });
  return { local, mobile };
}
