/** An expression of TypeScript, as opposed to a text. */
export class Expression {
  constructor(readonly source: string) {}
}

/** A value that a program gets from the stack's config, because it must not stand in the program. */
export function fromSecretConfig(key: string): Expression {
  return new Expression(`new pulumi.Config().requireSecret(${JSON.stringify(key)})`);
}

/** `key: value, key: value`, as it stands in a program; what is undefined is left out. */
export function entries(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${value instanceof Expression ? value.source : JSON.stringify(value)}`)
    .join(", ");
}

/** The statement that declares a resource. */
export function declaration(kind: string, name: string, args: Readonly<Record<string, unknown>>): string {
  return `new cloudnumbering.${kind}(${JSON.stringify(name)}, { ${entries(args)} });`;
}

/** A name for a resource that nobody has named yet: of what people call the thing, and of its sid, so that none is twice. */
export function nameFor(label: string, sid: string): string {
  const words = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  const end = sid
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .slice(-6);
  return words === "" || end === "" ? `${words}${end}` : `${words}-${end}`;
}
