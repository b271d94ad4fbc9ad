import { Expression } from "./drift-code";
import { called, comment, construction, literal } from "./export-source";
import { fileFor, type LeftOut, type Thing, type ThingKind, thingKinds } from "./export-things";
import { namesFor, variablesFor } from "./names";

/** A thing with the name that the program gives it. */
export interface Named {
  readonly thing: Thing;
  readonly name: string;
}

/** An endpoint that things go to and that the program does not declare. */
export interface Elsewhere {
  readonly id: string;
  readonly label: string;
}

/** A value of the stack's secret config that the program asks for. */
export interface Secret {
  /** Of the config, in the project's own namespace: `lobby-uri`. */
  readonly key: string;
  readonly kind: ThingKind;
  readonly id: string;
  readonly property: string;
}

export interface Program {
  /** By name, without their ending. */
  readonly files: ReadonlyMap<string, string>;
  readonly secrets: readonly Secret[];
}

/** The program that declares the things: a file a kind, and one that takes them all in. */
export function programOf(
  named: readonly Named[],
  leftOut: readonly LeftOut[],
  elsewhere: readonly Elsewhere[],
): Program {
  const references = new References(named, elsewhere);
  const files = new Map<string, string>();
  for (const kind of thingKinds) {
    const mine = named.filter(({ thing }) => thing.kind === kind).sort(byName);
    const others = leftOut.filter((each) => each.kind === kind).sort(byId);
    if (mine.length + others.length > 0) files.set(fileFor(kind), fileOf(mine, others, references));
  }
  const all = [...files.keys()].map((file) => `import ${literal(`./${file}`)};\n`);
  files.set("index", all.length > 0 ? all.join("") : "export {};\n");
  return { files, secrets: named.flatMap(secretsOf).sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

/** The statement that declares one thing, as it stands in a file of its own. */
export function declarationOf(named: Named): string {
  return statementOf(named, new References([], []).used());
}

function fileOf(named: readonly Named[], leftOut: readonly LeftOut[], references: References): string {
  const used = references.used();
  const statements = named.map((each) => statementOf(each, used));
  const hasSecrets = named.some(({ thing }) => thing.secrets.length > 0);
  const imports = [
    ...(hasSecrets ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    ...(named.length > 0 ? ['import * as cloudnumbering from "pulumi-cloudnumbering";'] : []),
    ...(used.hasEndpoints ? ['import * as endpoints from "./endpoints";'] : []),
  ];
  const parts = [
    imports.join("\n"),
    hasSecrets ? "const config = new pulumi.Config();" : "",
    used.constants().join("\n"),
    ...statements,
    leftOut.map(leftOutLine).join("\n"),
    named.length === 0 ? "export {};" : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function leftOutLine({ id, label, why }: LeftOut): string {
  return comment(`Not declared: ${called(label)} (${id}): ${why}`);
}

function statementOf({ thing, name }: Named, used: UsedReferences): string {
  const args = Object.entries(thing.args).map(([key, value]) => {
    if (thing.secrets.includes(key)) return [key, requireSecret(keyOf(name, key))];
    return [key, used.expressionFor(value, thing) ?? value];
  });
  const made = construction(thing.resource, name, Object.fromEntries(args));
  const variable = used.variableOf(thing);
  const statement = variable === undefined ? made : `export const ${variable} = ${made}`;
  return [...thing.comments.map(comment), statement].join("\n");
}

function requireSecret(key: string): Expression {
  return new Expression(`config.requireSecret(${literal(key)})`);
}

function keyOf(name: string, property: string): string {
  return `${name}-${property}`;
}

/** What the declaration of a thing takes from the config. */
export function secretsOf({ thing, name }: Named): Secret[] {
  const { kind, id, secrets } = thing;
  return secrets.map((property) => ({ key: keyOf(name, property), kind, id, property }));
}

/** How the statements of a file refer to the endpoints, and which of them they do. */
interface UsedReferences {
  readonly hasEndpoints: boolean;
  constants(): string[];
  expressionFor(value: unknown, of: Thing): Expression | undefined;
  variableOf(thing: Thing): string | undefined;
}

/** Endpoints are referred to by the program's other files, or by name where another program declares them. */
class References {
  readonly #variables: ReadonlyMap<string, string>;
  readonly #elsewhere: ReadonlyMap<string, { readonly variable: string; readonly label: string }>;

  constructor(named: readonly Named[], elsewhere: readonly Elsewhere[]) {
    const endpoints = named.filter(({ thing }) => thing.kind === "endpoint");
    const variables = variablesFor(
      endpoints.map(({ name }) => name),
      "endpoint",
    );
    this.#variables = new Map(endpoints.map(({ thing, name }) => [thing.id, variables.get(name) ?? name]));
    const names = namesFor(elsewhere, "endpoint");
    const constants = variablesFor([...names.values()], "endpoint");
    this.#elsewhere = new Map(
      elsewhere.map(({ id, label }) => [id, { variable: constants.get(names.get(id) ?? "") ?? id, label }]),
    );
  }

  used(): UsedReferences {
    const used = new Set<string>();
    const [variables, elsewhere] = [this.#variables, this.#elsewhere];
    return {
      get hasEndpoints() {
        return [...used].some((id) => variables.has(id));
      },
      constants: () =>
        [...elsewhere]
          .filter(([id]) => used.has(id))
          .map(
            ([id, { variable, label }]) =>
              `${comment(`${called(label)} is not declared here.`)}\nconst ${variable} = ${literal(id)};`,
          )
          .sort(),
      expressionFor(value, { id }) {
        if (typeof value !== "string" || value === id) return undefined;
        const source = variables.has(value)
          ? `endpoints.${variables.get(value)}.sid`
          : elsewhere.get(value)?.variable;
        if (source === undefined) return undefined;
        used.add(value);
        return new Expression(source);
      },
      variableOf: ({ id }) => variables.get(id),
    };
  }
}

function byName(a: Named, b: Named): number {
  return a.name < b.name ? -1 : 1;
}

function byId(a: LeftOut, b: LeftOut): number {
  return a.label === b.label ? (a.id < b.id ? -1 : 1) : a.label < b.label ? -1 : 1;
}
