import type { World } from "../world";
import { addProducts } from "./products";

/** A new account: money to spend and something to spend it on, nothing else. */
export function seedEmpty(world: World): void {
  world.editOrganisation({ name: "Empty Sandbox Ltd", tradingName: "Empty Sandbox", balance: 100 });
  addProducts(world);
}
