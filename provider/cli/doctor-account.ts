import { compareMoney, formatMoney, type Money, parseMoney } from "../client/money";
import { EXPLICIT } from "../explicit-account";
import { MAX_SPEND } from "../resources/order-spending";
import { type Check, checkMissing, fail, ok, warn } from "./doctor-check";
import type { Facts } from "./doctor-facts";

const CREDENTIALS = {
  "client id": "CLOUDNUMBERING_CLIENT_ID",
  "client secret": "CLOUDNUMBERING_CLIENT_SECRET",
} as const;

/** Whether there are credentials, and where they come from: the environment before the stack's config. */
export function checkCredentials({ settings }: Facts): Check {
  const name = "credentials";
  if (settings.is !== "known") return checkMissing(name, settings, "set the two variables of the README");
  const places = Object.values(CREDENTIALS).map((variable) =>
    process.env[variable] ? "the environment" : "the stack's config",
  );
  const [id, secret] = places;
  if (id === secret) return ok(name, `from ${id}`);
  const found = `the client id comes from ${id} and the client secret from ${secret}: they may not belong together`;
  return warn(name, found, `set both in one place (${Object.values(CREDENTIALS).join(", ")}, or the config)`);
}

export function checkToken({ token }: Facts): Check {
  const name = "token";
  if (token.is === "known") return ok(name, "the credentials are accepted");
  return checkMissing(name, token, "check the client id and secret (portal: Settings, Credentials)");
}

/** Whose account it is, and whether the stack's state says the same. */
export function checkOrganisation({ organisation, state, stack }: Facts): Check {
  const name = "organisation";
  if (organisation.is !== "known") return checkMissing(name, organisation, "ask cloudNumbering support");
  const { sid, name: called } = organisation.value;
  const other = state.is === "known" ? state.value.resources.find(belongsToAnother(sid)) : undefined;
  const said = called ? `${called} (${sid})` : sid;
  if (!other || stack.is !== "known") return ok(name, said);
  return fail(
    name,
    `${said}, and what ${stack.value} declares belongs to ${String(other.outputs.organisationSid)}`,
    "use the credentials of that organisation, or the stack of this one",
  );
}

type StateResource = Extract<Facts["state"], { is: "known" }>["value"]["resources"][number];

/** What an explicit `Provider` manages has an account of its own. */
function belongsToAnother(sid: string): (resource: StateResource) => boolean {
  return ({ outputs, config }) => {
    const remembered = outputs.organisationSid;
    return config[EXPLICIT] !== "true" && typeof remembered === "string" && remembered !== sid;
  };
}

/** Whether what the stack allows to be spent is there. */
export function checkBalance({ organisation, config }: Facts): Check {
  const name = "balance";
  if (organisation.is !== "known") {
    return checkMissing(name, { is: "unasked", because: "the organisation is not known" }, "");
  }
  const { balance } = organisation.value;
  if (!balance) return ok(name, "the service does not tell it");
  const shown = formatMoney(balance);
  const topUp = "top it up in the portal";
  if (!balance.amount.gt(0)) return warn(name, `${shown}: nothing can be bought`, topUp);
  const allowed = config.is === "known" ? config.value[MAX_SPEND]?.value : undefined;
  if (allowed === undefined) return ok(name, shown);
  const limit = parseMoney(allowed);
  const write = `write it as an amount with a currency: pulumi config set ${MAX_SPEND} "20 ${balance.currency}"`;
  if (!limit) return fail(name, `${shown}; ${MAX_SPEND} is ${JSON.stringify(allowed)}`, write);
  if (limit.currency !== balance.currency) {
    return fail(name, `${shown}; ${MAX_SPEND} is in ${limit.currency}`, write);
  }
  return isShort(balance, limit)
    ? warn(name, `${shown}, less than the ${formatMoney(limit)} that ${MAX_SPEND} allows`, topUp)
    : ok(name, shown);
}

function isShort(balance: Money, limit: Money): boolean {
  return compareMoney(balance, limit) < 0;
}
