import { setImmediate as nextTurn } from "node:timers/promises";
import type { ConfigReader } from "../engine/serve";
import { redact } from "../http/redact";
import { accountOutside } from "./account-outside";
import { type LiveList, readLive } from "./drift-live";
import type { Problems } from "./drift-problems";
import { type Choices, isChosen, wantsKind } from "./export-choose";
import { type Found, listed } from "./export-listed";
import { lookAt } from "./export-look";
import { isThing, type LeftOut, type Thing, type ThingKind } from "./export-things";

/** What an account has, as a program would declare it. */
export interface ExportedAccount {
  readonly things: readonly Thing[];
  readonly leftOut: readonly LeftOut[];
  /** All endpoints that could be read, declared or not: sid and description. */
  readonly endpoints: ReadonlyMap<string, string>;
}

const LISTS: Readonly<Record<LiveList, ThingKind>> = {
  endpoints: "endpoint",
  numbers: "number",
  addresses: "address",
  orders: "order",
};

/**
 * Reads the whole account, or the kinds of things that are wanted of it. Reads only.
 *
 * @returns `undefined` when not even the organisation could be read; the problems say why
 */
export async function readAccount(
  choices: Choices,
  isDeclared: (thing: { readonly kind: ThingKind; readonly id: string }) => boolean,
  { config, problems }: { readonly config: ConfigReader; readonly problems: Problems },
): Promise<ExportedAccount | undefined> {
  const { account, handlersOf } = accountOutside(config);
  const live = await readLive(account, problems, (list) => {
    if (wantsKind(choices, LISTS[list])) return true;
    // Numbers go to endpoints, whoever declares those.
    return list === "endpoints" && wantsKind(choices, "number");
  });
  if (!live) return undefined;
  const all = listed(live);
  const wanted = all.found.filter((each) => wantsKind(choices, each.kind) && !isDeclared(each));
  const look = (each: Found) => lookAt(each, handlersOf, problems);
  // Each order is a call of its own: the rest is looked at while the answers are on their way.
  const isOrder = ({ kind }: Found) => kind === "order";
  const orders = Promise.all(wanted.filter(isOrder).map(look));
  const others = await inTurns(
    wanted.filter((each) => !isOrder(each)),
    look,
  );
  const looked = [...others, ...(await orders)];
  const chosen = [...looked.flatMap((each) => each ?? []), ...all.leftOut].filter((each) =>
    isChosen(choices, each),
  );
  return {
    things: chosen.filter(isThing),
    leftOut: chosen.filter((each): each is LeftOut => !isThing(each)),
    endpoints: new Map((live.endpoints ?? []).map(({ sid, description }) => [sid, redact(description)])),
  };
}

/** Does the work for one after the other, and lets the network have its turn in between. */
async function inTurns<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const each of all) {
    done.push(await work(each));
    await nextTurn();
  }
  return done;
}
