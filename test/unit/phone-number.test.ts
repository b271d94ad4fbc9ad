import { expect, test } from "vitest";
import { numberProblem } from "../../provider/resources/phone-number";

test.for([
  "+441134960100",
  "+12125550100",
  // Possible by its length, though no plan has it: what the account has, the service knows.
  "+15550100123",
  "AN4ZQ1M0C5B8Z2X7N9V3K6L0P4T8W1Y5",
])("%s names a number", (text) => {
  expect(numberProblem(text)).toBeUndefined();
});

test.for([
  ["0113 496 0100", "+441134960100 if it is that one"],
  ["(0113) 4960100", "+441134960100 if it is that one"],
  ["00441134960100", "+441134960100 if it is that one"],
  ["441134960100", "+441134960100 if it is that one"],
  ["+44 113 496 0100", "+441134960100 if it is that one"],
  [" +441134960100", "+441134960100 if it is that one"],
  ["+44113", "such as +441134960000"],
  ["+4411349601001234", "such as +441134960000"],
  ["reception", "such as +441134960000"],
  ["", "such as +441134960000"],
] as const)("%j is shown with how it is written", ([text, way]) => {
  const problem = numberProblem(text);
  expect(problem).toContain(`${JSON.stringify(text)} is not a number in E.164`);
  expect(problem).toContain(way);
});

test("a number of the pool is told from one that the account has", () => {
  expect(numberProblem("NB4ZQ1M0C5B8Z2X7N9V3K6L0P4T8W1Y5")).toContain("is a number of the pool");
});
