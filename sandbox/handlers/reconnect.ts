import {
  type ApiRequest,
  type Backend,
  conflict,
  type Reply,
  refusal,
  result,
  tooExpensive,
} from "../exchange";
import { allowQuery, readBody, sidList, uuid } from "../fields";
import { sum } from "../money";
import { type Eligibility, eligibilityOf } from "../number-life";
import { findNumber } from "./numbers";

/** How many numbers one request may name (docs/api.md §3, reconnect). */
const MOST_NUMBERS = 100;

const numberSids = sidList(1, MOST_NUMBERS).required;

/** POST /numbers/reconnect/preview: what it would cost, and which numbers could come back (docs/api.md §3). */
export function previewReconnect(request: ApiRequest, backend: Backend): Reply {
  allowQuery(request, [], backend.guesses);
  const body = readBody(request, { numberSids }, backend.guesses);
  const numbers = eligibilities(body.numberSids, backend);
  return result({ totalCost: totalOf(numbers), currency: backend.world.organisation.currency, numbers });
}

/** POST /numbers/reconnect: all or nothing, and charged (docs/api.md §3). */
export function reconnectNumbers(request: ApiRequest, backend: Backend): Reply {
  const { world, guesses } = backend;
  const { reconnectKeys, ledger } = world.trade;
  allowQuery(request, [], guesses);
  const body = readBody(request, { numberSids, idempotencyKey: uuid.optional }, guesses);
  const first = reconnectKeys.firstReply(body.idempotencyKey, request.body);
  if (first !== undefined) return first;
  const numbers = eligibilities(body.numberSids, backend);
  const stuck = numbers.find((number) => !number.eligible);
  if (stuck !== undefined) throw conflict(guesses, `${stuck.sid} cannot be reconnected: ${stuck.reason}`);
  if (!ledger.covers(totalOf(numbers))) throw tooExpensive(guesses);
  const reply = result({ requestSid: world.reconnect(body.numberSids).requestSid });
  reconnectKeys.keep(body.idempotencyKey, request.body, reply);
  return reply;
}

/** GET /numbers/reconnect/{requestSid}: how far it is, and what it cost (docs/api.md §3). */
export function getReconnect(request: ApiRequest, { world, guesses }: Backend): Reply {
  allowQuery(request, [], guesses);
  const found = world.trade.reconnects.records.get(request.params.requestSid ?? "");
  if (found === undefined) throw refusal(404, "Reconnection request not found.");
  const { requestSid, status, totalCost, currency, numbers } = found;
  return result({ requestSid, status, totalCost, currency, numbers });
}

function eligibilities(sids: readonly string[], { world, guesses }: Backend): readonly Eligibility[] {
  return sids.map((sid) => eligibilityOf(world, findNumber(sid, world), guesses));
}

function totalOf(numbers: readonly Eligibility[]): number {
  return sum(...numbers.map((number) => number.cost));
}
