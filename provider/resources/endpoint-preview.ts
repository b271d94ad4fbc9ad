import type { Account } from "../client/account";
import type { EndpointRecord } from "../client/endpoints";
import type { Context, Foreseen } from "../engine/define-resource";
import type { EndpointProperties } from "./endpoint";
import { listNumbers } from "./listed-numbers";
import { lookAhead, warnOnce } from "./look-ahead";
import { ringingAt } from "./number-routes";

/** Says whose calls a change of the uri sends elsewhere, and what of somebody else's a change overwrites. */
export async function foreseeEndpoint(
  account: () => Account,
  sid: string,
  { changed }: Foreseen<EndpointProperties>,
  context: Context<EndpointProperties>,
): Promise<void> {
  await lookAhead(context, async () => {
    const { endpoints, numbers } = account();
    const live = await endpoints.find(sid);
    // An update of one that is gone says so itself.
    if (!live) return;
    const foreign = changed.filter((key) => isForeign(key, live, context));
    if (foreign.length > 0) {
      await warnOnce(
        context,
        `endpoint ${sid}: somebody has changed ${foreign.join(", ")} since the last refresh, and this overwrites it`,
      );
    }
    if (!changed.includes("uri")) return;
    const ringing = ringingAt(await numbers.live.read(), live);
    if (ringing.length === 0) return;
    const verb = ringing.length === 1 ? "rings" : "ring";
    await warnOnce(
      context,
      `${listNumbers(ringing)} ${verb} elsewhere afterwards: endpoint ${sid} gets another uri`,
    );
  });
}

/** Whether the service has something else than what the state knows. Never shows it: a uri may carry a token. */
function isForeign(key: string, live: EndpointRecord, { known }: Context<EndpointProperties>): boolean {
  if (!(key in live) || !(key in known)) return false;
  const field = key as keyof EndpointRecord;
  return live[field] !== known[field];
}
