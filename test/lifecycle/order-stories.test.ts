// Orders through everything that can happen to them, at random: whatever is killed, lost, edited or repeated, nobody
// pays twice or more than was agreed, no number is lost, and the messages lead to what the program declares.
import fc from "fast-check";
import pLimit from "p-limit";
import { onTestFinished, test } from "vitest";
import { startSandbox } from "../../sandbox";
import { History } from "../fixtures/order-story/history";
import { type Story, story } from "../fixtures/order-story/story";
import { searchOf } from "../fixtures/search";
import { EmulatedOrders } from "./order-stories";
import { warmProcesses } from "./provider-process";
import { ProviderStack } from "./provider-stack";
import { secret } from "./values";
import type { WarmProcesses } from "./warm-processes";

/** Stories are told side by side, for most of what they do is wait. So many make one search with a seed of its own. */
const SIDE_BY_SIDE = 8;
const RUNS_PER_SEARCH = 10;

const { runs, seed, shrinks } = searchOf("orders", 200);

test("random histories of orders: no key buys twice, no cap is passed, no number is lost or held twice, and each ends as declared", {
  timeout: 120_000 + runs * 20_000,
}, async () => {
  const processes = warmProcesses();
  onTestFinished(() => processes.stop());
  let isFound = false;
  const property = fc.asyncProperty(story({ longest: 3, waits: [100, 600] }), async (each) => {
    // Another search has found something: this one need not go on.
    if (isFound && !shrinks) return;
    await tell(each, processes).catch((error) => {
      isFound = true;
      throw error;
    });
  });
  const sideBySide = pLimit(SIDE_BY_SIDE);
  const searches = Array.from({ length: Math.ceil(runs / RUNS_PER_SEARCH) }, (_none, at) =>
    sideBySide(() => {
      const numRuns = Math.min(RUNS_PER_SEARCH, runs - at * RUNS_PER_SEARCH);
      return fc.assert(property, { numRuns, seed: seed + at, endOnFailure: !shrinks });
    }),
  );
  const ends = await Promise.allSettled(searches);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
});

async function tell(each: Story, warm: WarmProcesses): Promise<void> {
  const sandbox = await startSandbox({ guesses: each.guesses });
  const { baseUrl, clientId, clientSecret } = sandbox;
  const stack = await ProviderStack.start({
    warm,
    config: {
      "cloudnumbering:baseUrl": baseUrl,
      "cloudnumbering:clientId": clientId,
      "cloudnumbering:clientSecret": secret(clientSecret),
      // As short as it can be: after a kill the next command waits for so long.
      "cloudnumbering:timeoutSeconds": "1",
    },
  });
  try {
    await History.live(sandbox, new EmulatedOrders(stack), each);
  } finally {
    await stack.stop();
    await sandbox.stop();
  }
}
