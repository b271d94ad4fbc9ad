import { beforeEach, expect, test, vi } from "vitest";
import { say } from "../../provider/engine/engine-link";
import { serve } from "../../provider/engine/serve";
import { importedState } from "../../provider/engine/state";
import type { Values } from "../../provider/engine/values";
import { redact } from "../../provider/http/redact";
import { GadgetService, gadget, gadgetProperties, keptByEngine } from "./gadget";

vi.mock("../../provider/engine/engine-link", () => ({
  say: vi.fn(async () => {}),
  engineIsThere: vi.fn(async () => true),
}));
beforeEach(() => vi.mocked(say).mockClear());

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const lamp = { label: "Lamp", shape: "round", target: "wall", __provider: "code", __urn: "urn:pulumi:lamp" };

/** A provider process and what the engine would keep of it. */
function started(service = new GadgetService()) {
  const provider = serve(gadget, { account: () => service, redact });
  return {
    service,
    provider,
    async create(inputs: Values) {
      const checked = keptByEngine((await provider.check({}, inputs)).inputs);
      const { id, outs } = await provider.create(checked);
      return { id, outs: { ...keptByEngine(outs), __provider: inputs.__provider }, inputs: checked };
    },
  };
}

type Made = Awaited<ReturnType<ReturnType<typeof started>["create"]>>;

/** How a method failed, which must not be silently. */
async function failureOf(
  work: Promise<unknown>,
): Promise<Error & { id?: string; properties?: Values; reasons?: string[] }> {
  return work.then(
    () => expect.fail("it succeeded"),
    (error: Error) => error,
  );
}

test("all methods are there, for the SDK takes a missing one for a success", () => {
  const { provider } = started();
  for (const method of ["configure", "check", "diff", "create", "read", "update", "delete"] as const) {
    expect(provider[method]).toBeTypeOf("function");
  }
});

test("what was made is not different, before and after a refresh", async () => {
  const { provider, create } = started();
  const made = await create(lamp);
  expect(await provider.diff(made.id, made.outs, made.inputs)).toEqual({ changes: false });

  const { id, props } = await provider.read(made.id, made.outs);

  expect(id).toBe(made.id);
  expect(await provider.diff(made.id, keptByEngine(props), made.inputs)).toEqual({ changes: false });
});

test.each([
  ["trims", (text: string) => text.trim()],
  ["lower-cases", (text: string) => text.toLowerCase()],
])("F43 a service that %s makes no endless difference, and says so once", async (_how, rule) => {
  const { service, provider, create } = started();
  service.keeps = (sent) => ({ ...sent, label: rule(sent.label) });
  const made = await create({ ...lamp, label: " Lamp" });
  expect(vi.mocked(say)).toHaveBeenCalledOnce();
  expect(vi.mocked(say).mock.calls[0]?.[2]).toBe("urn:pulumi:lamp");

  const refreshed = await provider.read(made.id, made.outs);
  expect(keptByEngine(refreshed.inputs)).toMatchObject({ label: " Lamp" });
  expect(await provider.diff(made.id, keptByEngine(refreshed.props), made.inputs)).toEqual({
    changes: false,
  });

  const other = await provider.update(made.id, made.outs, { ...made.inputs, lit: true });
  expect(await provider.diff(made.id, keptByEngine(other.outs), { ...made.inputs, lit: true })).toEqual({
    changes: false,
  });
});

test("F43 real drift beside that is shown, and repaired", async () => {
  const { service, provider, create } = started();
  service.keeps = (sent) => ({ ...sent, label: sent.label.trim() });
  const made = await create({ ...lamp, label: " Lamp" });
  service.gadgets.set(made.id, { ...gadgetOf(service, made), label: "Portal" });

  const { props = {}, inputs } = await provider.read(made.id, made.outs);

  expect(keptByEngine(inputs)).toMatchObject({ label: "Portal" });
  expect(await provider.diff(made.id, keptByEngine(props), made.inputs)).toEqual({
    replaces: [],
    deleteBeforeReplace: false,
  });
  await provider.update(made.id, keptByEngine(props), made.inputs);
  expect(gadgetOf(service, made).label).toBe("Lamp");
});

