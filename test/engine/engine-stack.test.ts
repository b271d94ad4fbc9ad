// The harness itself, on a throw-away provider: what the other engine tests rely on when they kill things.
import { existsSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { Things, thingProvider } from "../lifecycle/thing-provider";
import { EngineStack, type EngineStackOptions, succeeded } from "./engine-stack";
import { isRunning } from "./processes";

const args = `{ size: 1, color: "red", id2: undefined, __provider: ${JSON.stringify(thingProvider)} }`;
const type = "pulumi-nodejs:dynamic/cloudnumbering:Thing";

async function open(
  options: Omit<EngineStackOptions, "env">,
): Promise<{ things: Things; stack: EngineStack }> {
  const things = new Things();
  onTestFinished(() => things.destroy());
  const stack = await EngineStack.create({ ...options, env: things.env });
  onTestFinished(() => stack.remove());
  return { things, stack };
}

test("a TypeScript program runs with the stack's config, and remove leaves nothing", async () => {
  const { things, stack } = await open({
    language: "typescript",
    program: `
      import * as pulumi from "@pulumi/pulumi";
      class Thing extends pulumi.CustomResource {
        declare readonly id2: pulumi.Output<string>;
        constructor(name: string, inputs: pulumi.Inputs) {
          super("${type}", name, inputs);
        }
      }
      export const id2 = new Thing("a", ${args}).id2;`,
    config: { "things:token": { secret: "t0ken" }, "things:open": "yes" },
  });
  succeeded(await stack.up());
  expect(await stack.outputs()).toEqual({ id2: "thing-1" });
  expect(things.takeTrace()[0]).toEqual({ method: "configure", args: ["t0ken"] });
  expect(await stack.exportText()).not.toContain("t0ken");
  await stack.remove();
  expect(existsSync(stack.folder)).toBe(false);
});

test("kill ends the CLI alone, killProvider the provider alone, and remove ends what is left", async () => {
  const { things, stack } = await open({
    program: `
      const pulumi = require("@pulumi/pulumi");
      new (class extends pulumi.CustomResource {})("${type}", "a", ${args});`,
  });
  const waiting = () => expect.poll(() => things.waiting, { timeout: 60_000, interval: 20 }).toBe(true);

  things.trouble("wait");
  const failing = stack.up();
  await waiting();
  stack.killProvider();
  const failed = await failing;
  expect(failed.exit).toBe(1);
  expect(failed.stdout + failed.stderr).toContain("error:");
  expect((await stack.exportState()).resources).toEqual([]);

  things.stopWaiting();
  things.trouble("wait");
  const killed = stack.up();
  await waiting();
  const left = stack.kill();
  expect((await killed).exit).toBe(null);
  const provider = left.find(({ command }) => command.includes("dynamic-provider/index.js"));
  if (!provider) throw new Error("The provider process was not among what was left.");
  expect(isRunning(provider)).toBe(true);

  await stack.remove();
  await expect.poll(() => left.filter(isRunning)).toEqual([]);
});
