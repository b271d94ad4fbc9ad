import fc from "fast-check";
import { expect, test } from "vitest";
import { ANY_TIME, type Moment, mapReadings, shareReadings, writesTo } from "../../provider/client/snapshots";

const unspaced = () => 0;

/** A list that counts its readings; each takes until the test ends it. */
function slowList() {
  const open: { readonly number: number; end: (error?: Error) => void }[] = [];
  let readings = 0;
  const shared = shareReadings(
    () =>
      new Promise<number>((resolve, reject) => {
        readings += 1;
        const number = readings;
        open.push({ number, end: (error) => (error ? reject(error) : resolve(number)) });
      }),
    unspaced,
  );
  const endNext = async (error?: Error) => {
    open.shift()?.end(error);
    await turns();
  };
  return { shared, endNext, readings: () => readings, openReadings: () => open.length };
}

/** Lets every promise that can settle do so. */
async function turns(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test("readings begin some time apart, and those who come meanwhile share the next", async () => {
  const begun: number[] = [];
  const shared = shareReadings(
    async () => begun.push(performance.now()),
    () => 50,
  );

  await shared.read(shared.now());
  const second = shared.read(shared.now());
  await turns();
  const third = shared.read(shared.now());

  expect(await second).toBe(2);
  expect(await third).toBe(2);
  const [first = 0, next = 0] = begun;
  expect(next - first).toBeGreaterThanOrEqual(49); // timers may be a millisecond early
});

test("all who come at once share one reading", async () => {
  const { shared, endNext, readings } = slowList();

  const all = Promise.all(Array.from({ length: 500 }, () => shared.read(shared.now())));
  await turns();
  await endNext();

  expect(new Set(await all)).toEqual(new Set([1]));
  expect(readings()).toBe(1);
});

test("who has no demand is shown the newest reading, however old", async () => {
  const { shared, endNext, readings } = slowList();
  const first = shared.read(ANY_TIME);
  await turns();
  await endNext();
  await first;

  expect(await shared.read(ANY_TIME)).toBe(1);
  expect(readings()).toBe(1);
});

test("who comes while a reading is under way, and needs a later one, waits for one common next reading", async () => {
  const { shared, endNext, readings, openReadings } = slowList();
  const early = shared.read(shared.now());
  await turns();
  const late = Promise.all(Array.from({ length: 100 }, () => shared.read(shared.now())));
  await turns();
  expect(openReadings()).toBe(1);

  await endNext();
  expect(await early).toBe(1);
  await endNext();
  expect(new Set(await late)).toEqual(new Set([2]));
  expect(readings()).toBe(2);
});

test("a failed reading is the failure of those who waited for it, and is not kept", async () => {
  const { shared, endNext } = slowList();
  const waiting = Promise.allSettled([shared.read(ANY_TIME), shared.read(ANY_TIME)]);
  await turns();
  await endNext(new Error("no list"));
  expect(await waiting).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);

  const again = shared.read(ANY_TIME);
  await turns();
  await endNext();

  expect(await again).toBe(2);
});

test("a failed reading does not fail those who wait for the next one", async () => {
  const { shared, endNext } = slowList();
  const early = shared.read(ANY_TIME).catch((error: Error) => error.message);
  await turns();
  const late = shared.read(shared.now());
  await endNext(new Error("no list"));
  await endNext();

  expect(await early).toBe("no list");
  expect(await late).toBe(2);
});

test("a reading that fails before it begins fails those who waited, and no one else", async () => {
  let attempts = 0;
  const shared = shareReadings((): Promise<string> => {
    attempts += 1;
    if (attempts === 1) throw new Error("not even begun");
    return Promise.resolve("list");
  }, unspaced);

  await expect(shared.read(ANY_TIME)).rejects.toThrow("not even begun");
  await expect(shared.read(ANY_TIME)).resolves.toBe("list");
});

test("a list in two forms is read once for both", async () => {
  let readings = 0;
  const shared = shareReadings(async () => ++readings, unspaced);
  const doubled = mapReadings(shared, (number) => 2 * number);

  expect(await Promise.all([shared.read(ANY_TIME), doubled.read(ANY_TIME)])).toEqual([1, 2]);
  expect(doubled.now()).toBe(shared.now());
});

test("a form that a list cannot take is the failure of those who asked for it in that form", async () => {
  const shared = shareReadings(async () => 1, unspaced);
  const none = mapReadings(shared, () => {
    throw new Error("no such form");
  });

  await expect(none.read(ANY_TIME)).rejects.toThrow("no such form");
  expect(await shared.read(ANY_TIME)).toBe(1);
});

test("what is read since the last write was begun after that write ended", async () => {
  let readings = 0;
  const shared = shareReadings(async () => ++readings, unspaced);
  const writes = writesTo(shared);
  expect(writes.last()).toBe(ANY_TIME);
  await shared.read(writes.last());

  writes.ended();

  expect(await shared.read(writes.last())).toBe(2);
  expect(await shared.read(writes.last())).toBe(2);
});

// The model: a list is the number of writes done when its reading began. Whoever names the moment of a write must see
// that write.
type Step = { readonly do: "write" | "ask now" | "ask any time" | "end" | "fail" | "wait" };
const steps = fc.array(
  fc.record<Step>({ do: fc.constantFrom("write", "ask now", "ask any time", "end", "fail", "wait") }),
  { maxLength: 60 },
);

test("nobody is given a reading that began before the moment he names", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      let writes = 0;
      let lastWrite: Moment = ANY_TIME;
      const open: ((fail: boolean) => void)[] = [];
      const shared = shareReadings(() => {
        const seen = writes;
        return new Promise<number>((resolve, reject) => {
          open.push((fail) => (fail ? reject(new Error("no list")) : resolve(seen)));
        });
      }, unspaced);
      const checks: Promise<unknown>[] = [];
      const ask = (since: Moment, atLeast: number) =>
        checks.push(
          shared.read(since).then(
            (seen) => expect(seen).toBeGreaterThanOrEqual(atLeast),
            (error: Error) => expect(error.message).toBe("no list"),
          ),
        );
      for (const step of script) {
        if (step.do === "write") {
          writes += 1;
          lastWrite = shared.now();
        }
        if (step.do === "ask now") ask(shared.now(), writes);
        if (step.do === "ask any time") ask(lastWrite, writes);
        if (step.do === "end" || step.do === "fail") open.shift()?.(step.do === "fail");
        if (step.do === "wait") await turns();
        // Never two readings at once: the second would be older news than a third.
        expect(open.length).toBeLessThanOrEqual(1);
      }
      for (let rest = 0; rest < 4; rest++) {
        await turns();
        open.shift()?.(false);
      }
      await Promise.all(checks);
    }),
    { numRuns: 200 },
  );
});
