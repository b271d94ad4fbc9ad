import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkInputs } from "../../provider/engine/check";
import type { Values } from "../../provider/engine/values";
import { endpoint } from "../../provider/resources/endpoint";
import { gadget, gadgetProperties } from "./gadget";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const good = { label: "Lamp", shape: "round", target: "wall" };
const noRefine = () => [];

const check = (inputs: Values) =>
  checkInputs(gadgetProperties, inputs, (known, isGiven) => gadget.refine?.(known, isGiven) ?? []);

test("inputs that are good have no reasons", () => {
  expect(check(good)).toEqual([]);
  expect(check({ ...good, lit: false, weight: 0, adopt: "GA1", twinAllowed: true })).toEqual([]);
});

test("F13 all that is wrong is told at once, each reason with its property", () => {
  expect(check({ label: "", shape: "oval", lit: "yes", wheels: 4 })).toEqual([
    "wheels: there is no such property; there are label, shape, target, lit, weight, adopt, twinAllowed",
    "label: must not be empty",
    'shape: must be "round" or "square"',
    "target: is missing",
    "lit: must be true or false",
  ]);
});

test.each([
  ["lable", "label"],
  ["Label", "label"],
  ["labels", "label"],
  ["SHAPE", "shape"],
  ["twinAlowed", "twinAllowed"],
  ["twin_allowed", "twinAllowed"],
  ["targt", "target"],
])("F13 %s is no property: did you mean %s?", (key, name) => {
  expect(check({ ...good, [key]: 1 })).toEqual([`${key}: there is no such property; did you mean ${name}?`]);
});

test.each(["sid", "colour", "", "constructor", "toString", "hasOwnProperty", "__proto"])(
  "F13 %j is no input, and what a program may set is listed or suggested",
  (key) => {
    const inputs = key.startsWith("__") ? { ...good } : { ...good, [key]: "x" };
    const reasons = check(inputs);
    expect(reasons.filter((reason) => !reason.startsWith(`${key}: there is no such property; `))).toEqual([]);
    expect(reasons).toHaveLength(key.startsWith("__") ? 0 : 1);
  },
);

test("hidden inputs are nobody's mistake", () => {
  expect(check({ ...good, __provider: "code", __urn: "urn:pulumi:…" })).toEqual([]);
});

test("null is the same as missing", () => {
  expect(check({ ...good, lit: null, weight: null, adopt: null, wheels: null })).toEqual([]);
  expect(check({ ...good, label: null })).toEqual(["label: is missing"]);
  expect(check({ ...good, label: undefined })).toEqual(["label: is missing"]);
});

test("F15 an unknown value passes at every property, whatever its type", () => {
  for (const key of Object.keys(gadgetProperties).filter((name) => name !== "sid")) {
    expect(check({ ...good, [key]: UNKNOWN })).toEqual([]);
  }
  expect(check(Object.fromEntries(Object.keys(good).map((key) => [key, UNKNOWN])))).toEqual([]);
});

test("F15 an unknown value inside another passes too", () => {
  const properties = { tags: z.array(z.string("must be a text")), box: z.strictObject({ side: z.number() }) };

  expect(checkInputs(properties, { tags: ["a", UNKNOWN], box: { side: UNKNOWN } }, noRefine)).toEqual([]);
  expect(checkInputs(properties, { tags: ["a", 1], box: { side: UNKNOWN } }, noRefine)).toEqual([
    "tags.1: must be a text",
  ]);
});

test("F15 what is wrong beside an unknown value is still told", () => {
  expect(check({ label: UNKNOWN, shape: "oval", target: UNKNOWN })).toEqual([
    'shape: must be "round" or "square"',
  ]);
});

