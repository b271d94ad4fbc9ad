import { afterEach, expect, test, vi } from "vitest";
import { CloudNumberingError } from "../../provider/http/errors";
import { type Grant, type TokenCache, tokenCache } from "../../provider/http/token";

afterEach(() => vi.useRealTimers());

interface Stage {
  /** The refresh token of each request so far. */
  readonly asked: (string | undefined)[];
  readonly tokens: TokenCache;
  /** What the clock shows. */
  seconds: number;
  /** Set, it decides how a request ends instead. */
  trouble: ((refreshToken: string | undefined) => void) | undefined;
}

/** A token endpoint that counts what it gives, and a clock that a test turns. */
function oauth({ expiresIn = 3600, refresh = true } = {}): Stage {
  const asked: Stage["asked"] = [];
  async function fetchGrant(refreshToken: string | undefined): Promise<Grant> {
    asked.push(refreshToken);
    await Promise.resolve();
    stage.trouble?.(refreshToken);
    const count = asked.length;
    return {
      accessToken: `access ${count}`,
      refreshToken: refresh ? `refresh ${count}` : undefined,
      expiresIn,
    };
  }
  const tokens = tokenCache(fetchGrant, () => stage.seconds * 1000);
  const stage: Stage = { asked, tokens, seconds: 0, trouble: undefined };
  return stage;
}

function refusal(status: number): CloudNumberingError {
  return new CloudNumberingError({ kind: "auth", operation: "sign in", problem: "no", status });
}

test("the first to need a token has it fetched, and all others share it", async () => {
  const { tokens, asked } = oauth();

  const given = await Promise.all(Array.from({ length: 64 }, () => tokens.current()));

  expect(new Set(given.map(({ value }) => value))).toEqual(new Set(["access 1"]));
  expect(asked).toEqual([undefined]);
});

test("F5 64 renewals at once cause one fetch", async () => {
  const { tokens, asked } = oauth();
  const old = await tokens.current();

  const given = await Promise.all(Array.from({ length: 64 }, () => tokens.renew(old)));

  expect(new Set(given.map(({ value }) => value))).toEqual(new Set(["access 2"]));
  expect(asked).toHaveLength(2);
});

test("F5 a token that was refused long ago causes no fetch when a newer one is there", async () => {
  const { tokens, asked } = oauth();
  const first = await tokens.current();
  const second = await tokens.renew(first);

  expect(await tokens.renew(first)).toEqual(second);
  expect(second.generation).toBe(first.generation + 1);
  expect(asked).toHaveLength(2);
});

test("F5 who needs a token while one is fetched waits for that one", async () => {
  const { tokens, asked } = oauth();
  const old = await tokens.current();

  const [renewed, current] = await Promise.all([tokens.renew(old), tokens.current()]);

  expect(current).toEqual(renewed);
  expect(asked).toHaveLength(2);
});

test.each([
  ["a minute before its end", 3600, 3539, 3541],
  ["a minute before its end, when it lives two hours", 7200, 7139, 7141],
  ["at nine tenths of a short life", 100, 89, 91],
  ["at nine tenths of a very short life", 10, 8, 9.5],
])("a token is renewed %s", async (_when, expiresIn, still, over) => {
  const stage = oauth({ expiresIn });
  await stage.tokens.current();

  stage.seconds = still;
  expect((await stage.tokens.current()).value).toBe("access 1");
  stage.seconds = over;
  expect((await stage.tokens.current()).value).toBe("access 2");
});

test("the life of a token counts from when it was asked for, not from when it came", async () => {
  const stage = oauth({ expiresIn: 600 });
  stage.trouble = () => {
    stage.seconds = 545;
  };
  await stage.tokens.current();
  stage.trouble = undefined;

  await stage.tokens.current();

  expect(stage.asked).toHaveLength(2);
});

test("F7 a jump of the wall clock, forth or back, renews nothing and keeps nothing too long", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-03-01T12:00:00Z") });
  const stage = oauth({ expiresIn: 3600 });
  await stage.tokens.current();

  for (const jump of ["2036-01-01", "1970-01-02", "2026-03-01"]) {
    vi.setSystemTime(Date.parse(jump));
    expect((await stage.tokens.current()).value).toBe("access 1");
  }
  stage.seconds = 3599;
  expect((await stage.tokens.current()).value).toBe("access 2");
});

test("F7 without a clock of its own the cache reads a monotonic one", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  let fetched = 0;
  const tokens = tokenCache(async () => {
    fetched += 1;
    return { accessToken: "a", refreshToken: undefined, expiresIn: 3600 };
  });
  await tokens.current();
  vi.setSystemTime(Date.parse("2036-01-01"));
  await tokens.current();

  expect(fetched).toBe(1);
});

test("a renewal uses the newest refresh token", async () => {
  const { tokens, asked } = oauth();
  const first = await tokens.current();
  const second = await tokens.renew(first);
  await tokens.renew(second);

  expect(asked).toEqual([undefined, "refresh 1", "refresh 2"]);
});

test("a renewal without a refresh token uses the credentials", async () => {
  const { tokens, asked } = oauth({ refresh: false });
  await tokens.renew(await tokens.current());

  expect(asked).toEqual([undefined, undefined]);
});

test("F5 when the refresh token is refused, the credentials are tried", async () => {
  const stage = oauth();
  const first = await stage.tokens.current();
  stage.trouble = (refreshToken) => {
    if (refreshToken !== undefined) throw refusal(400);
  };

  const second = await stage.tokens.renew(first);

  expect(second.value).toBe("access 3");
  expect(stage.asked).toEqual([undefined, "refresh 1", undefined]);
});

test("F2 credentials that were refused are not sent again", async () => {
  for (const status of [400, 401, 403]) {
    const stage = oauth();
    stage.trouble = () => {
      throw refusal(status);
    };

    const ends = await Promise.allSettled(Array.from({ length: 500 }, () => stage.tokens.current()));
    await expect(stage.tokens.current()).rejects.toMatchObject({ status });

    expect(ends.filter(({ status: end }) => end === "rejected")).toHaveLength(500);
    expect(stage.asked).toHaveLength(1);
  }
});

test("a failure that may pass is not remembered", async () => {
  const passing = [
    new CloudNumberingError({ kind: "network", operation: "sign in", problem: "no" }),
    refusal(429),
    refusal(503),
    new Error("anything else"),
  ];
  for (const error of passing) {
    const stage = oauth();
    stage.trouble = () => {
      throw error;
    };
    const ends = await Promise.allSettled([stage.tokens.current(), stage.tokens.current()]);
    stage.trouble = undefined;

    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(stage.asked).toHaveLength(1);
    await expect(stage.tokens.current()).resolves.toMatchObject({ value: "access 2" });
  }
});

test("a renewal that failed leaves the old generation as it was, so the next one renews", async () => {
  const stage = oauth({ refresh: false });
  const old = await stage.tokens.current();
  stage.trouble = () => {
    throw refusal(503);
  };
  await expect(stage.tokens.renew(old)).rejects.toThrow("no");
  stage.trouble = undefined;

  await expect(stage.tokens.renew(old)).resolves.toMatchObject({ value: "access 3" });
});
