import { expect, onTestFinished, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { EngineStack, type Finished, succeeded } from "./engine-stack";

const reception = {
  description: "Reception",
  endpointType: "voice",
  uri: "sip:%e164@pbx.example.com",
};

/** A program that declares one endpoint and exports its sid. */
function program(inputs: Record<string, unknown> = {}): string {
  const args = JSON.stringify({ ...reception, ...inputs });
  return `
    const reception = new cloudnumbering.Endpoint("reception", ${args});
    exports.sid = reception.sid;`;
}

interface Stage {
  sandbox: Sandbox;
  stack: EngineStack;
}

async function open(source: string): Promise<Stage> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.stop());
  const stack = await EngineStack.create({ program: source, env: { ...sandbox.env } });
  onTestFinished(() => stack.remove());
  return { sandbox, stack };
}

/** A stack in which the endpoint is made, with nothing in the sandbox's call log. */
async function made(inputs: Record<string, unknown> = {}): Promise<Stage & { sid: string }> {
  const stage = await open(program(inputs));
  succeeded(await stage.stack.up());
  stage.sandbox.clearCalls();
  return { ...stage, sid: sids(stage)[0] ?? "none was made" };
}

function sids({ sandbox }: Stage): string[] {
  return [...sandbox.world.endpoints.keys()];
}

function writes({ sandbox }: Stage): string[] {
  return sandbox.calls
    .map(({ operation }) => operation)
    .filter((name) => /\.(create|update|delete)$/.test(name));
}

/** All that a person sees. */
function text({ stdout, stderr }: Finished): string {
  return stdout + stderr;
}

