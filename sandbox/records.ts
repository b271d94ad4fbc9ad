import type { CatalogueEntry } from "./catalogue";
import type { Movement } from "./ledger";
import type { OrderRecord } from "./order-store";
import type { NumberGroup } from "./pool";
import type { ReconnectRequest } from "./reconnect-store";

/** What the account is; `balance` is in major units of `currency` (docs/api.md §5). */
export interface OrganisationRecord {
  readonly sid: string;
  readonly name: string;
  readonly tradingName: string;
  readonly addr1: string;
  readonly addr2: string;
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  readonly countryIso: string;
  readonly registeredCountryIso: string;
  readonly vatNumber: string;
  readonly typeOfBusiness: string;
  readonly productUseCase: string;
  readonly website: string;
  readonly productDescription: string;
  readonly balance: number;
  readonly currency: string;
}

export const ENDPOINT_TYPES = ["voice", "sms"] as const;
export type EndpointType = (typeof ENDPOINT_TYPES)[number];

/** A destination for calls or messages (docs/api.md §2). */
export interface EndpointRecord {
  readonly sid: string;
  readonly endpointType: EndpointType;
  readonly description: string;
  readonly uri: string;
  readonly isDefault: boolean;
  readonly isSecondary: boolean;
}

export const NUMBER_STATUSES = ["IN_SERVICE", "PORT_IN", "PORT_OUT", "DISCONNECTED"] as const;
export type NumberStatus = (typeof NUMBER_STATUSES)[number];

/** A number on the account (docs/api.md §3). `numberRental` is in major units, `null` means no endpoint. */
export interface NumberRecord {
  /** `AN…`, the assigned number. */
  readonly sid: string;
  /** `NB…`, the same number in the pool. */
  readonly numberSid: string;
  /** `NG…`, its number group. */
  readonly numberGroupSid: string;
  readonly countryIso: string;
  readonly number: string;
  readonly voiceEndpointSid: string | null;
  readonly smsEndpointSid: string | null;
  readonly nextBillingDate: string;
  readonly numberRental: number;
  readonly status: NumberStatus;
  /** ISO 8601; null while it is not disconnected. The API does not show it. */
  readonly disconnectedAt: string | null;
  readonly reference: string;
}

export type EndpointPatch = Partial<Omit<EndpointRecord, "sid" | "endpointType">>;
export type NumberPatch = Partial<Omit<NumberRecord, "sid">>;
export type Assignment = Partial<Pick<NumberRecord, "voiceEndpointSid" | "smsEndpointSid" | "reference">>;

/** Everything an organisation holds, as plain JSON in the order in which it came to be. */
export interface WorldSnapshot {
  readonly organisation: OrganisationRecord;
  readonly endpoints: readonly EndpointRecord[];
  readonly numbers: readonly NumberRecord[];
  readonly allowedIps: { readonly voice: readonly string[]; readonly sms: readonly string[] };
  readonly catalogue: readonly CatalogueEntry[];
  readonly numberGroups: readonly NumberGroup[];
  /** How many numbers are for sale. */
  readonly poolSize: number;
  readonly orders: readonly OrderRecord[];
  readonly reconnects: readonly ReconnectRequest[];
  /** Every movement of the balance since the seed. */
  readonly ledger: readonly Movement[];
}
