import { CloudNumberingError } from "../http/errors";

/** One page of a list, with the service's own count (`meta.pagination`). */
export interface Page<T> {
  readonly entries: readonly T[];
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
 * (other totals, a sid twice, too few entries) is read again, so that nothing is missed or counted twice.
 *
 * @throws {CloudNumberingError} `protocol` when the list keeps changing
 */
export async function readAllPages<T extends { readonly sid: string }>(
  operation: string,
  readPage: (page: number, perPage: number) => Promise<Page<T>>,
): Promise<readonly T[]> {
  for (let reading = 1; reading <= MAX_READINGS; reading++) {
    const first = await readPage(1, PER_PAGE);
    if (first.pageCount > Math.min(Math.max(1, first.total), MAX_PAGES)) throw absurd(operation, first);
    const others = Array.from({ length: Math.max(0, first.pageCount - 1) }, (_, index) =>
      readPage(index + 2, PER_PAGE),
    );
    const pages = [first, ...(await Promise.all(others))];
    const entries = pages.flatMap((page) => page.entries);
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

function isWhole<T extends { readonly sid: string }>(
  entries: readonly T[],
  pages: readonly Page<T>[],
): boolean {
  const distinct = new Set(entries.map((entry) => entry.sid)).size;
  return pages.every((page) => page.total === distinct) && distinct === entries.length;
}
