import { z } from "zod";

// The one description of a report: its types, what is written as JSON, and docs/drift.schema.json come from it.

/** What can be found, from what was lost to what merely costs. */
export const findingTypes = ["gone", "changed", "undeclared", "contested", "idle"] as const;

export type FindingType = (typeof findingTypes)[number];

const holder = z.strictObject({
  stack: z.string().describe("The stack, as it was named to the command."),
  urn: z.string().describe("The resource that declares the thing."),
});

const difference = z.strictObject({
  property: z.string().describe("As the program names it; of one number of an order, with its E.164."),
  declared: z.unknown().describe('What the stack declares; "[secret]" for what may be a credential.'),
  live: z.unknown().describe('What the account has; "[secret]" for what may be a credential.'),
  replaces: z.boolean().describe("Whether putting the declared value back makes a new thing of it."),
});

const repair = z.strictObject({
  does: z.string().describe("What comes of it, in words."),
  code: z.string().optional().describe("What is to be written into the program first."),
  commands: z.array(z.string()).describe("To be run in a POSIX shell, one after the other."),
  ignore: z.string().optional().describe("The line for the ignore file that accepts the thing as it is."),
});

const finding = z.strictObject({
  type: z.enum(findingTypes).describe("What was found: gone, changed, undeclared, contested or idle."),
  kind: z.string().describe("The resource's class, or `Number` for a number that none is about."),
  id: z.string().describe("The thing's id: EP…, NO…, AN…, OR…, or `voice/203.0.113.10` for an address."),
  label: z.string().describe("What people call it: its description, its numbers, its address."),
  organisationSid: z.string().describe("Whose it is: OR…."),
  declaredBy: z.array(holder).describe("Empty for what no stack declares."),
  differences: z.array(difference).describe("Of what is changed; otherwise empty."),
  rental: z.string().nullable().describe("What an idle number costs a period, where the service says so."),
  repairs: z.array(repair).describe("The ways out, each complete by itself."),
});

const problem = z.strictObject({
  problem: z.string().describe("What could not be told, and why."),
  where: z.array(z.string()).describe("The resources that it concerns, each as `stack: urn`."),
});

const account = z.strictObject({
  organisationSid: z.string().describe("OR…."),
  name: z.string().describe("What the organisation calls itself."),
  idleRental: z
    .string()
    .nullable()
    .describe("What its idle numbers cost a period; null when there are none."),
});

export const reportSchema = z.strictObject({
  version: z.literal(1).describe("Of this form. It grows when something is renamed or taken away."),
  complete: z.boolean().describe("False when anything could not be told: then the findings may not be all."),
  stacks: z.array(z.string()).describe("Those that were compared, as they were named to the command."),
  accounts: z.array(account).describe("Those that they were compared with."),
  counts: z.record(z.enum(findingTypes), z.int()).describe("How many findings there are of each type."),
  findings: z.array(finding),
  problems: z.array(problem).describe("What could not be told. Empty when the report is complete."),
  notes: z.array(z.string()).describe("What is worth knowing and is no finding."),
  ignored: z.int().describe("How many things the ignore file has kept out of the findings."),
});

export type Report = z.output<typeof reportSchema>;
export type Finding = z.output<typeof finding>;
export type Difference = z.output<typeof difference>;
export type Holder = z.output<typeof holder>;
export type Repair = z.output<typeof repair>;
export type Problem = z.output<typeof problem>;

/** What has no end of findings as long as nothing was found: every pipeline can rely on these numbers. */
export const EXIT = { clean: 0, untold: 1, usage: 2, drift: 7 } as const;

/** What could not be told outweighs what was found: a report that may lack something is never a clean one. */
export function exitCode({ complete, findings }: Report, failOn: readonly FindingType[]): number {
  if (!complete) return EXIT.untold;
  return findings.some(({ type }) => failOn.includes(type)) ? EXIT.drift : EXIT.clean;
}

/** The JSON schema that is published as docs/drift.schema.json. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema);
}
