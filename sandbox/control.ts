import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { portalRoutes } from "./control-portal";
import { objectOf, worldOf } from "./control-request";
import { checkFault } from "./fault-check";
import { guessTable } from "./guesses";
import type { Runtime } from "./runtime";
import { isSeedName } from "./seeds/seeds";

/** `/_sandbox/*`: what a test can do through `Sandbox`, for other processes. No credentials: it is local. */
export function controlRoutes(runtime: Runtime): Hono<{ Bindings: HttpBindings }> {
  const control = new Hono<{ Bindings: HttpBindings }>();
  control.onError((error, context) => context.json({ error: error.message }, 400));

  control.post("/reset", (context) => {
    runtime.reset();
    return context.json({ ok: true });
  });
  control.post("/seed", async (context) => {
    const { seed } = await objectOf(context);
    if (!isSeedName(seed)) throw new Error("seed is demo or empty");
    runtime.accounts.first.seed = seed;
    runtime.reset();
    return context.json({ ok: true });
  });
  control.post("/revoke-tokens", (context) => {
    runtime.accounts.revokeAll();
    return context.json({ ok: true });
  });
  control.post("/organisations", async (context) => {
    const { name = "Other Ltd", seed = "empty" } = await objectOf(context);
    if (typeof name !== "string" || !isSeedName(seed)) throw new Error("give name and seed (demo or empty)");
    const { clientId, clientSecret, world } = runtime.accounts.add({ name, seed });
    return context.json({ clientId, clientSecret, organisationSid: world.organisation.sid });
  });

  control.get("/faults", (context) => context.json(runtime.faults.list()));
  control.post("/faults", async (context) => {
    const fault = await objectOf(context);
    // JSON has no Infinity.
    if (fault.times === "Infinity") fault.times = Number.POSITIVE_INFINITY;
    return context.json({ id: runtime.faults.add(checkFault(fault)).id });
  });
  control.delete("/faults", (context) => {
    runtime.faults.clear();
    return context.json({ ok: true });
  });
  control.delete("/faults/:id", (context) => {
    return context.json({ ok: runtime.faults.remove(Number(context.req.param("id"))) });
  });

  control.get("/calls", (context) => {
    const operation = context.req.query("operation");
    return context.json(
      runtime.log.calls.filter((call) => operation === undefined || call.operation === operation),
    );
  });
  control.delete("/calls", (context) => {
    runtime.log.clear();
    return context.json({ ok: true });
  });
  control.get("/world", (context) => context.json(worldOf(context, runtime).snapshot()));
  control.get("/guesses", (context) => {
    const entries = Object.entries(guessTable).map(([id, guess]) => {
      const value = new Map<string, unknown>(Object.entries(runtime.guesses)).get(id);
      return [id, { ...guess, value }];
    });
    return context.json(Object.fromEntries(entries));
  });
  control.route("/portal", portalRoutes(runtime));
  control.all("*", (context) =>
    context.json({ error: `there is no ${context.req.method} ${context.req.path}` }, 404),
  );
  return control;
}
