import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { controlRoutes } from "./control";
import { BASE_PATH, type Route, routes } from "./routes";
import type { Runtime } from "./runtime";
import { serveCall } from "./serve-call";

/** The whole HTTP surface: the API below /v1.1, the control plane below /_sandbox, a loud 404 for the rest. */
export function createApp(runtime: Runtime): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route("/_sandbox", controlRoutes(runtime));
  for (const route of routes) {
    app.on(route.method, BASE_PATH + route.path, (context) => {
      return answer(context.env, runtime, route, context.req.param(), context.req.queries());
    });
  }
  app.notFound((context) => answer(context.env, runtime, undefined, {}, context.req.queries()));
  return app;
}

async function answer(
  env: HttpBindings,
  runtime: Runtime,
  route: Route | undefined,
  params: Record<string, string>,
  query: Record<string, string[]>,
): Promise<Response> {
  await serveCall(runtime, { route, params, query, incoming: env.incoming, outgoing: env.outgoing });
  return RESPONSE_ALREADY_SENT;
}
