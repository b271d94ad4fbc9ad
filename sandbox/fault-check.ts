import type { Fault, Trouble } from "./faults";
import { isOperation, routes } from "./routes";

type Check = "text" | "number" | "object" | "moment" | "anything";

/** What each kind takes besides the fields of every fault; a `?` makes it optional. */
const SHAPES: { readonly [Kind in Trouble["kind"]]: Readonly<Record<string, Check | `${Check}?`>> } = {
  dropBefore: {},
  dropAfter: {},
  cutReply: { bytes: "number?" },
  status: { status: "number", body: "anything?", headers: "object?", when: "moment?" },
  refuse: { error: "text?", when: "moment?" },
  delay: { ms: "number", when: "moment?" },
  hang: { when: "moment?" },
  raw: { body: "text", status: "number?", contentType: "text?", headers: "object?", when: "moment?" },
  huge: { bytes: "number", when: "moment?" },
  endless: { when: "moment?" },
  omitEntry: { sid: "text" },
  alterEntry: { sid: "text", fields: "object" },
  ignoreField: { field: "text" },
  resetField: { field: "text" },
  unauthorised: {},
};

const COMMON: Readonly<Record<string, Check | `${Check}?`>> = {
  kind: "text",
  operation: "anything?",
  where: "object?",
  times: "number?",
  skip: "number?",
  probability: "number?",
  seed: "number?",
};

const CHECKS: { readonly [Name in Check]: (value: unknown) => boolean } = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number" && value >= 0,
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  moment: (value) => value === "before" || value === "after",
  anything: () => true,
};

/** A fault from a test or from JSON; a typing error must not become a fault that silently never happens. */
export function checkFault(value: unknown): Fault {
  if (!isRecord(value)) throw new Error("a fault is an object");
  const { kind } = value;
  if (typeof kind !== "string" || !isKind(kind)) {
    throw new Error(`a fault's kind is one of ${Object.keys(SHAPES).join(", ")}`);
  }
  const shape = { ...COMMON, ...SHAPES[kind] };
  const stranger = Object.keys(value).find((name) => !Object.hasOwn(shape, name));
  if (stranger !== undefined) throw new Error(`the fault ${kind} has no field ${stranger}`);
  for (const [name, wanted] of Object.entries(shape)) {
    const check = wanted.replace("?", "") as Check;
    const absent = value[name] === undefined;
    if (absent ? !wanted.endsWith("?") : !CHECKS[check](value[name])) {
      throw new Error(`the fault ${kind} needs ${name} to be: ${wanted}`);
    }
  }
  checkOperations(value.operation);
  return value as unknown as Fault;
}

function checkOperations(operation: unknown): void {
  if (operation === undefined) return;
  for (const name of [operation].flat()) {
    if (typeof name === "string" && isOperation(name)) continue;
    const known = routes.map((route) => route.operation).join(", ");
    throw new Error(`there is no operation ${name}; there are: ${known}`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return CHECKS.object(value);
}

function isKind(kind: string): kind is Trouble["kind"] {
  return Object.hasOwn(SHAPES, kind);
}
