import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { objectOf, worldOf } from "./control-request";
import { tradeRoutes } from "./control-trade";
import type { EndpointPatch, EndpointType, NumberPatch, NumberRecord } from "./records";
import type { Runtime } from "./runtime";

/**
 * `/_sandbox/portal/*`: edits as someone would make them in the web portal, past the API. Fields are taken as they
 * come, so that a test can bring about states which the API would refuse.
 */
export function portalRoutes(runtime: Runtime): Hono<{ Bindings: HttpBindings }> {
  const portal = new Hono<{ Bindings: HttpBindings }>();

  portal.post("/organisation", async (context) => {
    return context.json(worldOf(context, runtime).editOrganisation(await objectOf(context)));
  });

  portal.post("/endpoints", async (context) => {
    return context.json(worldOf(context, runtime).addEndpoint(await objectOf(context)));
  });
  portal.post("/endpoints/:sid", async (context) => {
    const patch: EndpointPatch = await objectOf(context);
    return context.json(worldOf(context, runtime).editEndpoint(context.req.param("sid"), patch));
  });
  portal.delete("/endpoints/:sid", (context) => {
    worldOf(context, runtime).removeEndpoint(context.req.param("sid"));
    return context.json({ ok: true });
  });

  portal.post("/numbers", async (context) => {
    const { number, ...rest }: Partial<NumberRecord> = await objectOf(context);
    if (typeof number !== "string") throw new Error("give number in E.164");
    return context.json(worldOf(context, runtime).addNumber({ ...rest, number }));
  });
  portal.post("/numbers/:sid", async (context) => {
    const patch: NumberPatch = await objectOf(context);
    return context.json(worldOf(context, runtime).editNumber(context.req.param("sid"), patch));
  });
  portal.delete("/numbers/:sid", (context) => {
    worldOf(context, runtime).removeNumber(context.req.param("sid"));
    return context.json({ ok: true });
  });

  portal.post("/allowed-ips/:type", async (context) => {
    const { ip } = await objectOf(context);
    if (typeof ip !== "string") throw new Error("give ip");
    return context.json({ added: worldOf(context, runtime).allowIp(typeOf(context.req.param("type")), ip) });
  });
  portal.delete("/allowed-ips/:type/:ip", (context) => {
    const type = typeOf(context.req.param("type"));
    return context.json({ removed: worldOf(context, runtime).disallowIp(type, context.req.param("ip")) });
  });
  portal.route("/", tradeRoutes(runtime));
  return portal;
}

function typeOf(value: string): EndpointType {
  if (value === "voice" || value === "sms") return value;
  throw new Error("the type is voice or sms");
}
