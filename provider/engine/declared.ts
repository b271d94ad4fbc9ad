import { createRequire } from "node:module";
import {
  type CustomResource,
  type CustomResourceOptions,
  getProject,
  getStack,
  type Input,
  output,
  type Resource,
  secret,
} from "@pulumi/pulumi";
import { keptUrn } from "./kept-urn";
import { ProgramError } from "./program-error";
import { notes, type Properties } from "./properties";
import { providerText, typeToken } from "./provider-text";

interface Kind {
  readonly kind: string;
  readonly properties: Properties;
}

type Args = Readonly<Record<string, unknown>>;

/**
 * What a resource class passes on to the SDK: a definition and a program's args as a resource of the engine.
 *
 * A class calls it from a constructor of its own and extends the SDK's class itself: the SDK takes the caller of the
 * first constructor behind its own for the place in the program, and keeps it in the state of every resource.
 */
export function declared(
  { kind, properties }: Kind,
  name: string,
  args: object,
  options: CustomResourceOptions,
): [type: string, name: string, props: Args, options: CustomResourceOptions] {
  requireResolvable();
  const { import: existing, ...kept } = options;
  const type = typeToken(kind);
  const props = {
    ...undefinedOutputs(properties),
    ...withSecrets(properties, { ...args }),
    ...(options.id === undefined && { __urn: urnFor(name, options.parent) }),
    // The engine's own import asks the provider process without saying whose code is meant, and fails in the SDK.
    ...(existing !== undefined && { __import: existing }),
    __provider: providerText(kind),
  };
  return [type, name, props, kept];
}

/**
 * A preview knows the id of what it would change in place and nothing that only the service sets: with an output of its
 * own, whatever uses the sid would be shown as changing whenever the resource does.
 */
export function sidIsId(resource: CustomResource): void {
  Object.assign(resource, { sid: resource.id });
}

/**
 * The resource's URN as the state keeps it. The parent's is a promise without the parent: an output of a component stands
 * for all its children, so that two of them that use each other, such as an order and its key, would wait for one another
 * for ever.
 */
function urnFor(name: string, parent: Resource | undefined): Input<string> {
  const place = { stack: getStack(), project: getProject(), name };
  if (parent === undefined) return keptUrn(place);
  return new Promise((resolve) => parent.urn.apply((urn) => resolve(keptUrn({ ...place, parent: urn }))));
}

/** Every output must be named for the SDK to set it, and those that are no args have no value yet. */
function undefinedOutputs(properties: Properties): Args {
  return Object.fromEntries([...Object.keys(properties), "organisationSid"].map((key) => [key, undefined]));
}

/** Texts that may hold a credential become secrets: encrypted in the state, hidden on the screen. */
function withSecrets(properties: Properties, args: Args): Args {
  const sensitive = Object.entries(args).map(([key, value]) => {
    const test = notes(properties, key).secretWhen;
    return [key, test && value !== undefined ? secretIf(test, value as Input<string>) : value];
  });
  return Object.fromEntries(sensitive);
}

function secretIf(test: (value: string) => boolean, value: Input<string>): Input<string> {
  const wrap = (text: unknown) => (typeof text === "string" && test(text) ? secret(text) : text);
  // `apply` takes the inner secret's secrecy over; a plain text needs no Output around it.
  return (typeof value === "string" ? wrap(value) : output(value).apply(wrap)) as Input<string>;
}

let resolvable = false;

/**
 * The provider runs in a process of its own and loads this package from the project's folder. Where that cannot
 * work, say so here in one line instead of failing there.
 */
function requireResolvable(): void {
  if (resolvable) return;
  try {
    createRequire(`${process.cwd()}/_.js`).resolve("pulumi-cloudnumbering/dynamic");
  } catch {
    throw new ProgramError(
      `pulumi-cloudnumbering is not installed in ${process.cwd()}: make it a direct dependency of this project ` +
        "(npm install pulumi-cloudnumbering)",
    );
  }
  resolvable = true;
}
