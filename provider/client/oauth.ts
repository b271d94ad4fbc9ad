import { z } from "zod";
import type { Grant } from "../http/token";
import type { Caller } from "./call";
import type { Settings } from "./settings";

/** Not enveloped; also sent in camelCase, which new code should not read (docs: authenticate-api-requests). */
const grantReply = z
  .looseObject({
    access_token: z.string().min(1),
    refresh_token: z
      .string()
      .nullish()
      .transform((text) => text || undefined),
    // The documentation shows 3600; a client in production assumes it when it is missing.
    expires_in: z
      .union([z.number(), z.string().transform(Number)])
      .nullish()
      .transform((seconds) => (seconds && seconds > 0 ? seconds : 3600)),
  })
  .transform(
    (reply): Grant => ({
      accessToken: reply.access_token,
      refreshToken: reply.refresh_token,
      expiresIn: reply.expires_in,
    }),
  );

/**
 * `POST /oauth/token`: the credentials go in the query string, there is no body (docs: authenticate-api-requests).
 * Whoever logs or reports this call must redact its URL.
 */
export function fetchGrant(
  call: Caller,
  { clientId, clientSecret }: Pick<Settings, "clientId" | "clientSecret">,
  refreshToken: string | undefined,
): Promise<Grant> {
  const grant = refreshToken
    ? { grant_type: "refresh_token", refresh_token: refreshToken }
    : { grant_type: "client_credentials" };
  return call(
    {
      operation: "sign in",
      method: "POST",
      path: "/oauth/token",
      query: new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret }),
      repeat: "safe",
    },
    grantReply,
  );
}
