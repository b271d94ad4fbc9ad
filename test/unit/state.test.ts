import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { changedGuards, changedKeys } from "../../provider/engine/diff";
import {
  adoptedInputs,
  DECLARED,
  GOT,
  isSettled,
  outputsFor,
  refreshedInputs,
  refreshedOutputs,
  SENT,
  sealed,
} from "../../provider/engine/state";
import type { Values } from "../../provider/engine/values";
import { type Gadget, gadgetProperties, keptByEngine } from "./gadget";

const owned = (live: Gadget) => ({ organisationSid: "OR1", live });
const lamp = { label: "Lamp", shape: "round", target: "wall" } as const;
const live: Gadget = { ...lamp, lit: false, weight: 0, sid: "GA1" };

const outputs = (inputs: Values, has: Gadget) =>
  keptByEngine(outputsFor(gadgetProperties, inputs, owned(has)));

/** The outputs and the inputs that the engine keeps after a refresh. */
function refresh(olds: Values, has: Gadget) {
  return {
    outs: keptByEngine(refreshedOutputs(olds, owned(has))),
    inputs: keptByEngine(refreshedInputs(gadgetProperties, olds, has)),
  };
}

function differs(olds: Values, news: Values): string[] {
  return [...changedKeys(gadgetProperties, olds, news), ...changedGuards(gadgetProperties, olds, news)];
}

test("the state keeps what the service has, the guards, the owner, and which optional properties were declared", () => {
  const inputs = { ...lamp, lit: true, adopt: "GA1", __urn: "urn:x", __provider: "code" };

  expect(outputs(inputs, { ...live, lit: true })).toEqual({
    ...live,
    lit: true,
    adopt: "GA1",
    organisationSid: "OR1",
    __urn: "urn:x",
    [DECLARED]: "lit",
  });
});

test("F43 what the service keeps in a form of its own is remembered, as a secret", () => {
  const raw = outputsFor(gadgetProperties, { ...lamp, label: " Lamp" }, owned(live));

  const signed = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  expect(raw[SENT]).toEqual({ ...signed, value: { label: " Lamp" } });
  expect(raw[GOT]).toEqual({ ...signed, value: { label: "Lamp" } });
  expect(isSettled(keptByEngine(raw), "label", " Lamp", "Lamp")).toBe(true);
});

test("F16 a refresh keeps what is remembered secret", () => {
  const olds = outputs({ ...lamp, label: " Lamp" }, live);
  const raw = refreshedOutputs(olds, owned(live));

  for (const key of [SENT, GOT]) expect(raw[key]).toHaveProperty("4dabf18193072939515e22adb298388d");
});

test("F16 a value from the service that may hold a credential is sealed", () => {
  const raw = sealed(gadgetProperties, { ...live, target: "https://x.example?token=hush" });

  expect(raw.target).toHaveProperty("4dabf18193072939515e22adb298388d");
  expect(sealed(gadgetProperties, { ...live })).toEqual(live);
});

test("F27 a property that the service ignored is still to be done", () => {
  const inputs = { ...lamp, label: "Lantern", target: " wall" };
  const olds = keptByEngine(outputsFor(gadgetProperties, inputs, owned(live), ["label"]));

  expect(differs(olds, inputs)).toEqual(["label"]);
  expect(differs(refresh(olds, live).outs, inputs)).toEqual(["label"]);
});

test("an object that the state knows nothing of has all it has for inputs", () => {
  expect(adoptedInputs(gadgetProperties, live)).toEqual({ ...lamp, lit: false, weight: 0 });
});

test("what a program cannot declare of an object is no input of it, unless it must be declared", () => {
  const properties = { ...gadgetProperties, nickname: z.string().min(1).optional() };

  expect(adoptedInputs(properties, { ...live, label: "", nickname: "" })).toEqual({
    ...lamp,
    label: "",
    lit: false,
    weight: 0,
  });
});

