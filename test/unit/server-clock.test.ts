import { expect, test } from "vitest";
import { serverClock } from "../../provider/client/server-clock";

test("a clock that was never told knows no time, whatever replies without a date say", () => {
  const clock = serverClock(() => 0);
  clock.saw(undefined);

  expect(clock.now()).toBeUndefined();
});

test("a clock goes on from the last date by the time that has passed", () => {
  let elapsed = 500;
  const clock = serverClock(() => elapsed);
  clock.saw(1_000_000);
  elapsed = 2_000;
  expect(clock.now()).toBe(1_001_500);

  clock.saw(undefined);
  expect(clock.now()).toBe(1_001_500);

  clock.saw(5_000_000);
  expect(clock.now()).toBe(5_000_000);
});
