import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Account } from "../../provider/client/account";
import { CloudNumberingError } from "../../provider/http/errors";
import type { Fault, Sandbox } from "../../sandbox/index";
import { searchOf } from "../fixtures/search";
import { callsTo, clientOf, reception, receptionUpdate, running, withoutJitter } from "./client-stage";

// Thousands of waits between attempts would take minutes; none of them matters here.
vi.mock("node:timers/promises", async (original) => ({
  ...(await original<typeof import("node:timers/promises")>()),
  setTimeout: async (_ms: number, value?: unknown) => value,
}));

/** How many malformed responses there are in all: a quarter of them answers creations. */
const { runs: RESPONSES, seed, shrinks } = searchOf("F39", 10_000);
const random = { seed, endOnFailure: !shrinks };
const MINUTE = 60_000;

interface Operation {
  /** As the sandbox calls it. */
  readonly name: string;
  readonly run: (account: Account, sid: string) => Promise<unknown>;
  /** What a well-formed answer has in `result`, to be damaged. */
  readonly result: (sandbox: Sandbox, sid: string) => unknown;
  /** What the operation gives when all is well. */
  readonly right: (sandbox: Sandbox, sid: string) => unknown;
}

const nothing = () => undefined;
const operations: readonly Operation[] = [
  {
    name: "endpoints.list",
    run: ({ endpoints }) => endpoints.all(),
    result: ({ world }) => ({ entries: [...world.endpoints.values()] }),
    right: ({ world }) => [...world.endpoints.values()],
  },
  {
    name: "endpoints.list",
    run: ({ endpoints }, sid) => endpoints.find(sid, endpoints.now()),
    result: ({ world }) => ({ entries: [...world.endpoints.values()] }),
    right: ({ world }, sid) => world.endpoints.get(sid),
  },
  {
    name: "endpoints.update",
    run: ({ endpoints }, sid) => endpoints.update(sid, receptionUpdate),
    result: (_sandbox, sid) => ({ sid }),
    right: nothing,
  },
  {
    name: "endpoints.delete",
    run: ({ endpoints }, sid) => endpoints.delete(sid),
    result: (_sandbox, sid) => ({ sid }),
    right: nothing,
  },
  {
    name: "organisation.get",
    run: async ({ organisation }) => {
      const found = await organisation();
      return { ...found, balance: found.balance?.amount.toNumber() };
    },
    result: ({ world }) => world.organisation,
    right: ({ world }) => world.organisation,
  },
  {
    name: "allowedIps.list",
    run: ({ allowedIps }) => allowedIps.list("voice"),
    result: ({ world }) => ({ entries: world.allowedIps.voice }),
    right: ({ world }) => world.allowedIps.voice,
  },
  {
    name: "numbers.list",
    run: async ({ numbers }) => (await numbers.list({})).map(({ sid, number }) => ({ sid, number })),
    result: ({ world }) => ({ entries: [...world.numbers.values()] }),
    right: ({ world }) =>
      [...world.numbers.values()]
        .filter(({ status }) => status === "IN_SERVICE")
        .map(({ sid, number }) => ({ sid, number })),
  },
  {
    name: "oauth.token",
    run: async ({ organisation }) => (await organisation()).sid,
    result: () => ({}),
    right: ({ world }) => world.organisation.sid,
  },
];

/** A mistake that a server may make with an answer: part of it is something else, missing, or cut. */
interface Mistake {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly damage: "replace" | "remove" | "cut" | "other" | "none";
  readonly place: number;
  readonly value: unknown;
  readonly text: string;
  readonly when: "before" | "after";
  readonly cutOff: boolean;
}

const mistakes: fc.Arbitrary<Mistake> = fc.record({
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.constantFrom(201, 204, 301, 304, 400, 402, 404, 409, 418, 500, 503) },
  ),
  retryAfter: fc.option(fc.constantFrom("", "0", "-1", "soon", "99999999999999999999"), { nil: undefined }),
  damage: fc.constantFrom("replace", "remove", "cut", "other", "none"),
  place: fc.nat(1_000),
  value: fc.jsonValue({ maxDepth: 2 }),
  text: fc.oneof(
    fc.json(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("<html></html>", "", "{}", "null", "[]"),
  ),
  when: fc.constantFrom("before", "after"),
  cutOff: fc.boolean(),
});

