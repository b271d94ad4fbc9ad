// Whoever upgrades finds their stacks as they left them: every version goes on with the states of all before it.
import { expect, test } from "vitest";
import { succeeded } from "./engine-stack";
import { read, reopen, versions } from "./saved-state";

test.for(versions)(
  "the state that %s left is refreshed, wants nothing, and is destroyed",
  async (version) => {
    const { sandbox, stack } = await reopen(version);
    const writes = () =>
      sandbox.calls.filter(({ operation }) => /\.(create|update|delete|assign)$/.test(operation));

    succeeded(await stack.preview("--expect-no-changes", "--diff"));
    succeeded(await stack.drift());
    succeeded(await stack.refresh());
    succeeded(await stack.preview("--expect-no-changes", "--diff"));
    succeeded(await stack.up("--expect-no-changes"));
    expect(writes()).toEqual([]);
    expect(sandbox.world.snapshot()).toEqual(read(version, "world"));

    succeeded(await stack.destroy());
    expect((await stack.exportState()).resources).toEqual([]);
    expect(sandbox.world.snapshot()).toEqual(read(version, "destroyed"));
  },
);
