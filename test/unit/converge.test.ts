import { expect, test } from "vitest";
import { converge, verify } from "../../provider/engine/converge";
import type { Context } from "../../provider/engine/define-resource";
import { Refusal, Unfinished } from "../../provider/engine/failures";
import type { Gadget } from "./gadget";

const before: Gadget = { label: "Lamp", shape: "round", target: "wall", lit: false, weight: 2, sid: "GA1" };

/** Brings a gadget in line with what is declared, where the service makes `keeps` of what it is sent. */
async function bring(
  declared: Partial<Gadget>,
  keeps: (sent: Gadget) => Gadget | undefined = (sent) => sent,
  isSettled: Context["isSettled"] = () => false,
) {
  const sent: Gadget[] = [];
  const warnings: string[] = [];
  let now: Gadget | undefined = before;
  const work = converge<Gadget>({
    thing: "gadget GA1",
    before,
    declared,
    context: {
      warn: async (message) => {
        warnings.push(message);
      },
      isSettled,
    },
    send: async (wanted) => {
      sent.push(wanted);
      now = keeps(wanted);
    },
    readBack: async () => now,
  });
  const [end] = await Promise.allSettled([work]);
  return { sent, warnings, end };
}

test("nothing is sent when nothing differs", async () => {
  for (const declared of [{}, { label: "Lamp" }, { ...before }]) {
    expect(await bring(declared)).toEqual({
      sent: [],
      warnings: [],
      end: { status: "fulfilled", value: before },
    });
  }
});

test("what differs is sent with all that is there, read back and returned", async () => {
  const after = { ...before, label: "Lantern" };

  expect(await bring({ label: "Lantern", weight: 2 })).toEqual({
    sent: [after],
    warnings: [],
    end: { status: "fulfilled", value: after },
  });
});

test("F43 what is settled is not sent again, and stays as the service has it", async () => {
  const { sent } = await bring({ label: " LAMP" }, undefined, (key) => key === "label");
  expect(sent).toEqual([]);

  const other = await bring({ label: " LAMP", weight: 3 }, undefined, (key) => key === "label");
  expect(other.sent).toEqual([{ ...before, weight: 3 }]);
});

test("F27 a field that the service ignored is an error, with its real value and a way out", async () => {
  const { end } = await bring({ label: "Lantern", weight: 3 }, (sent) => ({ ...sent, weight: 2 }));

  const reason = failure(end);
  expect(reason.live).toEqual({ ...before, label: "Lantern" });
  expect(reason.ignored).toEqual(["weight"]);
  expect(reason.message).toBe(
    "gadget GA1: the service reported success but did not take weight as declared; set it in the portal (the next " +
      "pulumi up finds it in place), or take weight out of the program",
  );
});

test("F27 a text that stayed as it was is ignored, not kept in a form of its own", async () => {
  const { end, warnings } = await bring({ target: "ceiling" }, (sent) => ({ ...sent, target: "wall" }));

  expect(failure(end).ignored).toEqual(["target"]);
  expect(warnings).toEqual([]);
});

test("F27 a text that became empty is ignored", async () => {
  const { end } = await bring({ target: "ceiling" }, (sent) => ({ ...sent, target: "" }));

  expect(failure(end).ignored).toEqual(["target"]);
});

test("F28 a field that was not declared and is reset is an error that says what it was", async () => {
  const lit = { ...before, lit: true };
  const { message } = await verifying({
    before: lit,
    toChange: { label: "New" },
    after: { ...lit, label: "New", lit: false },
  });

  expect(message).toContain(
    "gadget GA1: the service also changed lit, which was not to change; declare lit: true to",
  );
});

test("F28 F16 a text that was reset is not shown", async () => {
  const { message } = await verifying({
    before,
    toChange: { lit: true },
    after: { ...before, lit: true, target: "x" },
  });

  expect(message).toContain(
    "the service also changed target, which was not to change; declare target to have",
  );
  expect(message).not.toContain("wall");
});

test("F27 all that is amiss is told at once", async () => {
  const { message } = await verifying({
    before,
    toChange: { label: "New", weight: 9 },
    after: { ...before, lit: true },
  });

  expect(message?.split("; ").filter((part) => part.includes("the service"))).toHaveLength(3);
});

test.each([
  [" Lantern ", "Lantern"],
  ["LANTERN", "lantern"],
  ["LAMP", "Lamp"],
  ["Lamp ", "Lamp"],
  ["Lantern of brass", "Lantern of b"],
])("F43 %j kept as %j is a warning, not an error", async (sent, kept) => {
  const { warnings, end } = await bring({ label: sent }, (wanted) => ({ ...wanted, label: kept }));

  expect(end).toMatchObject({ status: "fulfilled", value: { label: kept } });
  expect(warnings).toEqual([
    "gadget GA1: the service keeps label in a form of its own; it counts as declared while it stays so",
  ]);
});

test("F43 a number or a flag has no form of its own: it is ignored", async () => {
  expect(failure((await bring({ weight: 3 }, (sent) => ({ ...sent, weight: 4 }))).end).ignored).toEqual([
    "weight",
  ]);
});

test("F29 what vanished while it was changed is told as such", async () => {
  const { end } = await bring({ label: "Lantern" }, () => undefined);

  expect(end).toMatchObject({ status: "rejected", reason: expect.any(Refusal) });
  expect(String((end as PromiseRejectedResult).reason)).toContain("it was deleted by someone else");
});

test("a new object has nothing that could be reset", async () => {
  expect(await verifying({ before: undefined, toChange: { label: "Lamp" }, after: before })).toEqual({});
});

async function verifying(stage: {
  readonly before: Gadget | undefined;
  readonly toChange: Partial<Gadget>;
  readonly after: Gadget;
}): Promise<{ readonly message?: string }> {
  const context = { warn: async () => {}, isSettled: () => false };
  try {
    await verify({ thing: "gadget GA1", context, ...stage });
    return {};
  } catch (error) {
    expect(error).toBeInstanceOf(Unfinished);
    return { message: (error as Error).message };
  }
}

function failure(end: PromiseSettledResult<Gadget>): Unfinished<Gadget> {
  if (end.status === "fulfilled") return expect.fail("it succeeded");
  expect(end.reason).toBeInstanceOf(Unfinished);
  return end.reason as Unfinished<Gadget>;
}

test("another value of a field that names something is not taken for a form of what was sent", async () => {
  const after = { ...before, target: "ceiling" };
  const context = { warn: async () => {}, isSettled: () => false };
  const work = verify<Gadget>({
    thing: "gadget GA1",
    before,
    toChange: { target: "floor" },
    after,
    context,
    names: ["target"],
  });
  await expect(work).rejects.toMatchObject({ live: after, ignored: ["target"] });
});
