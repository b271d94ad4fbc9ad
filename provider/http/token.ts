import { CloudNumberingError } from "./errors";

/** What the token endpoint gave. */
export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
}

export interface Token {
  readonly value: string;
  /** Counts the grants of this process: a refused token is renewed only while it is still the newest. */
  readonly generation: number;
}

export interface TokenCache {
  /** The current token, fetched if there is none or it is about to expire. */
  current(): Promise<Token>;
  /** A token newer than the one that was refused; many callers refused at once cause one renewal. */
  renew(refused: Token): Promise<Token>;
}

/** Renew this long before the end, or at nine tenths of a shorter life. */
const MARGIN_SECONDS = 60;

/** By these the token endpoint says that the credentials are wrong (docs/api.md §1.2). */
const REFUSED = new Set([400, 401, 403]);

/**
 * Keeps one access token for a process. `fetchGrant` asks the service for a new one, by the refresh token when one
 * is given. `now` is a monotonic clock in milliseconds: the wall clock may jump.
 */
export function tokenCache(
  fetchGrant: (refreshToken: string | undefined) => Promise<Grant>,
  now: () => number = () => performance.now(),
): TokenCache {
  let token: Token | undefined;
  let expiresAt = 0;
  let refreshToken: string | undefined;
  let underWay: Promise<Token> | undefined;
  let refusal: CloudNumberingError | undefined;

  async function fetchNext(): Promise<Token> {
    const askedAt = now();
    const grant = await fetchWithFallback().catch(remember);
    refreshToken = grant.refreshToken;
    expiresAt = askedAt + 1000 * Math.max(grant.expiresIn - MARGIN_SECONDS, grant.expiresIn * 0.9);
    token = { value: grant.accessToken, generation: (token?.generation ?? 0) + 1 };
    return token;
  }

  async function fetchWithFallback(): Promise<Grant> {
    if (refreshToken === undefined) return fetchGrant(undefined);
    // A refresh token may be spent or revoked by another process; the credentials still hold then.
    return fetchGrant(refreshToken).catch(() => fetchGrant(undefined));
  }

  /** Credentials that were refused stay refused: 500 resources must not ask 500 times (and be locked out). */
  function remember(error: unknown): never {
    if (error instanceof CloudNumberingError && REFUSED.has(error.status ?? 0)) refusal = error;
    throw error;
  }

  async function singleFlight(): Promise<Token> {
    if (refusal) throw refusal;
    underWay ??= fetchNext().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  return {
    async current() {
      if (underWay) return underWay;
      return token && now() < expiresAt ? token : singleFlight();
    },
    async renew(refused) {
      if (token && token.generation > refused.generation) return token;
      return singleFlight();
    },
  };
}