test("F27 a field that the service ignores is a failure each time, and never a silent success", async () => {
  const { service, provider, create } = started();
  const made = await create(lamp);
  service.keeps = (sent, before) => ({ ...sent, label: before?.label ?? sent.label });
  const news = { ...made.inputs, label: "Lantern" };

  const first = await failureOf(provider.update(made.id, made.outs, news));
  expect(first).toMatchObject({ id: made.id, reasons: [expect.stringContaining("did not take label")] });
  const kept = keptByEngine(first.properties);
  expect(kept).toMatchObject({ label: "Lamp", __provider: "code" });

  expect(await provider.diff(made.id, kept, news)).not.toMatchObject({ changes: false });
  const second = await failureOf(provider.update(made.id, kept, news));
  expect(second.reasons).toEqual(first.reasons);
});

test("F27 what the service ignored and someone sets in the portal is in place", async () => {
  const { service, provider, create } = started();
  const made = await create(lamp);
  service.keeps = (sent, before) => ({ ...sent, label: before?.label ?? sent.label });
  const news = { ...made.inputs, label: "Lantern" };
  const { properties } = await failureOf(provider.update(made.id, made.outs, news));
  service.gadgets.set(made.id, { ...gadgetOf(service, made), label: "Lantern" });

  const { outs } = await provider.update(made.id, keptByEngine(properties), news);

  expect(await provider.diff(made.id, keptByEngine(outs), news)).toEqual({ changes: false });
});

test("F27 a create that is not as declared is a partial failure: the state keeps the object", async () => {
  const { service, provider } = started();
  service.keeps = (sent) => ({ ...sent, weight: 0 });

  const error = await failureOf(provider.create({ ...lamp, weight: 5 }));

  expect(error).toMatchObject({ id: "GA1", properties: { sid: "GA1", weight: 0, __provider: "code" } });
  expect(error.reasons).toHaveLength(1);
});

test("F16 nothing secret stands in a partial failure", async () => {
  const { service, provider } = started();
  const target = "https://x.example?token=hush";
  service.keeps = (sent) => ({ ...sent, weight: 0 });

  const error = await failureOf(provider.create({ ...lamp, weight: 5, target }));

  const { target: sealed, ...rest } = error.properties ?? {};
  expect(sealed).toHaveProperty("4dabf18193072939515e22adb298388d");
  expect(JSON.stringify([rest, error.reasons, error.message])).not.toContain("hush");
});

test.each(["read", "update", "delete"] as const)(
  "F8 with the credentials of another organisation %s is refused, and nothing is changed",
  async (method) => {
    const { service, create } = started();
    const made = await create(lamp);
    service.owner = { sid: "OR2", name: "Theirs Ltd" };
    service.gadgets.clear();
    service.asked.length = 0;
    const { provider } = started(service);

    const calls = {
      read: () => provider.read(made.id, made.outs),
      update: () => provider.update(made.id, made.outs, { ...made.inputs, label: "New" }),
      delete: () => provider.delete(made.id, made.outs),
    };
    const error = await failureOf(calls[method]());

    expect(error.message).toContain(`Gadget ${made.id}: it belongs to organisation OR1`);
    expect(error.message).toContain("those of OR2 (Theirs Ltd)");
    // What a refresh reads meanwhile changes nothing and is shown to nobody.
    expect(service.asked).toEqual(method === "read" ? ["read"] : []);
  },
);

test("F30 what is surely gone is told to the engine as gone", async () => {
  const { service, provider, create } = started();
  const made = await create(lamp);
  service.gadgets.clear();

  expect(await provider.read(made.id, made.outs)).toEqual({});
});

test("what is to be read for the first time and is not there is an error", async () => {
  const { provider } = started();

  expect((await failureOf(provider.read("GA9", { __provider: "code" }))).message).toBe(
    "there is no Gadget GA9 on this account",
  );
});

test("what is read for the first time has all it has for inputs", async () => {
  const { service, provider } = started();
  const { sid } = service.put({ label: "Lamp", shape: "round", target: "wall", lit: true, weight: 1 });

  const { props, inputs } = await provider.read(sid, { __provider: "code" });

  expect(props).toMatchObject({ sid, organisationSid: "OR1", lit: true });
  expect(inputs).toEqual({ label: "Lamp", shape: "round", target: "wall", lit: true, weight: 1 });
});

test("what the program imports is taken over as it is: read, never written, and the option may go afterwards", async () => {
  const { service, provider, create } = started();
  const { sid } = service.put({ label: "Lamp", shape: "round", target: "wall", lit: true, weight: 1 });

  const made = await create({ ...lamp, weight: 1, __import: sid });

  expect(made.id).toBe(sid);
  expect(made.outs).toMatchObject({ sid, label: "Lamp", weight: 1, organisationSid: "OR1" });
  expect(service.asked).not.toContain("send");
  expect(service.gadgets.size).toBe(1);
  const { __import, ...without } = made.inputs;
  for (const news of [made.inputs, without]) {
    await provider.check(made.inputs, news);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ changes: false });
  }
});

