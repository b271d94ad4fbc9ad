import { z } from "zod";
import { CloudNumberingError } from "../http/errors";
import { anyReply, type Caller, path, sidReply } from "./call";
import { type Entries, listReply } from "./entries";

/** The two kinds of traffic an endpoint can take. */
export const endpointTypes = ["voice", "sms"] as const;
export type EndpointType = (typeof endpointTypes)[number];

/** One routing destination as the service lists it (docs/api.md §2). */
export interface EndpointRecord {
  readonly sid: string;
  readonly endpointType: EndpointType;
  readonly description: string;
  readonly uri: string;
  readonly isDefault: boolean;
  readonly isSecondary: boolean;
}

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** The documentation says `endpointType`; an older digest shows `type` in replies, so both are read. */
const endpointEntry = z
  .looseObject({
    sid: z.string().min(1),
    endpointType: z.enum(endpointTypes).optional(),
    type: z.enum(endpointTypes).optional(),
    description: z
      .string()
      .nullish()
      .transform((text) => text ?? ""),
    uri: z.string(),
    isDefault: flag,
    isSecondary: flag,
  })
  .transform((entry, context): EndpointRecord => {
    const { sid, description, uri, isDefault, isSecondary } = entry;
    const endpointType = entry.endpointType ?? entry.type;
    if (endpointType) return { sid, endpointType, description, uri, isDefault, isSecondary };
    context.addIssue({ code: "custom", message: "is missing", path: ["endpointType"] });
    return z.NEVER;
  });

const endpointList = listReply(endpointEntry);

/** `GET /endpoints`: all active endpoints, not paged. There is no read of one. */
export async function listEndpoints(call: Caller): Promise<Entries<EndpointRecord>> {
  const reply = await call(
    { operation: "list endpoints", method: "GET", path: "/endpoints", repeat: "safe" },
    endpointList,
  );
  return reply.result.entries;
}

/** What a create sends; the flags may be left out. */
export type NewEndpoint = Pick<EndpointRecord, "endpointType" | "description" | "uri"> &
  Partial<Pick<EndpointRecord, "isDefault" | "isSecondary">>;

/** `POST /endpoints`: returns the new sid. Repeating it would make a second endpoint. */
export async function createEndpoint(call: Caller, body: NewEndpoint): Promise<string> {
  const reply = await call(
    { operation: "create endpoint", method: "POST", path: "/endpoints", body, repeat: "never" },
    sidReply,
  );
  return reply.result.sid;
}

/** What an update sends: everything that can change, because a PUT may clear what it leaves out. */
export type EndpointUpdate = Omit<EndpointRecord, "sid" | "endpointType">;

/**
 * `PUT /endpoints/{sid}`. Documented for `description` and `uri`; that the flags are accepted too is a GUESS, so
 * whoever calls this reads back what became of them.
 */
export async function updateEndpoint(call: Caller, sid: string, body: EndpointUpdate): Promise<void> {
  await call(
    {
      operation: `update endpoint ${sid}`,
      method: "PUT",
      path: path`/endpoints/${sid}`,
      body,
      repeat: "safe",
    },
    anyReply,
  );
}

/**
 * `DELETE /endpoints/{sid}`. Known by the navigation only; its answer is a GUESS (an envelope or a 204). A 404 is fine:
 * somebody else, or an earlier attempt, has deleted it.
 */
export async function deleteEndpoint(call: Caller, sid: string): Promise<void> {
  try {
    await call(
      {
        operation: `delete endpoint ${sid}`,
        method: "DELETE",
        path: path`/endpoints/${sid}`,
        repeat: "safe",
      },
      anyReply,
    );
  } catch (error) {
    if (!(error instanceof CloudNumberingError) || error.status !== 404) throw error;
  }
}
