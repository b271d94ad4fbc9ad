import { describe, expect, test } from "vitest";
import { messagesOf } from "../../scripts/docs/errors/messages.mjs";
import { errorsPage } from "../../scripts/docs/errors/page.mjs";
import { guessesIn } from "../../scripts/docs/jsdoc.mjs";
import { pageText } from "../../scripts/docs/reference/page.mjs";
import { type Page, pagesOf } from "../../scripts/docs/reference/pages.mjs";
import { problemsOf } from "../../scripts/docs/reference/problems.mjs";
import { packageOf } from "./docs-package";

// The generator of the reference, on small packages of its own.

const client = `
  /** Whether it rings is a GUESS. It is documented otherwise. */
  export const makeBell = (call, sid) => call({ method: "POST", path: path\`/bells/\${sid}\` });
`;

const bell = `
  import { CustomResource, type Input, type Output } from "../../../pulumi/index";
  export interface BellArgs {
    /** What rings. */
    readonly tone: Input<"low" | "high">;
    /** How often: GUESS, at most three times. */
    readonly times?: Input<number | undefined> | undefined;
  }
  export const bell = {
    kind: "Bell",
    /** Another tower needs another bell. */
    replacedBy() { return []; },
    refine({ tone }) { return tone === "low" ? ["tone: is too low at night"] : []; },
  };
  /**
   * Something that rings.
   *
   * @delete Costs nothing, and it is quiet.
   * @operations POST /bells/{bell} (to make it)
   * @example
   * \`\`\`ts
   * new cloudnumbering.Bell("bell", { tone: "low" });
   * \`\`\`
   */
  export class Bell extends CustomResource {
    constructor(name: string, args: BellArgs) { super(); }
    /** Its sid. */
    readonly sid: Output<string>;
    /** Rings it. @throws when it has no rope */
    ring(times: number): void { throw new Refusal(\`bell \${this.sid} \${times === 1 ? "has" : "had"} no rope\`); }
    private secret: string;
  }
`;

const lookup = `
  import type { Output } from "../../../pulumi/index";
  export interface GetBellsResult {
    /** In the order of their weight. */
    readonly bells: {
      /** Its tone. */
      readonly tone: "low" | "high" | undefined;
    }[];
  }
  /**
   * The bells there are.
   *
   * @operations none
   * @example
   * \`\`\`ts
   * cloudnumbering.getBellsOutput();
   * \`\`\`
   */
  export function getBells(args?: {
    /** Only these. */
    readonly tones?: ("low" | "high")[] | undefined;
  }): Promise<GetBellsResult> { throw new ProgramError("getBells: nobody knows"); }
  export function getBellsOutput(): Output<GetBellsResult> { throw 1; }
`;

const behaviours = () => ({ tone: { replaces: true }, times: { guard: true }, sid: { computed: true } });

describe("a page", () => {
  const sources = packageOf({
    "provider/index.ts": 'export * from "./resources/bell";\nexport * from "./lookups/get-bells";',
    "provider/client/bells.ts": client,
    "provider/resources/bell.ts": bell.replace("export const bell", "const bell"),
    "provider/lookups/get-bells.ts": lookup,
  });
  const pages = pagesOf(sources, behaviours);
  const [bellPage, bellsPage] = pages as [Page, Page];

  test("is there for each resource and lookup, and lacks nothing", () => {
    expect(pages.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["resource Bell", "lookup getBells"]);
    expect(problemsOf(pages)).toEqual([]);
  });

  test("of a resource says all that the code says", () => {
    expect(pageText(bellPage, true)).toMatchInlineSnapshot(`
      "# Bell

      <!-- Written by \`npm run docs\` from provider/resources/bell.ts: change it there. -->

      Something that rings.

      \`\`\`ts
      import * as cloudnumbering from "pulumi-cloudnumbering";

      new cloudnumbering.Bell("bell", { tone: "low" });
      \`\`\`

      ## Inputs

      | input | type | | what it is |
      |---|---|---|---|
      | \`tone\` | \`"low" \\| "high"\` | required, replaces | What rings. |
      | \`times\` | \`number\` | not sent | How often: GUESS, at most three times. |

      ## Outputs

      The inputs as the service has them (what is fixed or not sent, as it was given), and:

      | output | type | what it is |
      |---|---|---|
      | \`sid\` | \`string\` | Its sid. |

      ## Methods

      - \`bell.ring(times: number): void\`: Rings it. Throws when it has no rope.

      ## What a change does

      - Replaced by a new one, made before the old one is deleted: \`tone\`.
      - Only noted in the state, nothing is sent: \`times\`.
      - Another tower needs another bell.

      ## What delete does

      Costs nothing, and it is quiet.

      ## API operations

      - \`POST /bells/{bell}\`: to make it

      ## Guesses

      - \`times\`: How often: GUESS, at most three times.
      - \`POST /bells/{bell}\`: Whether it rings is a GUESS.

      ## Errors

      [What it may say, and what to do](../errors.md#bell).
      "
    `);
  });

  test("of a lookup shows what lies in its result", () => {
    expect(pageText(bellsPage, false)).toMatchInlineSnapshot(`
      "# getBells

      <!-- Written by \`npm run docs\` from provider/lookups/get-bells.ts: change it there. -->

      The bells there are.

      \`\`\`ts
      import * as cloudnumbering from "pulumi-cloudnumbering";

      cloudnumbering.getBellsOutput();
      \`\`\`

      ## Inputs

      | input | type | | what it is |
      |---|---|---|---|
      | \`tones\` | \`("low" \\| "high")[]\` | | Only these. |

      ## Result

      | field | type | what it is |
      |---|---|---|
      | \`bells\` | \`object[]\` | In the order of their weight. |
      | \`bells[].tone\` | \`"low" \\| "high" \\| undefined\` | Its tone. |

      ## API operations

      None.

      ## Guesses

      None of its own.

      ## Errors

      [What it may say, and what to do](../errors.md).
      "
    `);
  });

  test("of errors says whose message it is, and how it is met", () => {
    const { text, areas } = errorsPage(pages, sources);
    expect(areas).toEqual(["Bell", "getBells"]);
    expect(text).toContain("## Bell\n\nInputs that are no good");
    expect(text).toContain(
      "- `tone: is too low at night`\n\nStops the operation:\n\n- `bell {sid} {has|had} no rope`",
    );
    expect(text).toContain("## getBells\n\nStops the program:\n\n- `getBells: nobody knows`");
  });
});

