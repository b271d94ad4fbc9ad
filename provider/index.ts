export type { AccountOptions, LookupOptions } from "./engine/lookup";
export {
  type GetAllowedIpsArgs,
  type GetAllowedIpsOutputArgs,
  type GetAllowedIpsResult,
  getAllowedIps,
  getAllowedIpsOutput,
} from "./lookups/get-allowed-ips";
export {
  type EndpointInfo,
  type GetEndpointsArgs,
  type GetEndpointsOutputArgs,
  type GetEndpointsResult,
  getEndpoints,
  getEndpointsOutput,
} from "./lookups/get-endpoints";
export {
  type GetNumberAssignmentsArgs,
  type GetNumberAssignmentsOutputArgs,
  type GetNumberAssignmentsResult,
  getNumberAssignments,
  getNumberAssignmentsOutput,
  type NumberAssignmentInfo,
} from "./lookups/get-number-assignments";
export { Endpoint, type EndpointArgs } from "./resources/endpoint";
export { NumberAssignment, type NumberAssignmentArgs } from "./resources/number-assignment";
export { NumberSelection, type NumberSelectionArgs } from "./resources/number-selection";
export { type AdoptOrderArgs, type BuyOrderArgs, Order, type OrderArgs } from "./resources/order";
export { OrderKey, type OrderKeyArgs } from "./resources/order-key";
export { Provider, type ProviderArgs } from "./resources/provider";
