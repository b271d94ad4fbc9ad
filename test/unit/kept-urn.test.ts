import fc from "fast-check";
import { expect, test } from "vitest";
import { keptUrn, wholeUrn } from "../../provider/engine/kept-urn";

const place = { stack: "dev", project: "shop", name: "reception" };
const type = "pulumi-nodejs:dynamic/cloudnumbering:Endpoint";

test("a resource of the stack", () => {
  expect(keptUrn(place)).toBe("dev::shop::::reception");
  expect(wholeUrn("dev::shop::::reception", "Endpoint")).toBe(`urn:pulumi:dev::shop::${type}::reception`);
});

test("a resource whose parent is the stack itself", () => {
  const parent = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

  expect(keptUrn({ ...place, parent })).toBe(keptUrn(place));
});

test("a part of a component, and of a component within one", () => {
  const component = "urn:pulumi:dev::shop::cloudnumbering:index:SipTrunk::trunk";
  const inner = "urn:pulumi:dev::shop::my:Site$cloudnumbering:index:SipTrunk::trunk";

  expect(wholeUrn(keptUrn({ ...place, parent: component }), "Endpoint")).toBe(
    `urn:pulumi:dev::shop::cloudnumbering:index:SipTrunk$${type}::reception`,
  );
  expect(wholeUrn(keptUrn({ ...place, parent: inner }), "Endpoint")).toBe(
    `urn:pulumi:dev::shop::my:Site$cloudnumbering:index:SipTrunk$${type}::reception`,
  );
});

test("one that a state keeps whole stays as it is", () => {
  const urn = `urn:pulumi:dev::shop::${type}::reception`;

  expect(wholeUrn(urn, "Endpoint")).toBe(urn);
});

test("a state without one", () => {
  expect(wholeUrn(undefined, "Endpoint")).toBeUndefined();
});

test("a name may hold anything", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(wholeUrn(keptUrn({ ...place, name }), "Endpoint")).toBe(
        `urn:pulumi:dev::shop::${type}::${name}`,
      );
    }),
  );
});
