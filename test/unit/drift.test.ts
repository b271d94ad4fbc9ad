import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { declaration, Expression, nameFor } from "../../provider/cli/drift-code";
import { type Ignorable, IgnoreFileError, readIgnoreFile } from "../../provider/cli/drift-ignore";
import { markdown } from "../../provider/cli/drift-markdown";
import {
  exitCode,
  type Finding,
  findingTypes,
  type Report,
  reportJsonSchema,
  reportSchema,
} from "../../provider/cli/drift-report";
import { quoted, Shell } from "../../provider/cli/drift-shell";
import { table } from "../../provider/cli/drift-table";
import { definitions } from "../../provider/definitions";
import { readExport } from "../../provider/engine/exported-state";
import * as handlers from "../../provider/handlers";

const finding: Finding = {
  type: "changed",
  kind: "Endpoint",
  id: "EP1",
  label: "Sales | 2",
  organisationSid: "OR1",
  declaredBy: [{ stack: "dev", urn: "urn:pulumi:dev::shop::t::sales" }],
  differences: [
    { property: "uri", declared: "sip:a@x", live: "sip:b@x", replaces: false },
    { property: "endpointType", declared: "voice", live: "sms", replaces: true },
  ],
  rental: null,
  repairs: [{ does: "puts it back", commands: ["pulumi up --target 'a$b'"] }],
};

const report: Report = {
  version: 1,
  complete: true,
  stacks: ["dev"],
  accounts: [{ organisationSid: "OR1", name: "Harbour & Vale Ltd", idleRental: null }],
  counts: { gone: 0, changed: 1, undeclared: 0, contested: 0, idle: 0 },
  findings: [finding],
  problems: [],
  notes: [],
  ignored: 2,
};

test("what the engine's process loads is every kind there is, under its own name", () => {
  expect(Object.keys(handlers).sort()).toEqual(definitions.map(({ kind }) => kind).sort());
});

test("a table has a row for each finding and each further difference, and the ways out below", () => {
  expect(table(report)).toBe(`dev against Harbour & Vale Ltd: 1 changed, 2 ignored

   FOUND    WHAT                      DECLARED BY   DECLARED -> LIVE
1  changed  Endpoint EP1 (Sales | 2)  sales of dev  uri: "sip:a@x" -> "sip:b@x"
                                                    endpointType: "voice" -> "sms" (replaces)

1. Endpoint EP1 (Sales | 2)
   puts it back:
      pulumi up --target 'a$b'
`);
});

test("markdown keeps its cells and its commands", () => {
  const text = markdown(report);
  expect(text).toContain("| 1 | changed | Endpoint EP1 (Sales \\| 2) | sales of dev |");
  expect(text).toContain("```sh\npulumi up --target 'a$b'\n```");
});

test.each([
  ["nothing found", { findings: [] }, findingTypes, 0],
  ["found", {}, findingTypes, 7],
  ["found, and not asked for", {}, ["gone"], 0],
  ["found, and not all told", { complete: false }, findingTypes, 1],
  ["nothing found, and not all told", { complete: false, findings: [] }, [], 1],
] as const)("%s: the exit code", (_, changes, failOn, code) => {
  expect(
    exitCode(
      { ...report, ...changes, findings: [...((changes as Report).findings ?? report.findings)] },
      failOn,
    ),
  ).toBe(code);
});

test("the schema describes every report, and nothing beside", () => {
  expect(reportSchema.safeParse(report).success).toBe(true);
  expect(reportSchema.safeParse({ ...report, more: 1 }).success).toBe(false);
  const published = readFileSync(path.join(__dirname, "../../docs/drift.schema.json"), "utf8");
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())));
});

test("words are quoted for a shell where they need it", () => {
  expect(["dev", "urn:pulumi:dev::p::t::a", "a$b c", "it's", ""].map(quoted)).toEqual([
    ...["dev", "urn:pulumi:dev::p::t::a", "'a$b c'", "'it'\\''s'", "''"],
  ]);
  expect(new Shell("my app").up("live", "urn:a$b")).toBe(
    "pulumi up --refresh --target 'urn:a$b' --stack live --cwd 'my app'",
  );
});

test("a declaration is a statement with quoted texts", () => {
  const args = { adopt: "EP1", description: 'say "hi"', uri: new Expression("config.uri"), no: undefined };
  expect(declaration("Endpoint", nameFor("Sales: Leeds!", "EPABCDEF"), args)).toBe(
    'new cloudnumbering.Endpoint("sales-leeds-abcdef", { adopt: "EP1", description: "say \\"hi\\"", uri: config.uri });',
  );
});

const endpoint: Ignorable = { kind: "endpoint", sid: "EP1", description: "Old (office)", numbers: [] };
const order: Ignorable = { kind: "order", sid: "NO1", description: "", numbers: ["+441", "+442"] };

function rules(text: string): (thing: Ignorable) => boolean {
  const folder = mkdtempSync(path.join(tmpdir(), "cloudnumbering-ignore-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, "rules"), text);
  return readIgnoreFile(path.join(folder, "rules"), "unused");
}

test.each([
  ["endpoint", true, false],
  ["endpoint sid EP1", true, false],
  ["endpoint sid EP", false, false],
  ["  * sid *1  ", true, true],
  ["endpoint description old (*", true, false],
  ["endpoint description old .office.", false, false],
  ["order number +44*", false, true],
  ["order number +441", false, false],
  ["# endpoint\n\r\n", false, false],
])("the rule %j", (text, isEndpoint, isOrder) => {
  const isIgnored = rules(text);
  expect([isIgnored(endpoint), isIgnored(order)]).toEqual([isEndpoint, isOrder]);
});

test.each(["*", "fax", "endpoint uri x", "endpoint sid", "endpoint: sid EP1"])(
  "the line %j means nothing",
  (line) => {
    expect(() => rules(`endpoint\n${line}`)).toThrow(IgnoreFileError);
    expect(() => rules(`endpoint\n${line}`)).toThrow(/rules:2: /);
  },
);

test("the usual file need not be there; one that was named must", () => {
  expect(readIgnoreFile(undefined, "/nowhere/at/all")(endpoint)).toBe(false);
  expect(() => readIgnoreFile("/nowhere/at/all", "unused")).toThrow("/nowhere/at/all is not there");
});

test("a state whose secrets are still encrypted is not taken for one", () => {
  const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "v1:x",
  };
  const row = {
    urn: "urn:pulumi:dev::p::pulumi-nodejs:dynamic/cloudnumbering:Endpoint::e",
    type: "pulumi-nodejs:dynamic/cloudnumbering:Endpoint",
    id: "EP1",
    inputs: { uri: secret },
  };
  expect(() => readExport({ version: 3, deployment: { resources: [row] } })).toThrow("still encrypted");
});

test("a stack that was never updated declares nothing", () => {
  expect(readExport({ version: 3, deployment: { manifest: {} } })).toEqual({ resources: [], pending: [] });
});
