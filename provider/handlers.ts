import "./lean-memory";
import { serve } from "./engine/serve";
import { allowedIp } from "./resources/allowed-ip";
import { endpoint } from "./resources/endpoint";
import { numberAssignment } from "./resources/number-assignment";
import { numberSelection } from "./resources/number-selection";
import { order } from "./resources/order";
import { orderKey } from "./resources/order-key";
import { organisation } from "./resources/organisation";
import { surroundings } from "./surroundings";

// Each name stands in the states of users: once published it stays for ever.
export const Endpoint = serve(endpoint, surroundings);
export const Order = serve(order, surroundings);
export const OrderKey = serve(orderKey, surroundings);
export const NumberSelection = serve(numberSelection, surroundings);
export const NumberAssignment = serve(numberAssignment, surroundings);
export const AllowedIp = serve(allowedIp, surroundings);
export const Organisation = serve(organisation, surroundings);
