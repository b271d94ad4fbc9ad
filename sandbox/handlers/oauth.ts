import type { Account, Grant } from "../accounts";
import { type ApiRequest, type Backend, oauthRefusal, type Reply } from "../exchange";

const PARAMETERS = ["grant_type", "client_id", "client_secret", "refresh_token"];

/** POST /oauth/token: credentials in the query string, an answer without an envelope (docs/api.md §1.2). */
export function issueToken(request: ApiRequest, { accounts, guesses }: Backend): Reply {
  const query = readQuery(request, guesses["unknown-fields"] === "refuse");
  const grantType = query.grant_type;
  if (grantType !== "client_credentials" && grantType !== "refresh_token") {
    if (grantType === undefined) throw missing("grant_type");
    throw oauthRefusal(
      400,
      "unsupported_grant_type",
      "grant_type must be client_credentials or refresh_token",
    );
  }
  if (query.client_id === undefined) throw missing("client_id");
  if (query.client_secret === undefined) throw missing("client_secret");
  const account = accounts.withCredentials(query.client_id, query.client_secret);
  if (account === undefined) throw oauthRefusal(401, "invalid_client", "Client authentication failed");
  if (grantType === "client_credentials") return tokenReply(accounts.grant(account));
  return tokenReply(accounts.grant(account, usableRefreshToken(query.refresh_token, account, accounts)));
}

function readQuery(request: ApiRequest, strict: boolean): Partial<Record<string, string>> {
  const query: Partial<Record<string, string>> = {};
  for (const [name, values] of Object.entries(request.query)) {
    if (strict && !PARAMETERS.includes(name)) {
      throw oauthRefusal(400, "invalid_request", `unknown query parameter ${name}`);
    }
    if (values.length > 1) throw oauthRefusal(400, "invalid_request", `${name} is given more than once`);
    if (values[0] !== "") query[name] = values[0];
  }
  return query;
}

function missing(name: string) {
  return oauthRefusal(400, "invalid_request", `the query parameter ${name} is missing`);
}

function usableRefreshToken(
  token: string | undefined,
  account: Account,
  accounts: Backend["accounts"],
): string {
  if (token === undefined) throw missing("refresh_token");
  if (!accounts.holdsRefreshToken(account, token)) {
    throw oauthRefusal(400, "invalid_grant", "the refresh token is not valid");
  }
  return token;
}

function tokenReply(grant: Grant): Reply {
  const refresh =
    grant.refreshToken === undefined
      ? {}
      : { refresh_token: grant.refreshToken, refreshToken: grant.refreshToken };
  return {
    status: 200,
    body: {
      access_token: grant.accessToken,
      token_type: "Bearer",
      expires_in: grant.expiresIn,
      accessToken: grant.accessToken,
      tokenType: "Bearer",
      expiresIn: grant.expiresIn,
      ...refresh,
    },
  };
}
