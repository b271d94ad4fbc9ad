import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { hushReported, partialFailure, Refusal, reported } from "../../provider/engine/failures";
import { CloudNumberingError, type ErrorDetails } from "../../provider/http/errors";
import { redact } from "../../provider/http/redact";

const MARKER = "[cloudnumbering: reported above]";
const details: ErrorDetails = {
  kind: "api",
  operation: "list endpoints",
  problem: "the service answered 503",
};

test.each<[Partial<ErrorDetails>, string]>([
  [{}, "list endpoints: the service answered 503"],
  [{ advice: "run it again" }, "list endpoints: the service answered 503; run it again"],
  [{ requestId: "abc" }, "list endpoints: the service answered 503 (request abc)"],
  [{ requestId: "abc", advice: "x" }, "list endpoints: the service answered 503 (request abc); x"],
])("F44 the message of an error with %j is one line: %s", (more, message) => {
  expect(new CloudNumberingError({ ...details, ...more }).message).toBe(message);
});

test("F44 an error of ours never has an id: Pulumi would take it for a half-made resource", () => {
  const error = new CloudNumberingError({ ...details, requestId: "abc", status: 503, cause: new Error("x") });

  expect("id" in error).toBe(false);
  expect(error).toMatchObject({ name: "CloudNumberingError", kind: "api", status: 503, requestId: "abc" });
  expect(error.mayHaveHappened).toBe(false);
});

test.each([new Refusal("endpoint EP1 is in use"), new CloudNumberingError(details)])(
  "F44 an expected failure (%s) is reported by its message alone",
  (error) => {
    const quiet = reported(error, redact);

    expect(quiet.message).toBe(error.message);
    expect(String(quiet)).toBe(MARKER);
    expect(quiet.toString()).toBe(MARKER);
    expect(quiet.stack).toBe("");
    expect("id" in quiet).toBe(false);
  },
);

test("F16 the message of an expected failure is redacted", () => {
  const quiet = reported(new Refusal("no https://sms.example/in?token=hush here"), redact);

  expect(quiet.message).toBe("no https://sms.example/in?[redacted] here");
  expect(inspect(quiet, { showHidden: true, depth: 9 })).not.toContain("hush");
});

test("F44 what is no error at all is reported too, redacted and without a stack", () => {
  const quiet = reported("client_secret=hush", redact);

  expect(quiet.message).toBe("client_secret=[redacted]");
  expect(String(quiet)).toBe(MARKER);
  expect(quiet.stack ?? "").not.toMatch(/\n\s+at /);
});

test("F44 a fault of this package is one line too: what it is and where, redacted, without a stack", () => {
  const fault = new TypeError("no\nuse in https://sms.example/in?token=hush");

  const quiet = reported(fault, redact);

  expect(quiet.message).toMatch(
    /^TypeError: no use in https:\/\/sms\.example\/in\?\[redacted\] \(at failures\.test\.ts:\d+\); .*please report it$/,
  );
  expect(String(quiet)).toBe(MARKER);
  expect(quiet.stack).toBe("");
});

test("a partial failure is what the SDK takes for made but not finished", () => {
  const error = partialFailure("EP1", { sid: "EP1" }, "it is not as declared");

  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    id: "EP1",
    properties: { sid: "EP1" },
    reasons: ["it is not as declared"],
    message: "it is not as declared",
  });
  expect(reported(error, redact)).toBe(error);
});

test("F44 once hushed, the SDK's own print of a reported error is dropped, and nothing else", () => {
  const print = vi.spyOn(console, "error").mockImplementation(() => {});
  hushReported();
  hushReported();

  console.error(reported(new Refusal("no"), redact));
  console.error(String(reported(new Refusal("no"), redact)), "and a stack");
  console.error("another matter", 5);
  console.error(new Error("a fault"));
  console.error();

  expect(print.mock.calls.map(([first]) => String(first))).toEqual([
    "another matter",
    "Error: a fault",
    "undefined",
  ]);
  expect(print.mock.calls[0]).toEqual(["another matter", 5]);
});
