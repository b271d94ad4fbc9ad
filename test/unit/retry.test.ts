import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRetryAfter } from "../../provider/http/dates";
import { MAX_ATTEMPTS, type Outcome, type Repeat, retryDelay, shouldRetry } from "../../provider/http/retry";

const reply = (status: number, retryAfterMs?: number): Outcome => ({ kind: "reply", status, retryAfterMs });
const sent: Outcome = { kind: "broken", sent: true };
const unsent: Outcome = { kind: "broken", sent: false };
const outcomes: Record<string, Outcome> = { sent, unsent, final: { kind: "final" } };
const all: readonly Repeat[] = ["safe", "keyed", "never"];

// What ends an attempt, and which calls are then sent again.
test.each<[string, Outcome, readonly Repeat[]]>([
  ["200", reply(200), []],
  ["204", reply(204), []],
  ["302", reply(302), []],
  ["400", reply(400), []],
  ["401", reply(401), []],
  ["402", reply(402), []],
  ["403", reply(403), []],
  ["404", reply(404), []],
  ["409", reply(409), []],
  ["422", reply(422), []],
  ["408", reply(408), ["safe", "keyed"]],
  ["425", reply(425), ["safe", "keyed"]],
  ["429", reply(429), all],
  ["500", reply(500), ["safe", "keyed"]],
  ["501", reply(501), []],
  ["502", reply(502), ["safe", "keyed"]],
  ["503", reply(503), ["safe", "keyed"]],
  ["503 with Retry-After", reply(503, 1_000), ["safe", "keyed"]],
  ["504", reply(504), ["safe", "keyed"]],
  ["505", reply(505), []],
  ["a connection that broke after the request may have left", sent, ["safe", "keyed"]],
  ["a connection that never was", unsent, all],
  ["an end that no other attempt can better", { kind: "final" }, []],
])("F21 after %s these calls are sent again, and no others", (_what, outcome, again) => {
  expect(all.filter((repeat) => shouldRetry(outcome, repeat, 1))).toEqual(again);
});

test("nothing is sent more often than five times", () => {
  for (const outcome of [reply(429), reply(503), sent, unsent]) {
    expect(shouldRetry(outcome, "safe", 4)).toBe(true);
    expect(shouldRetry(outcome, "safe", 5)).toBe(false);
    expect(shouldRetry(outcome, "safe", 6)).toBe(false);
  }
  expect(MAX_ATTEMPTS).toBe(5);
});

test("what may have been received is never sent again when a repetition could make a second thing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.integer({ min: 1, max: 9 }), (status, attempt) => {
      expect(shouldRetry(reply(status), "never", attempt)).toBe(status === 429 && attempt < MAX_ATTEMPTS);
      expect(shouldRetry(sent, "never", attempt)).toBe(false);
    }),
  );
});

// Full jitter below a ceiling that doubles, up to ten seconds.
test.each([
  [1, 500],
  [2, 1_000],
  [3, 2_000],
  [4, 4_000],
  [5, 8_000],
  [6, 10_000],
  [30, 10_000],
  [2_000, 10_000],
])("after attempt %d the wait is anything up to %d ms", (attempt, ceiling) => {
  for (const outcome of [reply(503), sent]) {
    expect(retryDelay(outcome, attempt, () => 0)).toBe(0);
    expect(retryDelay(outcome, attempt, () => 0.5)).toBe(ceiling / 2);
    expect(retryDelay(outcome, attempt, () => 0.999_999_9)).toBe(ceiling);
  }
});

test("F20 what the server asks for is the wait, whatever the attempt and the dice", () => {
  for (const asked of [0, 1, 7_000, 3_600_000]) {
    expect(retryDelay(reply(429, asked), 3, () => 0.7)).toBe(asked);
    expect(retryDelay(reply(503, asked), 1, () => 0)).toBe(asked);
  }
});

const noon = Date.parse("2026-03-01T12:00:00Z");

test.each<[string | undefined, number | undefined]>([
  [undefined, undefined],
  ["0", 0],
  ["1", 1_000],
  ["120", 120_000],
  [" 5 ", 5_000],
  ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
  ["Sunday, 01-Mar-26 12:00:30 GMT", 30_000],
  ["Sun Mar  1 12:00:30 2026 GMT", 30_000],
  ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
  ["", undefined],
  ["soon", undefined],
  ["in a while", undefined],
])("F20 Retry-After %j is read as %j ms", (header, milliseconds) => {
  expect(parseRetryAfter(header, noon)).toBe(milliseconds);
});

test.each(["-5", "1.5", "soon 5", "5 seconds", "wait 3"])(
  "F20 Retry-After %j is none that the standard knows: no hint, rather than no wait",
  (header) => {
    expect(parseRetryAfter(header, noon)).toBeUndefined();
  },
);

test("F20 whatever Retry-After says, the wait is not negative and never no number", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String)), (header) => {
      const wait = parseRetryAfter(header, noon);
      if (wait !== undefined) expect(wait).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("no kind of end but a reply has a wait of its own", () => {
  for (const outcome of Object.values(outcomes)) expect(retryDelay(outcome, 1, () => 1)).toBe(500);
});