test("what a page would have to say and the code does not is told, a line each", () => {
  const poor = bell
    .replace(/ {2}\/\*\*\n {3}\* Something[\s\S]*?\*\/\n/, "")
    .replace("/** What rings. */", "")
    .replace("export const bell", "const bell");
  const sources = packageOf({
    "provider/index.ts": 'export * from "./resources/bell";\nexport const spare = 1;',
    "provider/resources/bell.ts": poor,
  });
  const file = "(provider/resources/bell.ts)";
  expect(problemsOf(pagesOf(sources, () => undefined))).toEqual([
    `Bell ${file} does not say what it is for: write JSDoc above it`,
    `Bell ${file} has no example: add @example with a \`\`\`ts fence`,
    `Bell ${file} does not say which API operations it uses: add @operations GET /x, POST /x (or none)`,
    `Bell ${file} has no definition of its name in provider/resources`,
    `Bell ${file} does not say what delete does to money and calls: add @delete`,
    `Bell ${file} has tone without JSDoc above it`,
    "spare (provider/index.ts) is public, but is no resource, component or lookup with an Output form: it has no page",
  ]);
});

test("an operation that the client does not have is told", () => {
  const sources = packageOf({
    "provider/index.ts": 'export * from "./lookups/get-bells";',
    "provider/client/bells.ts": client,
    "provider/lookups/get-bells.ts": lookup.replace(
      "@operations none",
      "@operations POST /bells/{sid}, GET /belles",
    ),
  });
  const [problem, ...others] = problemsOf(pagesOf(sources, behaviours));
  expect(problem).toContain("names GET /belles, which the client does not have");
  expect(others).toEqual([]);
});

describe("a message", () => {
  const textsOf = (code: string) => {
    const { messages } = messagesOf(packageOf({ "provider/resources/x.ts": `${code}\nexport {};` }));
    return messages.map(({ text }) => text);
  };

  test("has placeholders for what is filled in", () => {
    expect(
      textsOf(`new Refusal(\`\${endpoint.endpointType} of \${String(owner)} has \${names.join(', ')}\`);`),
    ).toEqual(["{endpoint type} of {owner} has {names}"]);
  });

  test("comes in every form that it can have", () => {
    expect(textsOf('new Refusal("it is " + (a ? "on the way to you" : "not known where it is"));')).toEqual([
      "it is on the way to you",
      "it is not known where it is",
    ]);
    expect(
      textsOf(`new Refusal(\`\${n} \${n === 1 ? "goes" : "go"} there\${why ? \` (\${why})\` : ""}\`);`),
    ).toEqual(["{n} {goes|go} there[ ({why})]"]);
  });

  test("is followed through constants, functions, tables and lists", () => {
    const code = [
      'const WORDS = { a: "the host is not known", b: "the host is not there" };',
      "const why = WORDS[code];",
      `const ignored = (key) => \`did not take \${key} as declared\`;`,
      `const problems = [...keys.map(ignored), ...others.map((key) => \`lost all of \${key} at once\`)];`,
      `new Refusal(\`sorry, \${why}\`);`,
      `new Unfinished(live, \`bell: \${problems.join('; ')}\`);`,
    ];
    expect(textsOf(code.join("\n"))).toEqual([
      "sorry, the host is not known",
      "sorry, the host is not there",
      "bell: did not take {key} as declared",
      "bell: lost all of {key} at once",
    ]);
  });

  test("is told once a caller that says it in words", () => {
    const code = [
      `function unusable(setting: string, rule: string) { return new Refusal(\`\${setting} \${rule}\`); }`,
      'unusable("baseUrl", "must be a web address");',
      'unusable("timeout", "must be a number");',
    ];
    expect(textsOf(code.join("\n"))).toEqual(["baseUrl must be a web address", "timeout must be a number"]);
  });

  test("that only passes another on is none", () => {
    expect(textsOf(`new ProgramError(\`\${name}: \${error.message}\`);`)).toEqual([]);
  });
});

test("a guess is the sentence that owns up to it", () => {
  expect(guessesIn("Where it goes. GUESS: that it goes. It stays `GUESSED`. That is a GUESS, too.")).toEqual([
    "GUESS: that it goes.",
    "That is a GUESS, too.",
  ]);
});
