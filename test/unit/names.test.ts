import fc from "fast-check";
import { expect, test } from "vitest";
import { type Nameable, namesFor, slug, variablesFor } from "../../provider/cli/names";

const sids = fc
  .array(fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), { minLength: 32, maxLength: 32 })
  .map((letters) => `EP${letters.join("")}`);
const labels = fc.oneof(
  fc.constantFrom(
    "PBX",
    "pbx",
    "P B X",
    "",
    "   ",
    "default",
    "class",
    "☎️",
    "مكتب",
    "Büro 1",
    "1b",
    "1 b",
    "a-1b",
    "a1b",
  ),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);
const accounts = fc.uniqueArray(fc.record({ id: sids, label: labels }), {
  selector: ({ id }) => id,
  maxLength: 40,
});

const entriesOf = (names: ReadonlyMap<string, string>) => [...names].sort();

test("the same things have the same names, whatever order they are listed in; every name is there once", () => {
  fc.assert(
    fc.property(accounts, fc.func(fc.nat()), (things, key) => {
      const names = namesFor(things, "endpoint");
      const otherwise = [...things].sort((a, b) => key(a.id) - key(b.id));
      expect(entriesOf(namesFor(otherwise, "endpoint"))).toEqual(entriesOf(names));
      expect(new Set(names.values()).size).toBe(things.length);
      expect([...names.keys()]).toEqual(things.map(({ id }) => id));
      for (const name of names.values()) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }),
  );
});

test("a thing that comes renames no other, unless it is called the same as one that was the only one of that name", () => {
  fc.assert(
    fc.property(accounts, fc.record({ id: sids, label: labels }), (things, newcomer) => {
      const before = namesFor(things, "endpoint");
      const isCalledTheSame = ({ label }: Nameable) => slug(label) === slug(newcomer.label);
      fc.pre(things.every(({ id }) => id !== newcomer.id));
      fc.pre(things.filter(isCalledTheSame).length !== 1 || slug(newcomer.label) === "");
      const after = namesFor([...things, newcomer], "endpoint");
      for (const { id } of things) expect(after.get(id)).toBe(before.get(id));
    }),
  );
});

test("a thing that has a name keeps it, whoever comes and whatever it is called now", () => {
  fc.assert(
    fc.property(accounts, accounts, labels, (things, newcomers, label) => {
      const kept = namesFor(things, "endpoint");
      const ids = new Set(things.map(({ id }) => id));
      const all = [...newcomers.filter(({ id }) => !ids.has(id)), ...things.map(({ id }) => ({ id, label }))];
      const names = namesFor(all, "endpoint", { kept, taken: new Set() });
      for (const { id } of things) expect(names.get(id)).toBe(kept.get(id));
      expect(new Set(names.values()).size).toBe(all.length);
    }),
  );
});

test("no name is one that other things have", () => {
  fc.assert(
    fc.property(accounts, fc.array(labels.map(slug)), (things, others) => {
      const taken = new Set(others);
      for (const name of namesFor(things, "endpoint", { kept: new Map(), taken }).values())
        expect(taken).not.toContain(name);
    }),
  );
});

test("names are what people call the things, with the end of the sid where that is not enough", () => {
  const things = [
    ["EP0000000000000000000000000000AAAAAA", "Head office PBX"],
    ["EP0000000000000000000000000000BBBBBB", "Sales & more"],
    ["EP0000000000000000000000000000CCCCCC", "Sales: more!"],
    ["EP0000000000000000000000000000DDDDDD", "☎️"],
    ["EP0000000000000000000000000000EEEEEE", ""],
    ["EP0000000000000000000000000000FFFFFF", "قاعة"],
    ["EP0000000000000000000000000000GGGGGG", "Büro (1. Stock), O'Neill"],
    ["EP0000000000000000000000000000HHHHHH", `${"a long description ".repeat(600)}`],
  ].map(([id = "", label = ""]) => ({ id, label }));
  expect([...namesFor(things, "endpoint").values()]).toEqual([
    "head-office-pbx",
    "sales-more-bbbbbb",
    "sales-more-cccccc",
    "endpoint-dddddd",
    "endpoint-eeeeee",
    "endpoint-ffffff",
    "buro-1-stock-oneill",
    "a-long-description-a-long-description-a",
  ]);
});

test("variables are their names' own, and none is a word that TypeScript or the program has taken", () => {
  fc.assert(
    fc.property(accounts, (things) => {
      const names = [...namesFor(things, "endpoint").values()];
      const variables = [...variablesFor(names, "endpoint").values()];
      expect(new Set(variables).size).toBe(names.length);
      for (const variable of variables) {
        expect(variable).toMatch(/^[A-Za-z]\w*$/);
        expect(() => new Function(`"use strict"; const ${variable} = 1;`)).not.toThrow();
      }
    }),
  );
  const names = ["head-office", "default", "1b", "a-1b", "a1b", "await"];
  expect([...variablesFor(names, "endpoint").values()]).toEqual([
    "headOffice",
    "endpointDefault",
    "endpoint1b",
    "endpoint_a_1b",
    "endpoint_a1b",
    "endpointAwait",
  ]);
});
