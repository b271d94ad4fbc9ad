import { isDeepStrictEqual } from "node:util";
import {
  type ApiRequest,
  type Backend,
  conflict,
  type Reply,
  refusal,
  result,
  tooExpensive,
} from "../exchange";
import { allowQuery } from "../fields";
import type { OrderRecord } from "../order-store";
import { paged, pageOf, readPage } from "../pagination";
import { placeOrder } from "../placing-orders";
import type { PoolNumber } from "../pool";
import { priceOf, type UnitPrice } from "../prices";
import { asSeen, withoutOmitted } from "../quirks";
import { checkUnsold, type OrderRequest, readOrder, readPreview } from "./order-request";

/** POST /orders/preview: prices an order; reserves nothing (docs/api.md §4). */
export function previewOrder(request: ApiRequest, backend: Backend): Reply {
  allowQuery(request, [], backend.guesses);
  const { wanted, entry, chosen, unit } = readPreview(request, backend);
  checkUnsold(chosen ?? [], backend);
  const { totalCost, ...parts } = priceOf(unit, wanted.amount);
  const quoteToken = backend.world.trade.quotes.issue(wanted, unit);
  const { currency, terms } = entry;
  return result({ quoteToken, totalCost, currency, ...parts, terms, amount: wanted.amount });
}

/** POST /orders: buys and charges the balance, all or nothing (docs/api.md §4). */
export function createOrder(request: ApiRequest, backend: Backend): Reply {
  const { world, guesses } = backend;
  const { orderKeys, quotes } = world.trade;
  allowQuery(request, [], guesses);
  const key = readKey(request);
  const early = guesses["idempotency-before-validation"] === "yes";
  const first = early ? orderKeys.firstReply(key, request.body) : undefined;
  if (first !== undefined) return first;
  const order = readOrder(request, backend);
  const unit = agreedPrice(order, backend);
  const repeated = early ? undefined : orderKeys.firstReply(key, request.body);
  if (repeated !== undefined) return repeated;
  const { sid, numbers } = sell(order, unit, backend);
  if (order.quoteToken !== undefined) quotes.use(order.quoteToken);
  const reply = result({ sid, numbers: numbers.map((line) => ({ sid: line.sid, number: line.number })) });
  orderKeys.keep(key, request.body, reply);
  return reply;
}

function readKey(request: ApiRequest): string | undefined {
  const key = request.headers["idempotency-key"];
  if (key === undefined || /^.{1,255}$/.test(key)) return key;
  throw refusal(400, "The header Idempotency-Key must have 1 to 255 characters.");
}

/** What each number will cost: as quoted or as it is now. */
function agreedPrice(
  { quoteToken, wanted, unit }: ReturnType<typeof readOrder>,
  { world, guesses }: Backend,
): UnitPrice {
  if (quoteToken === undefined) return unit;
  const quoted = world.trade.quotes.pricesFor(quoteToken, wanted);
  if (quoted === undefined) throw refusal(400, "The quote is unknown, has expired or is for another order.");
  if (guesses["quote-pins-price"] === "yes") return quoted;
  if (guesses["quote-pins-price"] === "no" || isDeepStrictEqual(quoted, unit)) return unit;
  throw conflict(guesses, "The price has changed since the quote.");
}

function sell(order: OrderRequest, unit: UnitPrice, backend: Backend): OrderRecord {
  const { world, guesses } = backend;
  const numbers = order.chosen ?? nextNumbers(order, backend);
  checkUnsold(numbers, backend);
  if (!world.trade.ledger.covers(priceOf(unit, numbers.length).totalCost)) throw tooExpensive(guesses);
  return placeOrder(world, { entry: order.entry, numbers, unit });
}

function nextNumbers({ wanted, entry }: OrderRequest, { world, guesses }: Backend): readonly PoolNumber[] {
  const { amount, numberGroupSid } = wanted;
  const fitting = world.trade.pool
    .availableFor(entry)
    .filter((row) => numberGroupSid === undefined || row.numberGroupSid === numberGroupSid);
  const enough = fitting.length >= amount;
  if (enough || (fitting.length > 0 && guesses["partial-availability"] === "partial")) {
    return fitting.slice(0, amount);
  }
  throw conflict(guesses, `Only ${fitting.length} of ${amount} numbers are available.`);
}

/** GET /orders (docs/api.md §4). */
export function listOrders(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, ["page", "perPage"], guesses);
  const page = readPage(request, guesses);
  const orders = withoutOmitted(world.trade.orders.newestFirst, (order) => order.sid, quirks);
  return paged(orders, page, (order) => asSeen(summaryOf(order), order.sid, quirks));
}

/** GET /orders/{sid}: the order and one page of its numbers (docs/api.md §4). */
export function getOrder(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, ["page", "perPage"], guesses);
  const page = readPage(request, guesses);
  const order = world.trade.orders.records.get(request.params.sid ?? "");
  if (order === undefined) throw refusal(404, "Order not found.");
  const lines = withoutOmitted(order.numbers, (line) => line.sid, quirks);
  const { shown, pagination } = pageOf(lines, page);
  const numbers = shown.map((line) => asSeen(line, line.sid, quirks));
  const whole = { ...summaryOf(order), numbers };
  if (guesses["order-meta"] === "result") return result({ ...whole, meta: pagination });
  return { status: 200, body: { success: true, result: whole, meta: { pagination } } };
}

function summaryOf({ numbers, ...summary }: OrderRecord): Omit<OrderRecord, "numbers"> {
  return summary;
}
