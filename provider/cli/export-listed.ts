import type { EndpointRecord } from "../client/endpoints";
import { redact } from "../http/redact";
import { whyNotRoutable } from "../resources/number-refusals";
import { isInService } from "../resources/number-routes";
import type { Address, Live } from "./drift-live";
import type { LeftOut, Listed } from "./export-things";

/** A thing of the account before anybody has looked at it by itself. */
export interface Found extends Listed {
  /** Args that the account does not have: where a default cannot be declared, for example, `{ isDefault: undefined }`. */
  readonly instead?: Readonly<Record<string, unknown>>;
  readonly comments?: readonly string[];
}

/** All that an account lists, in an order of its own, and what cannot be declared whatever it says of itself. */
export function listed(live: Live): {
  readonly found: readonly Found[];
  readonly leftOut: readonly LeftOut[];
} {
  const numbers = (live.numbers ?? []).map((record) => {
    const { sid: id, number, reference } = record;
    return {
      record,
      thing: { kind: "number", id, label: redact(reference || number), numbers: [number] } as const,
    };
  });
  return {
    found: [
      ...endpointsOf(live.endpoints ?? []),
      ...(live.addresses ?? []).map(addressOf),
      ...numbers.flatMap(({ record, thing }) => (isInService(record) ? [thing] : [])),
      ...(live.orders ?? []).map(({ sid: id, createdAt }) => ({
        kind: "order" as const,
        id,
        label: `order ${createdAt?.slice(0, 10) ?? ""}`,
        numbers: [],
      })),
      { kind: "organisation", id: live.organisationSid, label: "organisation", numbers: [] },
    ],
    leftOut: numbers.flatMap(({ record, thing }) => {
      const why = whyNotRoutable(record.number, record);
      return why === undefined ? [] : [{ ...thing, why: why.replace(/^number: /, "") }];
    }),
  };
}

function endpointsOf(endpoints: readonly EndpointRecord[]): Found[] {
  return endpoints.map(({ sid: id, description, endpointType, isDefault }) => {
    const found = { kind: "endpoint", id, label: redact(description), numbers: [] } as const;
    const defaults = endpoints.filter((each) => each.isDefault && each.endpointType === endpointType);
    if (!isDefault || defaults.length === 1) return found;
    return {
      ...found,
      instead: { isDefault: undefined },
      comments: [
        `The account has ${defaults.length} default ${endpointType} endpoints, and a program declares one: give it isDefault: true.`,
      ],
    };
  });
}

function addressOf({ endpointType, ip }: Address): Found {
  return {
    kind: "address",
    id: `${endpointType}/${ip}`,
    label: `${endpointType} ${ip}`,
    numbers: [],
  };
}
