import { choice, fixed, type Guess, seconds } from "./guess-kinds";
import { numberLifeGuesses } from "./number-life-guesses";
import { orderGuesses } from "./order-guesses";

/** Every guess, by id. The key is the id used by `--guess id=value` and by `startSandbox({ guesses })`. */
export const guessTable = {
  "token-lifetime": seconds("An access token lives this long.", "§1.2 (3600 only in examples)", 3600),
  "token-revokes-previous": choice(
    "A new access token ends the life of the tokens issued before to the same credentials.",
    "§8 tokens",
    ["no", "yes"],
    "no",
  ),
  "refresh-token": choice(
    "The token reply carries a refresh token.",
    "§1.2 (seed only)",
    ["yes", "no"],
    "yes",
  ),
  "refresh-token-rotates": choice(
    "Using a refresh token replaces it; the used one is refused afterwards.",
    "§8 tokens",
    ["no", "yes"],
    "no",
  ),
  "refresh-token-refusal": fixed(
    "A refresh token that is unknown, used up or another client's is answered 400 invalid_grant.",
    "§1.2 (error texts unknown)",
  ),
  "unknown-fields": choice(
    "What happens to body fields and query parameters that the operation does not know.",
    "§1.6 (400 for invalid fields), strictness unknown",
    ["refuse", "ignore"],
    "refuse",
  ),
  "unknown-sid": fixed(
    "An unknown SID, in the path, the query or the body, is answered 404 success:false.",
    "§1.6 (sentence cut)",
  ),
  "conflict-status": choice(
    "The status of a refusal because of state (endpoint in use, duplicate address, number not in service, number sold); 200 carries success:false.",
    "§1.6 (table cut after 404)",
    ["409", "400", "200"],
    "409",
  ),
  "delete-reply": choice(
    "What a successful delete answers.",
    "§8 (200 or 204 unknown)",
    ["envelope", "204"],
    "envelope",
  ),
  "create-endpoint-required": fixed(
    "Creating an endpoint needs description, endpointType and uri; the two flags default to false.",
    "§2 POST (required-ness M)",
  ),
  "duplicate-endpoint": fixed(
    "Two endpoints may have the same type, uri and description.",
    "§2 POST [inferred]",
  ),
  "endpoint-text-lengths": fixed("Description and uri have no length limit.", "§8 lengths"),
  "sip-uri-percent": fixed(
    "In a sip: uri every percent sign must begin %e164, %raw or %national, in the user part.",
    "§2 URI rules",
  ),
  "put-endpoint-flags": choice(
    "What PUT /endpoints/{sid} does with isDefault and isSecondary.",
    "§2 PUT",
    ["accept", "ignore", "reject"],
    "accept",
  ),
  "put-endpoint-undeclared": choice(
    "Flags that a PUT leaves out keep their value (merge) or become false (reset).",
    "§2 PUT",
    ["merge", "reset"],
    "merge",
  ),
  "put-endpoint-type": fixed("PUT does not know endpointType: the type never changes.", "§2 PUT [inferred]"),
  "single-default": choice(
    "At most one endpoint of a type is default: setting one clears the other.",
    "§7.4 [inferred]",
    ["yes", "no"],
    "yes",
  ),
  "single-secondary": choice("At most one endpoint of a type is secondary.", "§8", ["no", "yes"], "no"),
  "clear-default": choice(
    "Whether a PUT may take isDefault away without naming another default.",
    "§8",
    ["accept", "refuse"],
    "accept",
  ),
  "delete-default-endpoint": choice(
    "Whether the default endpoint can be deleted.",
    "§2 DELETE",
    ["accept", "refuse"],
    "accept",
  ),
  "delete-endpoint-in-use": choice(
    "Deleting an endpoint that numbers route to is refused, or unassigns those numbers.",
    "§2 DELETE, §7.6",
    ["refuse", "cascade"],
    "refuse",
  ),
  "description-normalisation": choice(
    "How the service rewrites an endpoint's description.",
    "§8",
    ["none", "trim", "lowercase"],
    "none",
  ),
  "uri-normalisation": choice(
    "How the service rewrites an endpoint's uri.",
    "§8",
    ["none", "lowercase"],
    "none",
  ),
  "assignment-count-field": choice(
    "The endpoint list shows how many numbers route to each endpoint as `assignedNumbers`, or leaves it out.",
    "§2 object (name unknown)",
    ["assignedNumbers", "absent"],
    "assignedNumbers",
  ),
  "sms-allowlist": choice(
    "Whether `sms` is a valid type of IP allowlist.",
    "§2 IP allowlist (docs speak of voice only)",
    ["no", "yes"],
    "no",
  ),
  "ip-forms": choice(
    "Which addresses the allowlist takes: dotted IPv4 only, or IPv6 and CIDR ranges too.",
    "§2 IP allowlist",
    ["ipv4", "any"],
    "ipv4",
  ),
  "ip-body-field": fixed("Adding an address sends `{ip}` and is answered `result: {ip}`.", "§2 IP allowlist"),
  "duplicate-ip": choice(
    "Adding an address that is there already succeeds without a second entry, or is a conflict.",
    "§2 IP allowlist",
    ["ok", "409"],
    "ok",
  ),
  "per-page-over-100": choice(
    "A perPage over 100 is clamped to 100 or refused with 400.",
    "§8",
    ["reject", "clamp"],
    "reject",
  ),
  "numbers-order": fixed("Numbers are listed in the order in which they came to the account.", "§8"),
  "number-field-names": fixed(
    "A number shows its status as `status` and its customer reference as `reference`.",
    "§3 (names unknown)",
  ),
  "e164-status": choice(
    "An e164 lookup without a status finds in-service numbers only, or numbers of any status.",
    "§3 GET",
    ["in-service", "any"],
    "in-service",
  ),
  "alias-case": fixed("The alias filter ignores upper and lower case.", "§3 GET"),
  "unassigned-endpoint": choice(
    "How a number shows that no endpoint is assigned.",
    "§3 object",
    ["empty", "null"],
    "empty",
  ),
  "assign-undeclared": choice(
    "What an assignment does with the side (voice, SMS, reference) it leaves out.",
    "§3 POST",
    ["keep", "clear"],
    "keep",
  ),
  unassign: choice(
    "Which value takes an endpoint away from a number.",
    "§3 POST",
    ["null-or-empty", "null", "empty", "refuse"],
    "null-or-empty",
  ),
  "assign-reply": fixed("An assignment answers `result: {sid}` with the number's SID.", "§3 POST"),
  "put-organisation-fields": fixed(
    "PUT /organisation takes any of the organisation's fields but sid, balance and currency, all texts; the two countries must be two capital letters; it answers `result: {sid}`.",
    "§5 PUT (body unknown)",
  ),
  "put-organisation-undeclared": choice(
    "Fields that a PUT /organisation leaves out keep their value (merge) or become what they are on a new account (reset).",
    "§8 organisation update",
    ["merge", "reset"],
    "merge",
  ),
  ...orderGuesses,
  ...numberLifeGuesses,
} as const satisfies Record<string, Guess>;

type Table = typeof guessTable;
type SwitchedId = {
  [Id in keyof Table]: Table[Id] extends { default: string | number } ? Id : never;
}[keyof Table];

/** The value of every switch, by guess id: `{ "put-endpoint-flags": "ignore" }`. */
export type Guesses = { readonly [Id in SwitchedId]: Table[Id]["default"] };
