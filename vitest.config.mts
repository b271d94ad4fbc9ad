import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const seconds = 1_000;
const cores = Math.max(2, availableParallelism());

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of a real `pulumi`; for the engine tests only. */
    engineBin: string;
  }
}

/** Writes a fixture: only `npm run states` does. */
const writesOnly = process.env.CLOUDNUMBERING_SAVES_STATE === undefined ? ["**/save-state.test.ts"] : [];

/** Levels of one `order` run side by side; the heavier ones wait until the lighter ones are done. */
const level = (name: string, order: number, maxWorkers: number) => ({
  name,
  include: [`test/${name}/**/*.test.ts`],
  exclude: writesOnly,
  maxWorkers,
  sequence: { groupOrder: order },
  expect: { poll: { timeout: 10 * seconds } }, // the default of one second is short on a busy machine
});

export default defineConfig({
  test: {
    projects: [
      { test: { ...level("unit", 0, cores), testTimeout: 20 * seconds } },
      { test: { ...level("contract", 0, cores), testTimeout: 20 * seconds } },
      {
        test: { ...level("guard", 0, cores), testTimeout: 120 * seconds, hookTimeout: 120 * seconds },
      },
      {
        test: {
          ...level("lifecycle", 1, Math.ceil(cores / 2) + 1),
          globalSetup: "scripts/vitest/built.mjs",
          testTimeout: 120 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      {
        test: {
          ...level("engine", 2, Math.ceil(cores / 2) + 1),
          globalSetup: ["scripts/vitest/built.mjs", "scripts/vitest/engine.mjs"],
          testTimeout: 300 * seconds,
          retry: 1, // three processes a command: a machine that is busy for a moment must not fail an hour of them
          hookTimeout: 180 * seconds,
        },
      },
    ],
  },
});
