/** One routing destination of the account. */
export interface EndpointInfo {
  /** `EP…`. */
  readonly sid: string;
  /** Which traffic it takes. */
  readonly endpointType: "voice" | "sms";
  /** What people call it. */
  readonly description: string;
  /** Where the traffic goes. May carry a token, as SMS callbacks do. */
  readonly uri: string;
  /** Whether numbers without an endpoint of their own go here. */
  readonly isDefault: boolean;
  /** Whether it is the secondary destination of its type; the API does not say more. */
  readonly isSecondary: boolean;
}
