import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { CataloguePatch } from "./catalogue";
import { objectOf, worldOf } from "./control-request";
import type { Runtime } from "./runtime";

/** `/_sandbox/portal/*`, the part that has to do with buying: what a person, other customers and prices do. */
export function tradeRoutes(runtime: Runtime): Hono<{ Bindings: HttpBindings }> {
  const trade = new Hono<{ Bindings: HttpBindings }>();

  trade.post("/orders", async (context) => {
    const { rateCardEntrySid, amount = 1, numberSids } = await objectOf(context);
    if (typeof rateCardEntrySid !== "string") throw new Error("give rateCardEntrySid");
    if (typeof amount !== "number") throw new Error("amount is a number");
    const chosen = numberSids === undefined ? { amount } : { numberSids: sidsOf(numberSids) };
    return context.json(worldOf(context, runtime).buy({ rateCardEntrySid, ...chosen }));
  });
  trade.post("/numbers/:sid/disconnect", (context) => {
    return context.json(worldOf(context, runtime).disconnect(context.req.param("sid")));
  });
  trade.post("/reconnects", async (context) => {
    const { numberSids } = await objectOf(context);
    return context.json(worldOf(context, runtime).reconnect(sidsOf(numberSids)));
  });

  trade.post("/catalogue", async (context) => {
    const entry: CataloguePatch = await objectOf(context);
    return context.json(worldOf(context, runtime).trade.catalogue.add(entry));
  });
  trade.post("/catalogue/:sid", async (context) => {
    const patch: CataloguePatch = await objectOf(context);
    return context.json(worldOf(context, runtime).trade.catalogue.edit(context.req.param("sid"), patch));
  });
  trade.delete("/catalogue/:sid", (context) => {
    worldOf(context, runtime).trade.catalogue.remove(context.req.param("sid"));
    return context.json({ ok: true });
  });

  trade.post("/pool", async (context) => {
    const { number, countryIso = "GB", numberType = "LOCAL" } = await objectOf(context);
    if (typeof number !== "string" || typeof countryIso !== "string" || typeof numberType !== "string") {
      throw new Error("give number in E.164, and countryIso and numberType when not GB and LOCAL");
    }
    return context.json(worldOf(context, runtime).trade.pool.add({ number, countryIso, numberType }));
  });
  trade.post("/pool/:sid/sell", (context) => {
    return context.json(worldOf(context, runtime).trade.pool.sellToAnother(context.req.param("sid")));
  });
  trade.delete("/pool/:sid", (context) => {
    worldOf(context, runtime).trade.pool.remove(context.req.param("sid"));
    return context.json({ ok: true });
  });
  return trade;
}

function sidsOf(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((sid) => typeof sid === "string")) return value;
  throw new Error("numberSids is a list of SIDs");
}
