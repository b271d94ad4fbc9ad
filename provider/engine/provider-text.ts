/**
 * What Pulumi stores as the code of a dynamic resource: it loads the handlers from the package that is installed in
 * the project's folder. The text stands in every user's state, so it must never change and must work for ever; no
 * closure is serialized, so no old code stays in a state and an upgrade changes nothing.
 */
export function providerText(kind: string): string {
  return `exports.handler = () => require("module").createRequire(process.cwd() + "/_.js")("pulumi-cloudnumbering/dynamic").${kind};`;
}

/** The resource's type as Pulumi shows it and stores it. */
export function typeToken(kind: string): string {
  return `pulumi-nodejs:dynamic/cloudnumbering:${kind}`;
}

/** The class's name in a type of this package: `Endpoint`. */
export function kindOfType(type: string): string | undefined {
  const ours = typeToken("");
  return type.startsWith(ours) ? type.slice(ours.length) : undefined;
}

/** The class's name in a URN whose resource is one of this package. */
export function kindInUrn(urn: string): string | undefined {
  return kindOfType(urn.split("::")[2]?.split("$").at(-1) ?? "");
}
