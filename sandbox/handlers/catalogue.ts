import { type ApiRequest, type Backend, type Reply, refusal, result } from "../exchange";
import { allowQuery, single } from "../fields";
import { readCount } from "../pagination";
import type { PoolNumber } from "../pool";
import { asSeen, withoutOmitted } from "../quirks";
import type { Trade } from "../trade";

/** More products than this are never shown, and there is no second page (docs/api.md §4). */
const MOST_SHOWN = 10;

/** Limits of docs/api.md §3, pool browse. */
const DEFAULT_LIMIT = 20;
const MOST_NUMBERS = 100;
const PATTERN = /^[\d+*]{1,20}$/;

/** GET /catalogue: what the organisation can buy (docs/api.md §4). */
export function listCatalogue(request: ApiRequest, backend: Backend): Reply {
  return wholeList(
    request,
    backend,
    [...backend.world.trade.catalogue.entries.values()].slice(0, MOST_SHOWN),
  );
}

/** GET /number-groups (docs/api.md §3). */
export function listNumberGroups(request: ApiRequest, backend: Backend): Reply {
  return wholeList(request, backend, [...backend.world.trade.pool.groups.values()]);
}

function wholeList(
  request: ApiRequest,
  { guesses, quirks }: Backend,
  rows: readonly { readonly sid: string }[],
): Reply {
  allowQuery(request, [], guesses);
  const seen = withoutOmitted(rows, (row) => row.sid, quirks);
  return result({ entries: seen.map((row) => asSeen(row, row.sid, quirks)) });
}

/** GET /numbers/available: browses the pool; reserves nothing (docs/api.md §3). */
export function listAvailableNumbers(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, ["pattern", "limit", "numberGroupSid"], guesses);
  const limit = Math.min(readCount(request, "limit", DEFAULT_LIMIT), MOST_NUMBERS);
  const fits = readPattern(request);
  const { pool } = world.trade;
  const groupSid = single(request, "numberGroupSid");
  if (groupSid !== undefined) checkGroup(groupSid, world.trade);
  const matches = pool.available.filter(
    (row) => fits(row) && (groupSid === undefined || row.numberGroupSid === groupSid),
  );
  const seen = withoutOmitted(matches, (row) => row.sid, quirks).slice(0, limit);
  return result({ entries: seen.map((row) => asSeen(row, row.sid, quirks)) });
}

/** Throws a 404 unless there is a number group of this SID. */
export function checkGroup(sid: string, { pool }: Trade): void {
  if (!pool.groups.has(sid)) throw refusal(404, "Number group not found.");
}

function readPattern(request: ApiRequest): (row: PoolNumber) => boolean {
  const pattern = single(request, "pattern");
  if (pattern === undefined) return () => true;
  if (!PATTERN.test(pattern)) {
    throw refusal(
      400,
      "The query parameter pattern must have 1 to 20 digits, + (encoded as %2B) or * for any digits.",
    );
  }
  const wanted = new RegExp(`^${pattern.replaceAll("+", "\\+").replace(/\*+/g, ".*")}$`);
  return (row) => wanted.test(row.number);
}