test("a refresh returns as inputs what the program declared, and not what it left out", () => {
  const olds = outputs({ ...lamp, weight: 0, adopt: "GA1", __urn: "urn:x" }, live);

  expect(refresh(olds, { ...live, lit: true }).inputs).toEqual({
    ...lamp,
    weight: 0,
    adopt: "GA1",
    __urn: "urn:x",
  });
});

test("F43 a refresh returns the sent form while the service's stays as it was, and the real one when not", () => {
  const olds = outputs({ ...lamp, label: " Lamp" }, live);

  expect(refresh(olds, live).inputs).toMatchObject({ label: " Lamp" });
  expect(refresh(olds, { ...live, label: "portal" }).inputs).toMatchObject({ label: "portal" });
});

// What a service may do to a text, and what a program may declare.
const keeps: Record<string, (text: string) => string> = {
  "as it is": (text) => text,
  trimmed: (text) => text.trim(),
  "in small letters": (text) => text.toLowerCase(),
  "in one line": (text) => text.replace(/\s+/g, " "),
  "cut short": (text) => text.slice(0, 3),
};
const texts = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom(" Lamp", "LAMP ", "a  b", "lamp"));
const programs = fc.record(
  {
    label: texts,
    shape: fc.constantFrom("round" as const, "square" as const),
    target: texts,
    lit: fc.boolean(),
    weight: fc.integer(),
    adopt: fc.constantFrom("GA1", "GA2"),
    twinAllowed: fc.boolean(),
  },
  { requiredKeys: ["label", "shape", "target"] },
);

const stored = (inputs: Partial<Gadget>, rule: (text: string) => string): Gadget => {
  const { label = "", shape = "round", target = "", lit = false, weight = 0 } = inputs;
  return { label: rule(label), shape, target: rule(target), lit, weight, sid: "GA1" };
};

test.each(Object.keys(keeps))(
  "F43 where texts are kept %s, nothing differs after a create and any number of refreshes",
  (how) => {
    const rule = keeps[how] ?? ((text: string) => text);
    fc.assert(
      fc.property(programs, fc.nat(3), (inputs, refreshes) => {
        const has = stored(inputs, rule);
        let olds = outputs(inputs, has);
        expect(differs(olds, inputs)).toEqual([]);
        for (let count = 0; count < refreshes; count++) {
          const after = refresh(olds, has);
          expect(after.inputs).toEqual(keptByEngine(inputs));
          expect(after.outs).toEqual(olds);
          olds = after.outs;
          expect(differs(olds, inputs)).toEqual([]);
        }
      }),
    );
  },
);

test.each(Object.keys(keeps))(
  "F43 where texts are kept %s, what someone changes in the portal is shown, and nothing else",
  (how) => {
    const rule = keeps[how] ?? ((text: string) => text);
    const portal = fc.record(
      { label: texts, target: texts, lit: fc.boolean(), weight: fc.integer() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(programs, portal, (inputs, edit) => {
        const before = stored(inputs, rule);
        const now: Gadget = { ...before, ...edit };
        const { outs, inputs: shown } = refresh(outputs(inputs, before), now);
        // An edit that puts what the program declares is no difference; one of what it leaves out is none of its business.
        const drifted = (["label", "target", "lit", "weight"] as const).filter(
          (key) => inputs[key] !== undefined && now[key] !== before[key] && now[key] !== inputs[key],
        );
        expect(differs(outs, inputs)).toEqual(drifted);
        for (const key of drifted) expect(shown[key]).toEqual(now[key]);
      }),
    );
  },
);

test("the first states kept what was declared as a list, and a refresh understands both", () => {
  const olds = outputs({ ...lamp, lit: true }, { ...live, lit: true });
  expect(olds[DECLARED]).toBe("lit");

  for (const kept of ["lit", ["lit"]]) {
    expect(
      refreshedInputs(gadgetProperties, { ...olds, [DECLARED]: kept }, { ...live, lit: false }),
    ).toMatchObject({
      lit: false,
    });
  }
});
