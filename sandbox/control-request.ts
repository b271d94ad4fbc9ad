import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Runtime } from "./runtime";
import type { World } from "./world";

export type ControlContext = Context<{ Bindings: HttpBindings }>;

/** The world that `?organisation=OR…` names; without it the first. Throws an Error when there is none. */
export function worldOf(context: ControlContext, runtime: Runtime): World {
  const sid = context.req.query("organisation");
  const account = sid === undefined ? runtime.accounts.first : runtime.accounts.withOrganisationSid(sid);
  if (account === undefined) throw new Error(`there is no organisation ${sid}`);
  return account.world;
}

/** The JSON object in the body; an empty body is an empty object. Throws an Error on anything else. */
export async function objectOf(context: ControlContext): Promise<Record<string, unknown>> {
  const text = await context.req.text();
  const value: unknown = text === "" ? {} : JSON.parse(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error("the body must be a JSON object");
}