test("F39 10,000 malformed responses end in an error of our class or a right value, and show no secret", {
  timeout: 5 * MINUTE + RESPONSES * 50,
}, async () => {
  withoutJitter();
  const sandbox = await running({ seed: "demo" });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), mistakes, async (operation, mistake) => {
      sandbox.clearFaults();
      sandbox.clearCalls();
      const { sid } = sandbox.world.addEndpoint();
      const account = clientOf(sandbox, { timeoutSeconds: 5 });
      const right = operation.right(sandbox, sid);
      const { fault, body } = faultOf(operation, mistake, operation.result(sandbox, sid));
      sandbox.fault(fault);

      const end = await settled(operation.run(account, sid));

      if (sandbox.world.endpoints.has(sid)) sandbox.world.removeEndpoint(sid);
      if (end instanceof CloudNumberingError) {
        expect(inspect(end, { depth: 12 })).not.toContain(sandbox.clientSecret);
        expect(end.message.length).toBeLessThan(2_000);
      } else if (!saysSo(body)) {
        expect(end).toEqual(right);
      }
      expect(sandbox.calls.length).toBeLessThan(40);
    }),
    { numRuns: Math.ceil(RESPONSES * 0.75), ...random },
  );
});

test("F39 creations with malformed responses make one endpoint or none, and give the sid of the one they made", {
  timeout: 5 * MINUTE + RESPONSES * 50,
}, async () => {
  withoutJitter();
  const sandbox = await running();
  await fc.assert(
    fc.asyncProperty(mistakes, async (mistake) => {
      sandbox.clearFaults();
      sandbox.clearCalls();
      for (const sid of sandbox.world.endpoints.keys()) sandbox.world.removeEndpoint(sid);
      const account = clientOf(sandbox, { timeoutSeconds: 5 });
      const create = { name: "endpoints.create" };
      const { fault, body } = faultOf(create, mistake, { sid: "EP1" });
      sandbox.fault(fault);

      const end = await settled(account.endpoints.create(reception, false));

      expect(callsTo(sandbox, "endpoints.create")).toHaveLength(1);
      const made = [...sandbox.world.endpoints.keys()];
      if (end instanceof CloudNumberingError) expect(made.length).toBeLessThanOrEqual(1);
      else if (!saysSo(body)) expect(made).toEqual([(end as { sid: string }).sid]);
    }),
    { numRuns: Math.ceil(RESPONSES * 0.25), ...random },
  );
});

function faultOf(
  { name }: Pick<Operation, "name">,
  mistake: Mistake,
  result: unknown,
): { readonly fault: Fault; readonly body: string } {
  const { status, retryAfter, when } = mistake;
  const body = mistake.damage === "other" ? mistake.text : damaged(envelope(name, result), mistake);
  const operation = name;
  // A status that the service gives before it does anything, or that it gives although it did: both happen.
  const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
  if (mistake.cutOff && mistake.damage === "cut") {
    return { fault: { kind: "cutReply", bytes: mistake.place % 50, operation }, body: "" };
  }
  return { fault: { kind: "raw", body, status, headers, when, operation }, body };
}

function envelope(name: string, result: unknown): unknown {
  if (name === "oauth.token") return { access_token: "abcdefgh", token_type: "Bearer", expires_in: 3600 };
  const entries = (result as { entries?: unknown[] }).entries?.length ?? 0;
  const pagination = { page: 1, perPage: 100, pageCount: 1, total: entries };
  return { success: true, result, ...(name === "numbers.list" && { meta: { pagination } }) };
}

/** The JSON with one of its places damaged. */
function damaged(whole: unknown, { damage, place, value }: Mistake): string {
  const text = JSON.stringify(whole);
  if (damage === "cut") return text.slice(0, place % text.length);
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const copy = JSON.parse(text) as unknown;
  collect(copy);
  const chosen = places[place % places.length];
  if (chosen && damage === "replace") chosen.holder[chosen.key] = value;
  if (chosen && damage === "remove") delete chosen.holder[chosen.key];
  return JSON.stringify(copy);

  function collect(node: unknown): void {
    if (node === null || typeof node !== "object") return;
    const holder = node as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      collect(holder[key]);
    }
  }
}

/** Whether an answer is well-formed for what it says, though it is not true: nobody can tell. */
function saysSo(body: string): boolean {
  try {
    const json = JSON.parse(body) as Record<string, unknown> | null;
    return json !== null && typeof json === "object" && ("result" in json || "access_token" in json);
  } catch {
    return false;
  }
}

/** How it ended: with a value or an error of our class; any other error fails the test. */
async function settled(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CloudNumberingError) return error;
    throw error;
  }
}