test("rules over several properties get those that are known and good, and no others", () => {
  const seen: Values[] = [];
  const refine = (known: Values) => {
    seen.push(known);
    return ["together: no good"];
  };

  const inputs = { label: UNKNOWN, shape: "oval", target: "corner", lit: null, wheels: 4, __urn: "urn" };
  const reasons = checkInputs(gadgetProperties, inputs, refine);

  expect(seen).toEqual([{ target: "corner" }]);
  expect(reasons).toContain("together: no good");
});

test("F16 a reason never shows the value, whatever it is", () => {
  const words = fc.stringMatching(/^[A-Z]{8,12}$/);
  const wrong = words.chain((secret) =>
    fc
      .constantFrom<unknown>(secret, { a: secret }, [secret], { [secret]: secret }, ` ${secret} `)
      .map((value) => ({
        secret,
        value,
      })),
  );
  fc.assert(
    fc.property(
      wrong,
      fc.constantFrom(...Object.keys(gadgetProperties), "wheels"),
      ({ secret, value }, key) => {
        expect(check({ ...good, [key]: value }).join("\n")).not.toContain(secret);
      },
    ),
  );
});

describe("an endpoint's inputs", () => {
  const reception = { description: "Reception", endpointType: "voice", uri: "sip:%e164@pbx.example.com" };
  const reasons = (inputs: Values) =>
    checkInputs(
      endpoint.properties,
      { ...reception, ...inputs },
      (known, isGiven) => endpoint.refine?.(known, isGiven) ?? [],
    );

  test("are good as documented", () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({ isDefault: true, isSecondary: false, adopt: "EP1", allowDuplicate: true })).toEqual([]);
    expect(reasons({ endpointType: "sms", uri: "https://sms.example.com/in?token=x" })).toEqual([]);
  });

  test("F12 an empty description is refused, and one of 10 kB is not", () => {
    expect(reasons({ description: "" })).toEqual(["description: must not be empty"]);
    expect(reasons({ description: " \t\n" })).toEqual(["description: must not be empty"]);
    expect(reasons({ description: "x".repeat(10_000) })).toEqual([]);
  });

  test.each([
    [{ description: 5 }, "description: must be a text"],
    [{ endpointType: "fax" }, 'endpointType: must be "voice" or "sms"'],
    [{ endpointType: "Voice" }, 'endpointType: must be "voice" or "sms"'],
    [{ uri: ["sip:x"] }, "uri: must be a text"],
    [{ isDefault: "true" }, "isDefault: must be true or false"],
    [{ isSecondary: 1 }, "isSecondary: must be true or false"],
    [{ adopt: "" }, "adopt: must not be empty"],
    [{ allowDuplicate: "no" }, "allowDuplicate: must be true or false"],
    [{ isDefualt: true }, "isDefualt: there is no such property; did you mean isDefault?"],
    [{ type: "voice" }, "type: there is no such property; "],
    [{ sid: "EP1" }, "sid: there is no such property; "],
  ])("F13 %j is refused", (inputs, reason) => {
    expect(reasons(inputs)).toEqual([expect.stringContaining(reason)]);
  });

  test("F11 a uri must fit the type, and is judged only when both are known", () => {
    expect(reasons({ uri: "https://x.example" })).toEqual([
      expect.stringMatching(/^uri: of a voice endpoint must begin with sip:/),
    ]);
    expect(reasons({ endpointType: "sms" })).toEqual([
      expect.stringMatching(/^uri: of an sms endpoint must begin/),
    ]);
    expect(reasons({ endpointType: UNKNOWN, uri: "nonsense" })).toEqual([]);
    expect(reasons({ uri: UNKNOWN })).toEqual([]);
    expect(reasons({ endpointType: "fax", uri: "nonsense" })).toHaveLength(1);
  });

  test("F15 every property may be unknown", () => {
    const keys = Object.keys(endpoint.properties).filter((key) => key !== "sid");
    for (const key of keys) expect(reasons({ [key]: UNKNOWN })).toEqual([]);
    expect(reasons(Object.fromEntries(keys.map((key) => [key, UNKNOWN])))).toEqual([]);
  });
});
