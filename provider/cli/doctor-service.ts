import { type Check, checkMissing, fail, ok, warn } from "./doctor-check";
import type { Facts } from "./doctor-facts";

export function checkService({ greeting, settings }: Facts): Check {
  const name = "service";
  if (greeting.is !== "known")
    return checkMissing(name, greeting, "check the network, the proxy and the firewall");
  const where = settings.is === "known" ? settings.value.baseUrl : "the service";
  const { status } = greeting.value;
  if (status < 500) return ok(name, `${where} answers`);
  return fail(name, `${where} answers ${status}`, "the fault is on the service's side; try again later");
}

/** The service's `Date` knows whole seconds, and the answer was on its way for a moment. */
const TOLERANCE_S = 30;

/** A clock that is off breaks TLS, and makes what happened when hard to tell. */
export function checkClock({ greeting }: Facts): Check {
  const name = "clock";
  if (greeting.is !== "known") {
    return greeting.is === "unasked"
      ? checkMissing(name, greeting, "")
      : warn(name, "not looked at: the service does not answer", "put that right first");
  }
  const { clocks } = greeting.value;
  if (!clocks) return ok(name, "the service does not tell its time");
  const ahead = Math.round((clocks.here - clocks.service) / 1000);
  if (Math.abs(ahead) <= TOLERANCE_S) return ok(name, "as the service's");
  const where = ahead > 0 ? "ahead of" : "behind";
  return warn(
    name,
    `this machine is ${Math.abs(ahead)} seconds ${where} the service`,
    "let the system set its clock (NTP)",
  );
}
