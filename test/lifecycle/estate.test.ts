// A whole estate costs a handful of calls to look at, however many of its things are declared.
import { expect, test } from "vitest";
import { openAccount } from "./account";
import { type Declaration, output } from "./deployment";

const ROUTES = 500;
const ENDPOINTS = 50;
const ADDRESSES = 50;

const count = (many: number) => Array.from({ length: many }, (_none, at) => at);

function estate(numbers: readonly string[]): Declaration[] {
  const voice = { endpointType: "voice" };
  return [
    ...count(ENDPOINTS).map((at) => ({
      type: "Endpoint",
      name: `pbx-${at}`,
      inputs: { ...voice, description: `PBX ${at}`, uri: `sip:%e164@pbx-${at}.example.com` },
    })),
    ...count(ADDRESSES).map((at) => ({
      type: "AllowedIp",
      name: `from-${at}`,
      inputs: { ...voice, ip: `81.2.69.${at + 1}` },
    })),
    ...numbers.map((number, at) => ({
      type: "NumberAssignment",
      name: `line-${at}`,
      inputs: { number, voiceEndpointSid: output(`pbx-${at % ENDPOINTS}`, "sid"), reference: `Line ${at}` },
    })),
  ];
}

test("500 assignments, 50 endpoints and 50 addresses refresh with 5 + 1 + 1 list calls and one look whose account it is", {
  timeout: 300_000,
}, async () => {
  const { sandbox, stack } = await openAccount({ stack: { parallel: 32 } });
  sandbox.world.fill({ numbers: ROUTES });
  const numbers = [...sandbox.world.numbers.values()].map(({ number }) => number);
  expect((await stack.up(estate(numbers))).failures).toEqual([]);
  expect(stack.state.size).toBe(ROUTES + ENDPOINTS + ADDRESSES);
  sandbox.clearCalls();

  const refreshed = await stack.refresh();
  expect(refreshed.failures).toEqual([]);
  expect(refreshed.steps.filter(({ op }) => op !== "same")).toEqual([]);
  const calls: Record<string, number> = {};
  for (const { operation } of sandbox.calls) calls[operation] = (calls[operation] ?? 0) + 1;
  expect(calls).toEqual({
    "oauth.token": 1,
    "organisation.get": 1,
    "numbers.list": ROUTES / 100,
    "endpoints.list": 1,
    "allowedIps.list": 1,
  });
});