test("an import that would change something, or of what is not there, is refused ahead and again when it is made", async () => {
  const { service, provider } = started();
  const { sid } = service.put({ label: "Lamp", shape: "round", target: "wall", lit: true, weight: 1 });
  const refused: [Values, string][] = [
    [
      { label: "hush", weight: 9, __import: sid },
      `import: Gadget ${sid} has another label, weight than declared`,
    ],
    [{ __import: "GA9" }, "there is no Gadget GA9 on this account"],
  ];

  for (const [values, why] of refused) {
    const inputs = { ...lamp, ...values };
    for (const method of [provider.check({}, inputs), provider.create(inputs)]) {
      const { message } = await failureOf(method);
      expect(message).toContain(why);
      expect(message).not.toContain("hush");
    }
  }
  expect(service.asked).not.toContain("create");
});

test("F15 what is not known yet does not hinder an import in a preview", async () => {
  const { service, provider } = started();
  const { sid } = service.put({ label: "Lamp", shape: "round", target: "wall", lit: true, weight: 1 });

  expect(await provider.check({}, { ...lamp, label: UNKNOWN, __import: sid })).toMatchObject({
    failures: [],
  });
});

test("an import never comes to mean another object than the one that the resource has", async () => {
  const { service, provider, create } = started();
  const made = await create(lamp);
  const { sid } = service.put({ label: "Lamp", shape: "round", target: "wall", lit: true, weight: 1 });
  const news = { ...made.inputs, __import: sid };

  await provider.check(made.inputs, news);

  expect((await failureOf(provider.diff(made.id, made.outs, news))).message).toContain(
    `this resource has ${made.id} already; to take ${sid} over`,
  );
});

test("F36 a forced replacement whose create returns the same object only lets go of the old state", async () => {
  const { service, create } = started();
  const { sid } = service.put({ label: "Lamp", shape: "round", target: "wall", lit: true, weight: 1 });
  const made = await create({ ...lamp, adopt: sid });
  const next = started(service);

  await next.provider.check(made.inputs, made.inputs);
  await next.provider.diff(made.id, made.outs, made.inputs);
  const again = await next.create(made.inputs);
  await next.provider.delete(made.id, made.outs);

  expect(again.id).toBe(sid);
  expect(service.gadgets.has(sid)).toBe(true);
  expect(service.asked).not.toContain("delete");
});

test("F36 a replacement that makes a new object deletes the old one", async () => {
  const { service, create } = started();
  const made = await create(lamp);
  const next = started(service);
  const square = { ...lamp, shape: "square" };

  await next.provider.check(made.inputs, square);
  expect(await next.provider.diff(made.id, made.outs, square)).toMatchObject({ replaces: ["shape"] });
  const other = await next.create(square);
  await next.provider.delete(made.id, made.outs);

  expect([...service.gadgets.keys()]).toEqual([other.id]);
});

test("F41 destroy --refresh really deletes: refresh asks diff too", async () => {
  const { service, create } = started();
  const made = await create(lamp);
  const { provider } = started(service);

  const { props } = await provider.read(made.id, made.outs);
  await provider.diff(made.id, keptByEngine(props), made.inputs);
  await provider.delete(made.id, keptByEngine(props));

  expect(service.gadgets.size).toBe(0);
});

test("F42 replaceOnChanges deletes the old object, though diff had kept it", async () => {
  const { service, create } = started();
  const made = await create(lamp);
  const next = started(service);
  const news = { ...made.inputs, label: "Lantern" };

  await next.provider.check(made.inputs, news);
  await next.provider.diff(made.id, made.outs, news);
  const other = await next.create(news);
  await next.provider.delete(made.id, made.outs);

  expect([...service.gadgets.keys()]).toEqual([other.id]);
});

test("F13 check tells all reasons and names no property: the engine would print its value", async () => {
  const { provider } = started();

  const { failures = [] } = await provider.check({}, { label: "", shape: "oval", target: "x", wheels: 1 });

  expect(failures).toHaveLength(3);
  expect(new Set(failures.map(({ property }) => property))).toEqual(new Set([""]));
});

test("check returns what it was given, without what is null", async () => {
  const { provider } = started();

  const { inputs } = await provider.check({}, { ...lamp, lit: null, weight: undefined });

  expect(inputs).toEqual(lamp);
});

