export {
  type BoughtNumberArgs,
  type OwnedNumberArgs,
  RoutedNumber,
  type RoutedNumberArgs,
} from "./components/routed-number";
export { SipTrunk, type SipTrunkArgs } from "./components/sip-trunk";
export type { AccountOptions, LookupOptions } from "./engine/lookup";
export type { EndpointInfo } from "./lookups/endpoint-info";
export {
  type GetAllowedIpsArgs,
  type GetAllowedIpsOutputArgs,
  type GetAllowedIpsResult,
  getAllowedIps,
  getAllowedIpsOutput,
} from "./lookups/get-allowed-ips";
export {
  type AvailableNumberInfo,
  type GetAvailableNumbersArgs,
  type GetAvailableNumbersOutputArgs,
  type GetAvailableNumbersResult,
  getAvailableNumbers,
  getAvailableNumbersOutput,
} from "./lookups/get-available-numbers";
export {
  type CatalogueEntryInfo,
  type GetCatalogueArgs,
  type GetCatalogueOutputArgs,
  type GetCatalogueResult,
  getCatalogue,
  getCatalogueOutput,
} from "./lookups/get-catalogue";
export {
  type GetEndpointArgs,
  type GetEndpointOutputArgs,
  type GetEndpointResult,
  getEndpoint,
  getEndpointOutput,
} from "./lookups/get-endpoint";
export {
  type GetEndpointsArgs,
  type GetEndpointsOutputArgs,
  type GetEndpointsResult,
  getEndpoints,
  getEndpointsOutput,
} from "./lookups/get-endpoints";
export {
  type GetNumberAssignmentArgs,
  type GetNumberAssignmentOutputArgs,
  type GetNumberAssignmentResult,
  getNumberAssignment,
  getNumberAssignmentOutput,
} from "./lookups/get-number-assignment";
export {
  type GetNumberAssignmentsArgs,
  type GetNumberAssignmentsOutputArgs,
  type GetNumberAssignmentsResult,
  getNumberAssignments,
  getNumberAssignmentsOutput,
} from "./lookups/get-number-assignments";
export {
  type GetNumberGroupsArgs,
  type GetNumberGroupsOutputArgs,
  type GetNumberGroupsResult,
  getNumberGroups,
  getNumberGroupsOutput,
  type NumberGroupInfo,
} from "./lookups/get-number-groups";
export {
  type GetOrderArgs,
  type GetOrderOutputArgs,
  type GetOrderResult,
  getOrder,
  getOrderOutput,
  type OrderedNumberInfo,
} from "./lookups/get-order";
export {
  type GetOrderQuoteArgs,
  type GetOrderQuoteOutputArgs,
  type GetOrderQuoteResult,
  getOrderQuote,
  getOrderQuoteOutput,
} from "./lookups/get-order-quote";
export {
  type GetOrdersArgs,
  type GetOrdersOutputArgs,
  type GetOrdersResult,
  getOrders,
  getOrdersOutput,
} from "./lookups/get-orders";
export {
  type GetOrganisationArgs,
  type GetOrganisationOutputArgs,
  type GetOrganisationResult,
  getOrganisation,
  getOrganisationOutput,
} from "./lookups/get-organisation";
export type { NumberAssignmentInfo } from "./lookups/number-assignment-info";
export type { OrderInfo } from "./lookups/order-info";
export { AllowedIp, type AllowedIpArgs } from "./resources/allowed-ip";
export { Endpoint, type EndpointArgs } from "./resources/endpoint";
export { NumberAssignment, type NumberAssignmentArgs } from "./resources/number-assignment";
export { NumberSelection, type NumberSelectionArgs } from "./resources/number-selection";
export { type AdoptOrderArgs, type BuyOrderArgs, Order, type OrderArgs } from "./resources/order";
export { OrderKey, type OrderKeyArgs } from "./resources/order-key";
export { Organisation, type OrganisationArgs } from "./resources/organisation";
export { Provider, type ProviderArgs } from "./resources/provider";
