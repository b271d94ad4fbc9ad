import { z } from "zod";
import type { Caller } from "./call";

const organisation = z.looseObject({ sid: z.string().min(1), name: z.string().optional() });

/** The organisation that the credentials belong to. */
export type Organisation = z.infer<typeof organisation>;

/** `GET /organisation` (docs/api.md §5). */
export async function getOrganisation(call: Caller): Promise<Organisation> {
  const reply = await call(
    { operation: "read organisation", method: "GET", path: "/organisation", repeat: "safe" },
    z.looseObject({ result: organisation }),
  );
  return reply.result;
}