test("F15 whatever is unknown, check and diff pass, and nothing is replaced for it", async () => {
  const { service, provider, create } = started();
  const made = await create(lamp);
  service.asked.length = 0;
  for (const key of Object.keys(gadgetProperties).filter((name) => name !== "sid")) {
    const news = { ...lamp, [key]: UNKNOWN };
    expect((await provider.check(made.inputs, news)).failures).toEqual([]);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({
      replaces: [],
      deleteBeforeReplace: false,
    });
  }
  expect(service.asked).toEqual([]);
});

test("check and diff ask the service nothing", async () => {
  const { service, provider } = started();

  await provider.check({}, lamp);
  await provider.diff("GA1", lamp, { ...lamp, shape: "square" });

  expect(service.asked).toEqual([]);
});

test("diff never says that there are changes, or replaceOnChanges and the shown differences would not work", async () => {
  const { provider, create } = started();
  const made = await create(lamp);
  const newses = [
    { label: "New" },
    { shape: "square" },
    { adopt: "GA9" },
    { twinAllowed: true },
    { weight: 5 },
  ];

  for (const news of newses) {
    const answer = await provider.diff(made.id, made.outs, { ...lamp, ...news });
    expect(answer).not.toHaveProperty("changes");
  }
  expect(await provider.diff(made.id, made.outs, { ...lamp, adopt: made.id })).toMatchObject({
    replaces: [],
  });
  expect(await provider.diff(made.id, made.outs, { ...lamp, adopt: "GA9" })).toMatchObject({
    replaces: ["adopt"],
  });
});

test("F44 a failure in any method has one line and no stack", async () => {
  const { provider } = started();
  const errors = [
    await failureOf(provider.create({ ...lamp, adopt: "GA9" })),
    await failureOf(provider.read("GA9", {})),
    await failureOf(provider.update("GA9", {}, lamp)),
  ];

  for (const error of errors) {
    expect(error.message).toMatch(/GA9/);
    expect(error.message).not.toContain("\n");
    expect(error.stack).toBe("");
    expect(error).not.toHaveProperty("id");
  }
});

function gadgetOf(service: GadgetService, { id }: Made) {
  return service.gadgets.get(id) ?? expect.fail(`there is no gadget ${id}`);
}

test("an import file is what a create would have left, but for what may be a credential", async () => {
  const { service, provider, create } = started();
  const made = await create({ ...lamp, target: "token=1", lit: true });
  const { __provider, __urn, ...inputs } = made.inputs;
  const owned = { organisationSid: "OR1", live: { ...gadgetOf(service, made) } };
  const { __provider: _, __urn: _urn, target, ...open } = made.outs as Values;
  expect(importedState(gadgetProperties, inputs, owned, (key) => key === "target")).toEqual({
    inputs: { label: "Lamp", shape: "round", lit: true, __unread: ["target"] },
    outputs: { ...open, __unread: ["target"] },
  });
  expect(importedState(gadgetProperties, inputs, owned, () => false).outputs).toEqual({ ...open, target });

  const imported = importedState(gadgetProperties, inputs, owned, (key) => key === "target");
  expect(
    (await provider.check(imported.inputs, { ...imported.inputs })).failures,
    "the engine checks it",
  ).toEqual([]);
});

test("what an import has kept back is asked of the service, until a refresh has stored it", async () => {
  const { service, provider, create } = started();
  const made = await create({ ...lamp, target: "token=1" });
  const { target: _, ...outs } = { ...made.outs, __unread: ["target"] } as Values;
  expect(await provider.diff(made.id, outs, made.inputs)).toEqual({ changes: false });
  expect(service.asked.at(-1)).toBe("read");
  const other = { ...made.inputs, target: "token=2" };
  expect(await provider.diff(made.id, outs, other)).toEqual({ replaces: [], deleteBeforeReplace: false });

  const refreshed = await provider.read(made.id, { ...outs });
  const stored = keptByEngine(refreshed.props);
  expect(stored).toMatchObject({ target: "token=1" });
  expect(stored).not.toHaveProperty("__unread");
  service.asked.splice(0);
  expect(await provider.diff(made.id, stored, made.inputs)).toEqual({ changes: false });
  expect(service.asked).toEqual([]);
});

test("what an import has kept back is not asked of another organisation's account", async () => {
  const { service, provider, create } = started();
  const made = await create(lamp);
  service.owner = { sid: "OR2", name: "Theirs Ltd" };
  const failed = await failureOf(provider.diff(made.id, { ...made.outs, __unread: ["target"] }, made.inputs));
  expect(failed.message).toContain("belongs to organisation OR1");
});
