// What a sandbox holds more, less or otherwise than before, as JSON that is the same in every run.
import type { WorldSnapshot } from "../../sandbox";

export interface Difference {
  readonly [thing: string]: { readonly before: unknown; readonly after: unknown };
}

/**
 * Everything that differs. Things are named by what they are (a number by itself, an endpoint by its type and
 * description, an order by its first number): which of two that are made at once gets which sid is chance.
 */
export function differenceOf(before: WorldSnapshot, after: WorldSnapshot): Difference {
  const [old, now] = [named(before), named(after)];
  const things = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  const different = things.filter((thing) => JSON.stringify(old[thing]) !== JSON.stringify(now[thing]));
  return Object.fromEntries(
    different.map((thing) => [thing, { before: old[thing] ?? null, after: now[thing] ?? null }]),
  );
}

function named(world: WorldSnapshot): Record<string, unknown> {
  const { endpoints, numbers, allowedIps, orders, ledger, organisation, ...rest } = world;
  const endpoint = new Map(
    endpoints.map(({ sid, endpointType, description }) => [sid, `${endpointType} ${description}`]),
  );
  const order = new Map(orders.map(({ sid, numbers: [first] }) => [sid, `order of ${first?.number}`]));
  const said = (sid: string | null) => sid && (endpoint.get(sid) ?? order.get(sid) ?? sid);
  return Object.fromEntries([
    ...Object.entries(rest),
    ...Object.entries(organisation).map(([key, value]) => [`organisation ${key}`, value]),
    ...endpoints.map(({ sid, ...fields }) => [`endpoint ${said(sid)}`, fields]),
    ...numbers.map(({ sid: _, voiceEndpointSid, smsEndpointSid, ...fields }) => [
      `number ${fields.number}`,
      { ...fields, voiceEndpoint: said(voiceEndpointSid), smsEndpoint: said(smsEndpointSid) },
    ]),
    ...Object.entries(allowedIps).flatMap(([type, ips]) => ips.map((ip) => [`allowed ${type} ${ip}`, true])),
    ...orders.map(({ sid, numbers: lines, ...fields }) => [
      String(said(sid)),
      { ...fields, ...Object.fromEntries(lines.map(({ sid: _, number, ...line }) => [number, line])) },
    ]),
    ...ledger.map(({ sid, ...movement }) => [`movement of ${said(sid)}`, movement]),
  ]);
}
