import fc from "fast-check";
import { expect, test } from "vitest";
import {
  canonical,
  clean,
  containsUnknown,
  equal,
  isHidden,
  isUnknown,
  pick,
  secret,
} from "../../provider/engine/values";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const json = fc.jsonValue({ maxDepth: 3 });

test("values are equal whatever the order of their keys, at any depth", () => {
  expect(equal({ a: 1, b: { c: 2, d: [{ e: 3, f: 4 }] } }, { b: { d: [{ f: 4, e: 3 }], c: 2 }, a: 1 })).toBe(
    true,
  );
  expect(canonical({ b: 1, a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":1}');
});

test.each<[unknown, unknown]>([
  [1, "1"],
  [true, "true"],
  [null, "null"],
  [null, undefined],
  [0, false],
  ["", null],
  [
    [1, 2],
    [2, 1],
  ],
  [[], {}],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ a: { b: 1 } }, { a: { b: 2 } }],
  ["A", "a"],
  ["a ", "a"],
])("%j and %j are not equal", (one, other) => {
  expect(equal(one, other)).toBe(false);
  expect(equal(other, one)).toBe(false);
});

test("equal says the same as a comparison of the values themselves", () => {
  fc.assert(
    fc.property(json, json, (one, other) => {
      expect(equal(one, structuredClone(one))).toBe(true);
      const [plain, plainOther] = [one, other].map((value) => JSON.parse(JSON.stringify(value)) as unknown);
      const same = canonical(plain) === canonical(plainOther);
      expect(equal(one, other)).toBe(same);
    }),
  );
});

test("what is clean is JSON, and stays as it is", () => {
  const values = { a: undefined, b: null, c: new Date(0), d: { e: undefined, f: [undefined] }, g: "x" };

  expect(clean(values)).toEqual({ b: null, c: "1970-01-01T00:00:00.000Z", d: { f: [null] }, g: "x" });
  expect(Object.keys(clean(values))).not.toContain("a");
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (each) => {
      expect(clean(clean(each))).toEqual(clean(each));
    }),
  );
});

test("pick leaves out what is undefined or null, and nothing else", () => {
  const values = { a: undefined, b: null, c: false, d: 0, e: "", f: [], g: "no" };

  expect(pick(values, (key) => key !== "g")).toEqual({ c: false, d: 0, e: "", f: [] });
});

test("F15 an unknown value is found at any depth", () => {
  for (const value of [UNKNOWN, [UNKNOWN], { a: UNKNOWN }, { a: [{ b: [1, { c: UNKNOWN }] }] }]) {
    expect(containsUnknown(value)).toBe(true);
  }
  for (const value of [undefined, null, "", 0, [], {}, `${UNKNOWN}x`, { [UNKNOWN]: 1 }, [[{ a: null }]]]) {
    expect(containsUnknown(value)).toBe(false);
  }
  expect([isUnknown(UNKNOWN), isUnknown([UNKNOWN])]).toEqual([true, false]);
});

test("keys that begin with two underlines are hidden", () => {
  expect(["__provider", "__urn", "_x", "description", "x__"].filter(isHidden)).toEqual([
    "__provider",
    "__urn",
  ]);
});

test("F16 a secret is wrapped as the engine knows it", () => {
  expect(secret("hush")).toEqual({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value: "hush",
  });
});
