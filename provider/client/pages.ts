import { z } from "zod";
import { CloudNumberingError } from "../http/errors";
import type { Entries } from "./entries";

/**
 * The service's own count of a list. How much is on a page is not asked for here: where the service gives less than it
 * was asked for, its page count says so.
 */
export const pagination = z.looseObject({
  pageCount: z.int().nonnegative(),
  total: z.int().nonnegative(),
});

export function pageQuery(page: number, perPage: number): URLSearchParams {
  return new URLSearchParams({ page: String(page), perPage: String(perPage) });
}

/** One page of a list, with the service's own count (`meta.pagination`). */
export interface Page<T> {
  readonly entries: Entries<T>;
  readonly pageCount: number;
  readonly total: number;
}

/** The most that the API gives on a page (docs: manage-assigned-numbers). */
const PER_PAGE = 100;
const MAX_READINGS = 3;
/** A million numbers. A page count beyond it is a fault of the service, and not a reason to send so many requests. */
const MAX_PAGES = 10_000;

/**
 * Reads a paged list whole: the first page, then the others side by side. A list that changed while it was read
 * (other totals, a sid twice, too few entries) is read again, so that nothing is missed or counted twice. An entry that
 * cannot be read counts as one. That one entry went and another came between two pages cannot be seen: pages have no
 * cursor, and the totals are the same.
 *
 * @throws {CloudNumberingError} `protocol` when the list keeps changing
 */
export async function readAllPages<T extends { readonly sid: string }>(
  operation: string,
  readPage: (page: number, perPage: number) => Promise<Page<T>>,
): Promise<Entries<T>> {
  for (let reading = 1; reading <= MAX_READINGS; reading++) {
    const first = await readPage(1, PER_PAGE);
    if (first.pageCount > Math.min(Math.max(1, first.total), MAX_PAGES)) throw absurd(operation, first);
    const others = Array.from({ length: Math.max(0, first.pageCount - 1) }, (_, index) =>
      readPage(index + 2, PER_PAGE),
    );
    const pages = [first, ...(await Promise.all(others))];
    const entries = together(pages);
    if (isWhole(entries, pages)) return entries;
  }
  throw new CloudNumberingError({
    kind: "protocol",
    operation,
    problem: `the list changed each of the ${MAX_READINGS} times it was read`,
    advice: "run it again when nobody is changing the account",
  });
}

function absurd(operation: string, { pageCount, total }: Page<unknown>): CloudNumberingError {
  return new CloudNumberingError({
    kind: "protocol",
    operation,
    problem: `the service says that ${total} entries are on ${pageCount} pages`,
    advice: "run it again later; if it stays so, report it to cloudNumbering support",
  });
}

function together<T>(pages: readonly Page<T>[]): Entries<T> {
  return {
    readable: pages.flatMap(({ entries }) => entries.readable),
    unreadable: pages.flatMap(({ entries }) => entries.unreadable),
  };
}

function isWhole<T extends { readonly sid: string }>(
  { readable, unreadable }: Entries<T>,
  pages: readonly Page<T>[],
): boolean {
  const entries = [...readable, ...unreadable];
  // An entry without a sid is taken for one of its own.
  const distinct = new Set(entries.map((entry) => entry.sid ?? entry)).size;
  return pages.every((page) => page.total === distinct) && distinct === entries.length;
}
