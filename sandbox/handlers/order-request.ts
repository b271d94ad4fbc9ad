import type { CatalogueEntry } from "../catalogue";
import { type ApiRequest, type Backend, conflict, refusal } from "../exchange";
import { oneOf, readBody, sidList, text, wholeNumber } from "../fields";
import type { PoolNumber } from "../pool";
import { type UnitPrice, unitPriceOf } from "../prices";
import type { Wanted } from "../quotes";
import type { Trade } from "../trade";
import { checkGroup } from "./catalogue";

/** The largest order; docs/api.md names no limit. */
const MOST_NUMBERS = 100;

const PREVIEW_BODY = {
  type: oneOf(["numbers"]).required,
  rateCardEntrySid: text.required,
  amount: wholeNumber(1, MOST_NUMBERS).required,
  numberSids: sidList(1, MOST_NUMBERS).optional,
  numberGroupSid: text.optional,
};

/** What someone wants to buy: every SID in it exists and fits the others. */
export interface OrderRequest {
  readonly wanted: Wanted;
  readonly entry: CatalogueEntry;
  /** The numbers of `numberSids`, sold or not. */
  readonly chosen: readonly PoolNumber[] | undefined;
  /** What each number costs now. */
  readonly unit: UnitPrice;
}

/** The body of a preview. Throws 400 and 404. */
export function readPreview(request: ApiRequest, backend: Backend): OrderRequest {
  return checked(readBody(request, PREVIEW_BODY, backend.guesses), backend);
}

/** The body of an order: that of a preview and its quote. Throws 400 and 404. */
export function readOrder(
  request: ApiRequest,
  backend: Backend,
): OrderRequest & { readonly quoteToken: string | undefined } {
  const quoteToken = backend.guesses["quote-token"] === "required" ? text.required : text.optional;
  const { quoteToken: token, ...body } = readBody(request, { ...PREVIEW_BODY, quoteToken }, backend.guesses);
  return { ...checked(body, backend), quoteToken: token };
}

function checked(
  { rateCardEntrySid, amount, numberSids, numberGroupSid }: Wanted,
  backend: Backend,
): OrderRequest {
  const { world, guesses } = backend;
  const entry = world.trade.catalogue.entries.get(rateCardEntrySid);
  if (entry === undefined) throw refusal(404, "Rate card entry not found.");
  if (numberGroupSid !== undefined) checkGroupFits(numberGroupSid, entry, world.trade);
  if (numberSids !== undefined && numberSids.length !== amount) {
    throw refusal(400, "The field amount must be the count of numberSids.");
  }
  const chosen = numberSids?.map((sid) => chosenNumber(sid, entry, numberGroupSid, world.trade));
  return {
    wanted: { rateCardEntrySid, amount, numberSids, numberGroupSid },
    entry,
    chosen,
    unit: unitPriceOf(entry, chosen !== undefined, guesses),
  };
}

function checkGroupFits(sid: string, entry: CatalogueEntry, trade: Trade): void {
  checkGroup(sid, trade);
  const group = trade.pool.groups.get(sid);
  if (group?.countryIso === entry.countryIso && group.numberType === entry.numberType) return;
  throw refusal(400, "The number group is not one of this product.");
}

function chosenNumber(
  sid: string,
  entry: CatalogueEntry,
  numberGroupSid: string | undefined,
  { pool }: Trade,
): PoolNumber {
  const row = pool.find(sid);
  if (row === undefined) throw refusal(404, `There is no number ${sid} in the pool.`);
  if (!pool.suits(row, entry)) throw refusal(400, `The number ${sid} is not one of this product.`);
  if (numberGroupSid === undefined || row.numberGroupSid === numberGroupSid) return row;
  throw refusal(400, `The number ${sid} is not in the number group.`);
}

/** Throws a conflict when someone has one of the chosen numbers. */
export function checkUnsold(chosen: readonly PoolNumber[], { world, guesses }: Backend): void {
  const sold = chosen.find((row) => !world.trade.pool.isAvailable(row));
  if (sold !== undefined) throw conflict(guesses, `The number ${sold.sid} is not available.`);
}
