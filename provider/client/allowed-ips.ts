import { z } from "zod";
import { type Caller, listReply, path, wholeList } from "./call";
import type { EndpointType } from "./endpoints";

/** `GET /endpoints/{endpointType}/ips`: the addresses that may send traffic, as plain strings. */
export async function listAllowedIps(call: Caller, endpointType: EndpointType): Promise<readonly string[]> {
  const operation = `list allowed ${endpointType} addresses`;
  const reply = await call(
    {
      operation,
      method: "GET",
      path: path`/endpoints/${endpointType}/ips`,
      repeat: "safe",
    },
    listReply(z.string()),
  );
  return wholeList(operation, reply.result.entries);
}
