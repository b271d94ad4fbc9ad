// The random histories of the lifecycle level, with the real engine and the real classes.
import fc from "fast-check";
import { test } from "vitest";
import { History } from "../fixtures/order-story/history";
import { story } from "../fixtures/order-story/story";
import { searchOf } from "../fixtures/search";
import { RealOrders } from "./order-stories";
import { Stage } from "./trouble-stage";

const { runs, seed, shrinks } = searchOf("orders-engine", 5);

test("random histories of orders under the real engine: no key buys twice, no cap is passed, no number is lost or held twice, and each ends as declared", {
  timeout: 120_000 + runs * 60_000,
}, async () => {
  const property = fc.asyncProperty(story({ longest: 2, waits: [1500] }), async (each) => {
    const stage = await Stage.open("", { guesses: each.guesses });
    const { sandbox, stack } = stage;
    stack.env = { ...stack.env, CLOUDNUMBERING_TIMEOUT_SECONDS: "3" };
    await History.live(sandbox, new RealOrders(stage), each);
  });
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: !shrinks });
});
