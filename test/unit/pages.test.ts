import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entries } from "../../provider/client/entries";
import { type Page, readAllPages } from "../../provider/client/pages";
import { CloudNumberingError } from "../../provider/http/errors";

interface Row {
  readonly sid: string;
}

const rows = (count: number, from = 0): Row[] =>
  Array.from({ length: count }, (_, index) => ({ sid: `AN${from + index}` }));

const page = (entries: readonly Row[]): Entries<Row> => ({ readable: entries, unreadable: [] });

/** A service that gives at most `limit` a page; what it holds can change between pages. */
function service(holds: (request: number) => readonly Row[], limit = 100) {
  const asked: number[] = [];
  const readPage = async (number: number, perPage: number): Promise<Page<Row>> => {
    asked.push(number);
    const all = holds(asked.length);
    const size = Math.min(perPage, limit);
    return {
      entries: page(all.slice((number - 1) * size, number * size)),
      pageCount: Math.ceil(all.length / size),
      total: all.length,
    };
  };
  return { asked, read: async () => (await readAllPages("list numbers", readPage)).readable };
}

test.each([
  [0, [1]],
  [1, [1]],
  [100, [1]],
  [101, [1, 2]],
  [250, [1, 2, 3]],
])("a list of %d is read whole, each page once", async (count, pages) => {
  const { asked, read } = service(() => rows(count));

  expect(await read()).toEqual(rows(count));
  expect(asked).toEqual(pages);
});

test.each([1, 7, 10, 50])(
  "a service that gives %d a page, fewer than asked for, is read whole",
  async (limit) => {
    const { read } = service(() => rows(123), limit);

    expect(await read()).toEqual(rows(123));
  },
);

test("an entry that cannot be read counts as one, and hides no other", async () => {
  const odd = [
    { sid: "AN2", problem: "odd" },
    { sid: undefined, problem: "odd" },
    { sid: undefined, problem: "odd" },
  ];
  const read = (total: number) =>
    readAllPages("list numbers", async () => ({
      entries: { readable: rows(2), unreadable: odd },
      pageCount: 1,
      total,
    }));

  expect(await read(5)).toEqual({ readable: rows(2), unreadable: odd });
  await expect(read(6)).rejects.toThrow(CloudNumberingError);
});

test("the pages after the first are read side by side", async () => {
  let open = 0;
  let most = 0;
  const list = rows(1_000);
  await readAllPages("list numbers", async (number, perPage) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    return {
      entries: page(list.slice((number - 1) * perPage, number * perPage)),
      pageCount: 10,
      total: 1_000,
    };
  });

  expect(most).toBe(9);
});

test("a list that shrank between two pages is read again", async () => {
  const { asked, read } = service((request) => (request < 2 ? rows(150) : rows(149, 1)));

  expect(await read()).toEqual(rows(149, 1));
  expect(asked).toEqual([1, 2, 1, 2]);
});

test("a list that grew between two pages is read again", async () => {
  const { asked, read } = service((request) => (request < 2 ? rows(150) : rows(151)));

  expect(await read()).toEqual(rows(151));
  expect(asked).toHaveLength(4);
});

test("a list that came to have more pages while it was read is read again", async () => {
  const { read } = service((request) => (request < 2 ? rows(100) : rows(201)));

  expect((await read()).length).toBeGreaterThanOrEqual(100);
});

test("a list that shows one entry twice is read again", async () => {
  const twice = [...rows(100), ...rows(1), ...rows(49, 101)];
  const { asked, read } = service((request) => (request < 3 ? twice : rows(150)));

  expect(await read()).toEqual(rows(150));
  expect(asked).toHaveLength(4);
});

test("a list whose pages overlap is read again, though nothing is missing", async () => {
  let readings = 0;
  const found = await readAllPages("list numbers", async (number, perPage) => {
    if (number === 1) readings += 1;
    const overlap = readings === 1 && number === 2 ? 1 : 0;
    const start = (number - 1) * perPage - overlap;
    return { entries: page(rows(150).slice(start, number * perPage)), pageCount: 2, total: 150 };
  });

  expect(readings).toBe(2);
  expect(found).toEqual(page(rows(150)));
});

test("a list that has fewer entries than it says is read again, and never taken for whole", async () => {
  let readings = 0;
  const read = readAllPages("list numbers", async () => {
    readings += 1;
    return { entries: page(rows(2)), pageCount: 1, total: 3 };
  });

  await expect(read).rejects.toThrow(CloudNumberingError);
  expect(readings).toBe(3);
});

test("a list that changes each time it is read ends in an error that says so", async () => {
  const { asked, read } = service((request) => rows(101 + request));

  const error = await read().catch((reason: unknown) => reason);

  expect(error).toMatchObject({ kind: "protocol", operation: "list numbers", mayHaveHappened: false });
  expect(String(error)).toContain("the list changed each of the 3 times it was read");
  expect(asked).toHaveLength(6);
});

test("a page that cannot be read is the failure of the whole list", async () => {
  const read = readAllPages("list numbers", async (number) => {
    if (number === 2) throw new Error("page 2 is torn");
    return { entries: page(rows(100, 100 * number)), pageCount: 3, total: 300 };
  });

  await expect(read).rejects.toThrow("page 2 is torn");
});

test.each([10_000, 1e12, 1e308, Number.MAX_SAFE_INTEGER])(
  "F22 a page count of %d for a list of one is an error, not as many requests",
  async (pageCount) => {
    let asked = 0;
    const read = readAllPages("list numbers", async () => {
      asked += 1;
      if (asked > 100) throw new Error("so many requests");
      return { entries: page(rows(1)), pageCount, total: 1 };
    });

    await expect(read).rejects.toThrow(CloudNumberingError);
  },
);

test("whatever happens to a list while it is read, the result is a whole list or an error", async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 350 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 20, max: 100 }), async (changes, limit) => {
      const holds = (request: number) => rows(changes[Math.min(request, changes.length) - 1] ?? 0);
      const found = await service(holds, limit)
        .read()
        .catch((error: unknown) => error);
      if (found instanceof CloudNumberingError) return;
      const list = found as readonly Row[];
      expect(changes).toContain(list.length);
      expect(list).toEqual(rows(list.length));
    }),
  );
});