test("create: up makes the endpoint, exports its sid, and shows a token in its uri nowhere", async () => {
  const stage = await open(
    program({ endpointType: "sms", uri: "https://sms.example.com/inbound?token=t0psecret" }),
  );
  const finished = await stage.stack.upWithPreview("--diff");
  succeeded(finished);
  expect(finished.stdout).toContain("+ 2 created");
  expect(await stage.stack.outputs()).toEqual({ sid: sids(stage)[0] });
  expect([...stage.sandbox.world.endpoints.values()]).toMatchObject([
    { description: "Reception", uri: "https://sms.example.com/inbound?token=t0psecret" },
  ]);
  const state = await stage.stack.exportText();
  expect(text(finished) + state).not.toContain("t0psecret");
  // The place in the user's program, not one in this package.
  const [, place] = /:Endpoint::reception",[\s\S]*?"sourcePosition": "([^"]*)"/.exec(state) ?? [];
  expect(place).toMatch(/^project:\/\/\/index\.js#/);
});

test("no-op: a second up changes nothing and does not even ask", async () => {
  const stage = await made();
  const finished = await stage.stack.upWithPreview();
  succeeded(finished);
  expect(finished.stdout).toContain("2 unchanged");
  expect(stage.sandbox.calls).toEqual([]);
});

test("change: a new description is written in place, and the preview shows both", async () => {
  const stage = await made();
  stage.stack.setProgram(program({ description: "Front desk" }));
  const finished = await stage.stack.upWithPreview("--diff");
  succeeded(finished);
  expect(finished.stdout).toContain('description: "Reception" => "Front desk"');
  expect(finished.stdout).toContain("~ 1 updated");
  expect(stage.sandbox.world.endpoint(stage.sid).description).toBe("Front desk");
  expect(writes(stage)).toEqual(["endpoints.update"]);
});

test("replace: another type makes the new endpoint first and removes the old one last", async () => {
  const stage = await made();
  stage.stack.setProgram(program({ endpointType: "sms", uri: "mailto:desk@example.com" }));
  const finished = await stage.stack.upWithPreview();
  succeeded(finished);
  expect(finished.stdout).toContain("+-1 replaced");
  expect(writes(stage)).toEqual(["endpoints.create", "endpoints.delete"]);
  expect(sids(stage)).toHaveLength(1);
  expect(sids(stage)).not.toContain(stage.sid);
  expect(await stage.stack.outputs()).toEqual({ sid: sids(stage)[0] });
});

test("drift: the check exits 7 and prints both values, up with refresh repairs it, and the check is clean", async () => {
  const stage = await made();
  stage.sandbox.world.editEndpoint(stage.sid, { description: "Edited in the portal" });
  const drifted = await stage.stack.drift();
  expect(drifted.exit).toBe(7);
  expect(drifted.stdout).toContain('"Reception" => "Edited in the portal"');
  expect(writes(stage)).toEqual([]);

  succeeded(await stage.stack.up("--refresh"));
  expect(stage.sandbox.world.endpoint(stage.sid).description).toBe("Reception");
  expect(writes(stage)).toEqual(["endpoints.update"]);
  succeeded(await stage.stack.drift());
});

test("gone: the check exits 7 and shows the deletion, and up with refresh makes it again", async () => {
  const stage = await made();
  stage.sandbox.world.removeEndpoint(stage.sid);
  const drifted = await stage.stack.drift();
  expect(drifted.exit).toBe(7);
  expect(drifted.stdout).toMatch(/- .*Endpoint/);

  succeeded(await stage.stack.up("--refresh"));
  expect(sids(stage)).toHaveLength(1);
  succeeded(await stage.stack.drift());
});

test("adopt: an endpoint that exists already is refused with the line to add, and taken over with it", async () => {
  const stage = await open(program());
  const { sid } = stage.sandbox.world.addEndpoint({
    description: "Reception",
    endpointType: "voice",
    uri: "sip:%e164@pbx.example.com",
    isSecondary: true,
  });
  const refused = await stage.stack.up();
  expect(refused.exit).toBe(1);
  expect(text(refused)).toContain(`adopt: "${sid}"`);
  expect(text(refused)).not.toMatch(/^\s+at .*:\d+:\d+/m);

  stage.stack.setProgram(program({ adopt: sid }));
  succeeded(await stage.stack.up());
  expect(await stage.stack.outputs()).toEqual({ sid });
  expect(writes(stage)).toEqual([]);
  succeeded(await stage.stack.drift());
});

test("destroy: refused in one clean message while a number goes there, done once it does not", async () => {
  const stage = await made();
  const { sandbox, stack, sid } = stage;
  const number = sandbox.world.addNumber({ number: "+441134960100", voiceEndpointSid: sid });
  const refused = await stack.destroy();
  expect(refused.exit).toBe(1);
  expect(text(refused)).toContain("+441134960100");
  expect(text(refused)).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(sids(stage)).toEqual([sid]);

  sandbox.world.assign(number.sid, { voiceEndpointSid: null });
  succeeded(await stack.destroy("--refresh"));
  expect(sids(stage)).toEqual([]);
  expect((await stack.exportState()).resources).toEqual([]);
});

test("kill -9 during create: the next up names the endpoint to adopt, and there is only one", async () => {
  const stage = await open(program());
  const { sandbox, stack } = stage;
  sandbox.fault({ kind: "hang", when: "after", operation: "endpoints.create" });
  const killed = stack.up();
  await expect.poll(() => sids(stage).length, { timeout: 60_000, interval: 20 }).toBe(1);
  const left = stack.kill();
  expect((await killed).exit).toBe(null);
  // The provider process does not notice that nobody waits for it any more.
  expect(left.some(({ command }) => command.includes("dynamic-provider"))).toBe(true);
  expect((await stack.exportState()).pendingOperations).toMatchObject([{ type: "creating" }]);

  const locked = await stack.up();
  expect(locked.exit).toBe(1);
  expect(text(locked)).toContain("the stack is currently locked");
  succeeded(await stack.cancel());
  const refused = await stack.up();
  expect(refused.exit).toBe(1);
  const [sid = ""] = sids(stage);
  expect(text(refused)).toContain(`adopt: "${sid}"`);

  stack.setProgram(program({ adopt: sid }));
  succeeded(await stack.up());
  expect(sids(stage)).toEqual([sid]);
  succeeded(await stack.drift());
});
