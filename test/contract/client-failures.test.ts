import { expect, test } from "vitest";
import type { Account } from "../../provider/client/account";
import { ANY_TIME } from "../../provider/client/snapshots";
import { withoutJitter } from "./client-stage";
import { ok, refusalOf, wire } from "./wire";

// Each operation with each way in which an answer can be a failure.

const request = { rateCardEntrySid: "RE1", amount: 1 };

/** What reads something out of the answer. */
const readings: Readonly<Record<string, (account: Account) => Promise<unknown>>> = {
  "list catalogue": ({ catalogue }) => catalogue(),
  "list number groups": ({ numberGroups }) => numberGroups(),
  "list available numbers": ({ availableNumbers }) => availableNumbers({}),
  "list numbers": ({ numbers }) => numbers.everyStatus.read(ANY_TIME),
  "list orders": ({ orders }) => orders.list.read(ANY_TIME),
  "list allowed voice addresses": ({ allowedIps }) => allowedIps.read("voice", ANY_TIME),
  "read order NO1": ({ orders }) => orders.get("NO1"),
  "read organisation": ({ organisationNow }) => organisationNow(),
  "read reconnection NR1": ({ numbers }) => numbers.reconnectStatus("NR1"),
  "preview order": ({ orders }) => orders.preview(request),
  "preview reconnection": ({ numbers }) => numbers.reconnectPreview(["AN1"]),
  "place order": ({ orders }) => orders.place(request, "key-1"),
  "reconnect numbers": ({ numbers }) => numbers.reconnect(["AN1"], "key-1"),
};

/** What asks for a thing to be done, and is content with any success. */
const changes: Readonly<Record<string, (account: Account) => Promise<unknown>>> = {
  "assign endpoints to number AN1": ({ numbers }) => numbers.assign("AN1", { reference: "Desk" }),
  "disconnect number AN1": ({ numbers }) => numbers.disconnect("AN1"),
  "allow voice address 203.0.113.7": ({ allowedIps }) => allowedIps.add("voice", "203.0.113.7"),
  "remove voice address 203.0.113.7": ({ allowedIps }) => allowedIps.remove("voice", "203.0.113.7"),
  "update organisation": ({ updateOrganisation }) => updateOrganisation({ city: "York" }),
};

const everything = Object.entries({ ...readings, ...changes });

test.each(everything)(
  "%s: a refusal is an error with its status, its words and its request id",
  async (operation, run) => {
    const headers = { "x-request-id": "request-1" };
    const bodies: readonly [number, unknown][] = [
      [400, { success: false, error: "not like this" }],
      [403, { success: false, error: { code: "no", message: "not like this" } }],
      [422, { message: "not like this" }],
      [200, { success: false, error: "not like this", result: { sid: "NO1" } }],
    ];
    for (const [status, body] of bodies) {
      const { account } = await wire(() => ({ status, body, headers }));

      const error = await refusalOf(run(account));

      expect(error).toMatchObject({ kind: "api", operation, status, requestId: "request-1" });
      expect(error.message).toContain("not like this");
      expect(error).not.toHaveProperty("id");
    }
  },
);

test.each(everything)("%s: a refused token is renewed, and an error in the end", async (operation, run) => {
  withoutJitter();
  const body = { error: "invalid_token", error_description: "invalid token" };
  const { account } = await wire(() => ({ status: 401, body }));

  expect(await refusalOf(run(account))).toMatchObject({ kind: "auth", operation, status: 401 });
});

test.each(everything)(
  "%s: HTML, half a JSON and other things are an error of protocol",
  async (operation, run) => {
    for (const body of ["<html></html>", '{"success":true,"resu', "null", "[]", '"fine"', "17"]) {
      const { account, received } = await wire(() => ({ body }));

      expect(await refusalOf(run(account))).toMatchObject({ kind: "protocol", operation, status: 200 });
      expect(received).toHaveLength(1);
    }
  },
);

test.each(Object.entries(readings))(
  "%s: an answer without what was asked for is an error of protocol",
  async (operation, run) => {
    const results = [
      undefined,
      null,
      [],
      {},
      { entries: null },
      { entries: {} },
      { entries: [7, null, {}] },
      { sid: "" },
    ];
    for (const result of results) {
      const { account } = await wire(() => ok(result, { meta: { pagination: { pageCount: 1, total: 3 } } }));

      expect(await refusalOf(run(account))).toMatchObject({ kind: "protocol", operation });
    }
  },
);

test.each(Object.entries(changes))(
  "%s: any success is done, with an envelope or without a body",
  async (_operation, run) => {
    for (const answer of [ok({}), ok(null), { status: 204, body: "" }, { body: {} }]) {
      const { account, received } = await wire(() => answer);

      await run(account);

      expect(received).toHaveLength(1);
    }
  },
);
