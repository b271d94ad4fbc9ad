/** One routing destination of the account. */
export interface EndpointInfo {
  /** `EP…`. */
  readonly sid: string;
  readonly endpointType: "voice" | "sms";
  readonly description: string;
  /** May carry a token, as SMS callbacks do. */
  readonly uri: string;
  readonly isDefault: boolean;
  readonly isSecondary: boolean;
}
