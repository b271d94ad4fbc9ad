import type { World } from "../world";

/** A new account: money to spend, nothing else. */
export function seedEmpty(world: World): void {
  world.editOrganisation({ name: "Empty Sandbox Ltd", tradingName: "Empty Sandbox", balance: 100 });
}
