import { z } from "zod";
import { CloudNumberingError } from "../http/errors";
import { anyReply, type Caller, path } from "./call";
import type { EndpointType } from "./endpoints";
import { listReply, wholeList } from "./entries";

const addressList = listReply(z.string());

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
    addressList,
  );
  return wholeList(operation, reply.result.entries);
}

/**
 * `POST /endpoints/{endpointType}/ips`. GUESS: that the field is named `ip`, and that adding an address twice adds
 * nothing, since addresses have no sid.
 */
export async function addAllowedIp(call: Caller, endpointType: EndpointType, ip: string): Promise<void> {
  await call(
    {
      operation: `allow ${endpointType} address ${ip}`,
      method: "POST",
      path: path`/endpoints/${endpointType}/ips`,
      body: { ip },
      repeat: "safe",
    },
    anyReply,
  );
}

/**
 * `DELETE /endpoints/{endpointType}/ips/{ip}`. That the address is a segment of the path is documented for v1.0. A 404 is
 * fine: somebody else, or an earlier attempt, has removed it.
 */
export async function removeAllowedIp(call: Caller, endpointType: EndpointType, ip: string): Promise<void> {
  try {
    await call(
      {
        operation: `remove ${endpointType} address ${ip}`,
        method: "DELETE",
        path: path`/endpoints/${endpointType}/ips/${ip}`,
        repeat: "safe",
      },
      anyReply,
    );
  } catch (error) {
    if (!(error instanceof CloudNumberingError) || error.status !== 404) throw error;
  }
}
