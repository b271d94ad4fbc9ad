import { type ApiRequest, type Reply, refusal } from "./exchange";
import { single } from "./fields";
import type { Guesses } from "./guesses";

/** Limits and defaults of docs/api.md §1.8. */
const DEFAULT_PER_PAGE = 10;
const MAX_PER_PAGE = 100;

export interface Page {
  readonly page: number;
  readonly perPage: number;
}

/** A query parameter that is a whole number of at least 1. */
export function readCount(request: ApiRequest, name: string, preset: number): number {
  const value = single(request, name);
  if (value === undefined) return preset;
  if (!/^\d{1,9}$/.test(value) || Number(value) < 1) {
    throw refusal(400, `The query parameter ${name} must be a whole number of at least 1.`);
  }
  return Number(value);
}

export function readPage(request: ApiRequest, guesses: Guesses): Page {
  const page = readCount(request, "page", 1);
  const perPage = readCount(request, "perPage", DEFAULT_PER_PAGE);
  if (perPage > MAX_PER_PAGE && guesses["per-page-over-100"] === "reject") {
    throw refusal(400, `The query parameter perPage must be at most ${MAX_PER_PAGE}.`);
  }
  return { page, perPage: Math.min(perPage, MAX_PER_PAGE) };
}

/** One page of the rows, its `meta.pagination` beside `result` and not inside it (docs/api.md §1.4). */
export function paged<Row>(rows: readonly Row[], at: Page, show: (row: Row) => object): Reply {
  const { shown, pagination } = pageOf(rows, at);
  const entries = shown.map(show);
  return { status: 200, body: { success: true, result: { entries }, meta: { pagination } } };
}

/** One page of the rows and what is said about it. */
export function pageOf<Row>(rows: readonly Row[], at: Page) {
  const start = (at.page - 1) * at.perPage;
  const pagination = {
    page: at.page,
    perPage: at.perPage,
    pageCount: Math.ceil(rows.length / at.perPage),
    total: rows.length,
  };
  return { shown: rows.slice(start, start + at.perPage), pagination };
}
