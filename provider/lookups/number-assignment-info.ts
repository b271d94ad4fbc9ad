import { formatAmount } from "../amounts";
import type { NumberRecord } from "../client/numbers";

/** One number of the account and where it rings. */
export interface NumberAssignmentInfo {
  /** The assigned number's sid: `AN…`. */
  readonly sid: string;
  /** The number in E.164. */
  readonly number: string;
  /** `IN_SERVICE`, `PORT_IN`, `PORT_OUT` or `DISCONNECTED`. GUESS: that replies carry it, and under this name. */
  readonly status: string | undefined;
  /** The customer's reference for it. GUESS: that replies carry it, and under this name. */
  readonly reference: string | undefined;
  /** Where its calls go (`EP…`); without one the account's default decides. */
  readonly voiceEndpointSid: string | undefined;
  /** Where its messages go (`EP…`). */
  readonly smsEndpointSid: string | undefined;
  /** ISO 3166-1 alpha-2, such as `GB`. */
  readonly countryIso: string | undefined;
  /** Rental a period: a decimal as text, in major units of the organisation's currency (`getOrganisation`). */
  readonly numberRental: string | undefined;
  /** When the next rental is charged, as the service writes it. */
  readonly nextBillingDate: string | undefined;
}

/** What a program is shown of a number: values of plain JSON. @internal */
export function shownNumber({
  numberSid,
  numberGroupSid,
  numberRental,
  ...assignment
}: NumberRecord): NumberAssignmentInfo {
  return { ...assignment, numberRental: numberRental && formatAmount(numberRental) };
}
