import type { dynamic } from "@pulumi/pulumi";
import type { Account } from "./client/account";
import type { Definition } from "./engine/define-resource";
import type { Properties } from "./engine/properties";
import { type Surroundings, serve } from "./engine/serve";
import { allowedIp } from "./resources/allowed-ip";
import { endpoint } from "./resources/endpoint";
import { numberAssignment } from "./resources/number-assignment";
import { numberSelection } from "./resources/number-selection";
import { order } from "./resources/order";
import { orderKey } from "./resources/order-key";
import { organisation } from "./resources/organisation";

/** A kind of resource, for whoever works with any of them. */
export interface AnyDefinition {
  /** The class's name: `Endpoint`. */
  readonly kind: string;
  readonly properties: Properties;
  /** Handlers of one's own, with what one gives them. */
  serve(surroundings: Surroundings<Account>): Required<dynamic.ResourceProvider>;
}

/** All kinds of resources. What the engine's process loads is written out in `handlers.ts`. */
export const definitions: readonly AnyDefinition[] = [
  any(endpoint),
  any(order),
  any(orderKey),
  any(numberSelection),
  any(numberAssignment),
  any(allowedIp),
  any(organisation),
];

function any<P extends Properties>(definition: Definition<P, Account>): AnyDefinition {
  const { kind, properties } = definition;
  return { kind, properties, serve: (surroundings) => serve(definition, surroundings) };
}
