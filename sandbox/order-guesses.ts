import { choice, fixed, money, seconds } from "./guess-kinds";

/** Guesses about buying: catalogue, pool, quotes, orders and their keys. */
export const orderGuesses = {
  "catalogue-rate-card": fixed(
    "A catalogue entry names its rate card as `rateCardSid`; an organisation has one.",
    "§1.9 RC, §4 (names M)",
  ),
  "catalogue-terms": fixed(
    "Terms are MONTHLY, QUARTERLY, HALF_YEARLY and YEARLY: 1, 3, 6 and 12 months.",
    "§4 catalogue (list open)",
  ),
  "number-types": fixed(
    "Number types are LOCAL, MOBILE, NATIONAL and TOLL_FREE; a country has one number group of each.",
    "§3 number groups (only LOCAL seen)",
  ),
  "available-parameters": fixed(
    "GET /numbers/available takes pattern, limit and numberGroupSid; a pattern of other characters than digits, + and * is a 400.",
    "§3 pool browse, §6 number group",
  ),
  "available-fields": fixed(
    "An available number shows sid, number, numberGroupSid and countryIso.",
    "§3 pool browse (only sid known)",
  ),
  "order-body": fixed(
    "An order's type is `numbers`; amount is required, a whole number from 1 to 100, and equals the count of numberSids.",
    "§8 orders (type enum, max amount)",
  ),
  "order-product": fixed(
    "A product sells numbers of its own countryIso and numberType; a group or number of another kind is a 400.",
    "§3 number groups, §4",
  ),
  "order-choice": fixed(
    "Without numberSids an order gets the first numbers that GET /numbers/available shows.",
    "§4 POST /orders",
  ),
  "selection-fee": money(
    "What choosing a number by its SID costs, for each number.",
    "§4 preview (fee exists, amount unknown)",
    1,
  ),
  "preview-result": fixed(
    "A preview answers quoteToken, totalCost, currency, recurringCost, terms, connectionCharge, selectionFee and amount; every cost is for all numbers, and the first term is paid at once.",
    "§4 preview (breakdown unknown)",
  ),
  "preview-availability": fixed(
    "A preview refuses numberSids that are sold, but does not look whether enough numbers are there.",
    "§4 preview",
  ),
  "quote-token": choice(
    "Whether an order needs the quoteToken of a preview.",
    "§8 quoteToken",
    ["optional", "required"],
    "optional",
  ),
  "quote-lifetime": seconds("A quote is good for this long.", "§8 quoteToken", 900),
  "quote-pins-price": choice(
    "With a quote an order costs what was quoted (yes), what it costs now (no), or is a conflict when the price has changed (refuse).",
    "§4 preview (pinning unknown)",
    ["yes", "no", "refuse"],
    "yes",
  ),
  "quote-reuse": choice(
    "Whether a quote that led to an order is good for another one.",
    "§8 quoteToken",
    ["accept", "refuse"],
    "accept",
  ),
  "quote-refusal": fixed(
    "A quote that is unknown, expired, another organisation's or for another order is answered 400.",
    "§8 quoteToken",
  ),
  "idempotency-keys": choice(
    "Whether a second request with the same key gets the first one's answer (honour) or is done again (ignore).",
    "§1.3 (client only)",
    ["honour", "ignore"],
    "honour",
  ),
  "idempotency-key-life": seconds("A key is remembered for this long.", "§8 Idempotency-Key", 86_400),
  "idempotency-conflict": choice(
    "What a used key with another body is answered: the first answer, or a refusal with 409 or 422.",
    "§8 Idempotency-Key",
    ["refuse-422", "conflict-409", "replay"],
    "refuse-422",
  ),
  "idempotency-before-validation": choice(
    "Whether the key is looked up before the body, its SIDs and its quote are checked.",
    "§8 Idempotency-Key",
    ["yes", "no"],
    "yes",
  ),
  "idempotency-key-form": fixed(
    "An Idempotency-Key has 1 to 255 characters; anything else is a 400.",
    "§8 Idempotency-Key",
  ),
  "idempotency-failure": fixed("A request that failed leaves its key free.", "§8 Idempotency-Key"),
  "insufficient-balance-status": choice(
    "The status when the balance does not cover what is bought.",
    "§8 orders",
    ["402", "400", "409"],
    "402",
  ),
  "partial-availability": choice(
    "When fewer numbers are there than ordered, the order is a conflict or sells those that are there.",
    "§8 partial fills",
    ["refuse", "partial"],
    "refuse",
  ),
  "bought-number": fixed(
    "A bought number is in service at once, routes nowhere, has no reference and is billed again when its term is over.",
    "§4 POST /orders",
  ),
  "orders-order": fixed(
    "Orders are listed newest first, their numbers in the order of purchase.",
    "§8 sort order",
  ),
  "order-meta": choice(
    "GET /orders/{sid} shows its pages as top-level meta.pagination, or as meta inside result without pagination.",
    "§4 GET /orders/{sid}, §6 place of meta",
    ["top", "result"],
    "top",
  ),
  "money-rounding": fixed(
    "Amounts are exact, without VAT; nothing is rounded.",
    "§1.10 (VAT, rounding unknown)",
  ),
} as const;
