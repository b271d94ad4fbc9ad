import { expect, test } from "vitest";
import { SeenAlive } from "../../provider/engine/seen-alive";

const inputs = { label: "Lamp", shape: "round", __provider: "code" };

test("what nobody spoke of is not known to be in use", () => {
  expect(new SeenAlive().has("GA1")).toBe(false);
});

test("F36 what create or update returned is in use, so the delete that follows lets go of it", () => {
  const seen = new SeenAlive();
  seen.checkedInputs(inputs, false);
  seen.returned("GA1");

  expect(seen.has("GA1")).toBe(true);
  expect(seen.has("GA2")).toBe(false);
});

test("what the running program keeps is in use: check returned its inputs, and diff did not replace it", () => {
  const seen = new SeenAlive();
  seen.checkedInputs(inputs, true);
  seen.keptByDiff("GA1", { __provider: "code", shape: "round", label: "Lamp" });

  expect(seen.has("GA1")).toBe(true);
});

test("F41 a diff that refresh asks for says nothing: no check returned its inputs", () => {
  const seen = new SeenAlive();
  seen.keptByDiff("GA1", inputs);
  expect(seen.has("GA1")).toBe(false);

  seen.checkedInputs({ ...inputs, label: "Another" }, true);
  seen.keptByDiff("GA1", inputs);
  expect(seen.has("GA1")).toBe(false);
});

test("F41 a check that comes after refresh's diff does not make it count", () => {
  const seen = new SeenAlive();
  seen.keptByDiff("GA1", inputs);
  seen.checkedInputs(inputs, true);

  expect(seen.has("GA1")).toBe(false);
});

test("F42 replaceOnChanges: a check without olds, after a diff that kept it, means that it is to go", () => {
  const seen = new SeenAlive();
  seen.checkedInputs(inputs, true);
  seen.keptByDiff("GA1", inputs);
  seen.checkedInputs(inputs, false);

  expect(seen.has("GA1")).toBe(false);
});

test("F42 the replacement of one object says nothing of another one", () => {
  const seen = new SeenAlive();
  const other = { ...inputs, label: "Other" };
  for (const [id, each] of [
    ["GA1", inputs],
    ["GA2", other],
  ] as const) {
    seen.checkedInputs(each, true);
    seen.keptByDiff(id, each);
  }
  seen.checkedInputs(inputs, false);

  expect([seen.has("GA1"), seen.has("GA2")]).toEqual([false, true]);
});

test("F36 a forced replacement of what create returns again lets go of the old state", () => {
  const seen = new SeenAlive();
  seen.checkedInputs(inputs, true);
  seen.keptByDiff("GA1", inputs);
  seen.checkedInputs(inputs, false);
  seen.returned("GA1");

  expect(seen.has("GA1")).toBe(true);
});

test("a new object with the inputs of a kept one does not make that one go", () => {
  const seen = new SeenAlive();
  seen.checkedInputs(inputs, true);
  seen.keptByDiff("GA1", inputs);
  // Two resources may have equal inputs apart from their URN.
  seen.checkedInputs({ ...inputs, __urn: "urn:other" }, false);

  expect(seen.has("GA1")).toBe(true);
});
