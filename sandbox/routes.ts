import type { Handler } from "./exchange";
import { addAllowedIp, listAllowedIps, removeAllowedIp } from "./handlers/allowed-ips";
import { listAvailableNumbers, listCatalogue, listNumberGroups } from "./handlers/catalogue";
import { createEndpoint, deleteEndpoint, listEndpoints, updateEndpoint } from "./handlers/endpoints";
import { assignEndpoints, disconnectNumber, listNumbers } from "./handlers/numbers";
import { issueToken } from "./handlers/oauth";
import { createOrder, getOrder, listOrders, previewOrder } from "./handlers/orders";
import { getOrganisation, updateOrganisation } from "./handlers/organisation";
import { getReconnect, previewReconnect, reconnectNumbers } from "./handlers/reconnect";

/** Where the API lives (docs/api.md §1.1). */
export const BASE_PATH = "/v1.1";

export interface Route {
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below BASE_PATH. */
  readonly path: string;
  readonly handle: Handler;
}

/** The one operation that needs no bearer. */
export const TOKEN_OPERATION = "oauth.token";

export const routes: readonly Route[] = [
  { operation: TOKEN_OPERATION, method: "POST", path: "/oauth/token", handle: issueToken },
  { operation: "organisation.get", method: "GET", path: "/organisation", handle: getOrganisation },
  { operation: "organisation.update", method: "PUT", path: "/organisation", handle: updateOrganisation },
  { operation: "endpoints.list", method: "GET", path: "/endpoints", handle: listEndpoints },
  { operation: "endpoints.create", method: "POST", path: "/endpoints", handle: createEndpoint },
  { operation: "endpoints.update", method: "PUT", path: "/endpoints/:sid", handle: updateEndpoint },
  { operation: "endpoints.delete", method: "DELETE", path: "/endpoints/:sid", handle: deleteEndpoint },
  {
    operation: "allowedIps.list",
    method: "GET",
    path: "/endpoints/:endpointType/ips",
    handle: listAllowedIps,
  },
  { operation: "allowedIps.add", method: "POST", path: "/endpoints/:endpointType/ips", handle: addAllowedIp },
  {
    operation: "allowedIps.remove",
    method: "DELETE",
    path: "/endpoints/:endpointType/ips/:ip",
    handle: removeAllowedIp,
  },
  { operation: "numbers.list", method: "GET", path: "/numbers", handle: listNumbers },
  { operation: "numbers.assign", method: "POST", path: "/numbers/:sid/endpoints", handle: assignEndpoints },
  { operation: "numbers.disconnect", method: "DELETE", path: "/numbers/:sid", handle: disconnectNumber },
  {
    operation: "numbers.reconnectPreview",
    method: "POST",
    path: "/numbers/reconnect/preview",
    handle: previewReconnect,
  },
  { operation: "numbers.reconnect", method: "POST", path: "/numbers/reconnect", handle: reconnectNumbers },
  {
    operation: "numbers.reconnectStatus",
    method: "GET",
    path: "/numbers/reconnect/:requestSid",
    handle: getReconnect,
  },
  { operation: "catalogue.list", method: "GET", path: "/catalogue", handle: listCatalogue },
  { operation: "numberGroups.list", method: "GET", path: "/number-groups", handle: listNumberGroups },
  {
    operation: "availableNumbers.list",
    method: "GET",
    path: "/numbers/available",
    handle: listAvailableNumbers,
  },
  { operation: "orders.preview", method: "POST", path: "/orders/preview", handle: previewOrder },
  { operation: "orders.create", method: "POST", path: "/orders", handle: createOrder },
  { operation: "orders.list", method: "GET", path: "/orders", handle: listOrders },
  { operation: "orders.get", method: "GET", path: "/orders/:sid", handle: getOrder },
];

export function isOperation(name: string): boolean {
  return routes.some((route) => route.operation === name);
}
