import type { Clock } from "./clock";
import type { Guesses } from "./guesses";
import type { SeedName } from "./seeds/seeds";
import { derivedCode } from "./sids";
import { World } from "./world";

/** An organisation and the credentials that open it. */
export interface Account {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly world: World;
  /** What `reset` goes back to. */
  seed: SeedName;
}

/** What the token endpoint hands out. `expiresIn` is in seconds. */
export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresIn: number;
}

/** The organisations of a sandbox, their credentials and the tokens in force. */
export class Accounts {
  readonly #seed: SeedName;
  readonly #guesses: Guesses;
  readonly #clock: Clock;
  readonly #accounts: Account[] = [];
  readonly #accessTokens = new Map<string, { account: Account; expiresAt: number }>();
  readonly #refreshTokens = new Map<string, Account>();
  #granted = 0;

  constructor(options: { seed: SeedName; guesses: Guesses; clock: Clock }) {
    this.#seed = options.seed;
    this.#guesses = options.guesses;
    this.#clock = options.clock;
  }

  /** The organisation that the sandbox started with. */
  get first(): Account {
    const [first] = this.#accounts;
    if (first === undefined) throw new Error("the sandbox has no organisation");
    return first;
  }

  get all(): readonly Account[] {
    return this.#accounts;
  }

  add(options: { name: string | undefined; seed: SeedName }): Account {
    const scope = `${this.#seed}/${this.#accounts.length + 1}`;
    const account: Account = {
      clientId: derivedCode(scope, "client id").toLowerCase(),
      clientSecret: derivedCode(scope, "client secret") + derivedCode(scope, "client secret, second half"),
      world: new World({
        scope,
        name: options.name,
        seed: options.seed,
        guesses: this.#guesses,
        clock: this.#clock,
      }),
      seed: options.seed,
    };
    this.#accounts.push(account);
    return account;
  }

  withCredentials(clientId: string, clientSecret: string): Account | undefined {
    return this.#accounts.find((one) => one.clientId === clientId && one.clientSecret === clientSecret);
  }

  withOrganisationSid(sid: string): Account | undefined {
    return this.#accounts.find((one) => one.world.organisation.sid === sid);
  }

  withAccessToken(token: string): Account | undefined {
    const held = this.#accessTokens.get(token);
    return held !== undefined && held.expiresAt > this.#clock() ? held.account : undefined;
  }

  /** A refresh token of this account, still in force? */
  holdsRefreshToken(account: Account, token: string): boolean {
    return this.#refreshTokens.get(token) === account;
  }

  /** Issues tokens; `usedRefreshToken` is the refresh token that paid for them. */
  grant(account: Account, usedRefreshToken?: string): Grant {
    if (this.#guesses["token-revokes-previous"] === "yes") this.#endAccessTokensOf(account);
    this.#granted += 1;
    const lifetime = this.#guesses["token-lifetime"];
    const accessToken = derivedCode(account.clientSecret, "access token", this.#granted);
    this.#accessTokens.set(accessToken, { account, expiresAt: this.#clock() + lifetime * 1000 });
    return {
      accessToken,
      refreshToken: this.#refreshTokenFor(account, usedRefreshToken),
      expiresIn: lifetime,
    };
  }

  /** Ends every access and refresh token of every organisation. */
  revokeAll(): void {
    this.#accessTokens.clear();
    this.#refreshTokens.clear();
  }

  #endAccessTokensOf(account: Account): void {
    for (const [token, held] of this.#accessTokens) {
      if (held.account === account) this.#accessTokens.delete(token);
    }
  }

  #refreshTokenFor(account: Account, used: string | undefined): string | undefined {
    if (this.#guesses["refresh-token"] === "no") return undefined;
    if (used !== undefined && this.#guesses["refresh-token-rotates"] === "no") return used;
    if (used !== undefined) this.#refreshTokens.delete(used);
    const token = derivedCode(account.clientSecret, "refresh token", this.#granted);
    this.#refreshTokens.set(token, account);
    return token;
  }
}
