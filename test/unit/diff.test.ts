import { expect, test } from "vitest";
import { changedGuards, changedKeys, replacingKeys } from "../../provider/engine/diff";
import type { Values } from "../../provider/engine/values";
import { gadgetProperties } from "./gadget";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const state = {
  label: "Lamp",
  shape: "round",
  target: "wall",
  lit: false,
  weight: 2,
  sid: "GA1",
  adopt: "GA1",
};
const declared = { label: "Lamp", shape: "round", target: "wall" };

const changed = (news: Values, olds: Values = state) => changedKeys(gadgetProperties, olds, news);
const guards = (news: Values, olds: Values = state) => changedGuards(gadgetProperties, olds, news);

test("what is as declared has not changed", () => {
  expect(changed(declared)).toEqual([]);
  expect(changed({ ...declared, lit: false, weight: 2 })).toEqual([]);
});

test("what is declared otherwise has changed", () => {
  expect(changed({ ...declared, label: "Lantern" })).toEqual(["label"]);
  expect(changed({ ...declared, shape: "square", lit: true, weight: 3 })).toEqual(["shape", "lit", "weight"]);
});

test("what is not declared is not managed, however it changes", () => {
  expect(changed(declared, { ...state, lit: true, weight: 99, sid: "GA2" })).toEqual([]);
  expect(changed({ ...declared, lit: null, weight: undefined })).toEqual([]);
});

test("neither guards, nor outputs, nor hidden values are compared with the service", () => {
  expect(changed({ ...declared, adopt: "GA9", twinAllowed: true, sid: "GA9", __provider: "new" })).toEqual(
    [],
  );
});

test("F43 a form of the service's own is in place while both sides stay as they were", () => {
  const settled = { ...state, label: "lamp", __sent: { label: " Lamp" }, __got: { label: "lamp" } };

  expect(changed({ ...declared, label: " Lamp" }, settled)).toEqual([]);
  expect(changed({ ...declared, label: "lamp" }, settled)).toEqual([]);
  expect(changed({ ...declared, label: "Lamp" }, settled)).toEqual(["label"]);
  expect(changed({ ...declared, label: " Lamp" }, { ...settled, label: "portal" })).toEqual(["label"]);
  expect(changed({ ...declared, label: " Lamp" }, { ...settled, __got: {} })).toEqual(["label"]);
});

test("F43 what is settled of one property says nothing of another", () => {
  const settled = { ...state, target: "lamp", __sent: { label: "Lamp" }, __got: { label: "lamp" } };

  expect(changed({ ...declared, target: "Lamp" }, settled)).toEqual(["target"]);
});

test("guards differ when they are set, changed or taken away", () => {
  expect(guards({ adopt: "GA1" })).toEqual([]);
  expect(guards({ adopt: "GA2" })).toEqual(["adopt"]);
  expect(guards({})).toEqual(["adopt"]);
  expect(guards({ adopt: null })).toEqual(["adopt"]);
  expect(guards({ adopt: "GA1", twinAllowed: true })).toEqual(["twinAllowed"]);
  expect(guards({ twinAllowed: null }, {})).toEqual([]);
});

test("only properties marked so need a new object", () => {
  const news = { ...declared, shape: "square", label: "Lantern", lit: true };

  expect(replacingKeys(gadgetProperties, changed(news), news)).toEqual(["shape"]);
});

test("F15 an unknown value has changed, but needs no new object: it may turn out the same", () => {
  for (const key of ["label", "shape", "target", "lit", "weight"]) {
    const news = { ...declared, [key]: UNKNOWN };
    expect(changed(news)).toEqual([key]);
    expect(replacingKeys(gadgetProperties, changed(news), news)).toEqual([]);
  }
});
