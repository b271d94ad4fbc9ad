import {
  all,
  ComponentResource,
  CustomResource,
  type Input,
  log,
  type Output,
  output,
  type ProviderResource,
  type Resource,
  runtime,
} from "@pulumi/pulumi";
import { ProgramError } from "./program-error";

/** Options of a lookup. */
export interface AccountOptions {
  /** The account to look in: a `Provider`. Left out, that of the environment or the stack's config. */
  readonly provider?: ProviderResource | undefined;
}

/** Options of a lookup's Output form. */
export interface LookupOptions extends AccountOptions {
  /** Resources that must exist before the lookup is made; while one is not made yet, the result is unknown. */
  readonly dependsOn?: Input<Input<Resource>[]> | Input<Resource> | undefined;
}

/** A value of the program's stack config by its full key, such as `cloudnumbering:clientId`. */
export function programConfig(key: string): string | undefined {
  return runtime.getConfig(key);
}

/** Warns the person at the keyboard, under the stack. */
export function warnOfProgram(message: string): Promise<void> {
  return log.warn(message);
}

/**
 * Makes a lookup wait as Pulumi's own functions do: unknown args, args of a resource that is not made yet, and such a
 * resource in `dependsOn` leave the result unknown without a call; a secret in the args makes the result secret.
 */
export function lookupOutput<A, R>(
  name: string,
  args: Input<A>,
  options: LookupOptions | undefined,
  lookUp: (args: A) => Promise<R>,
): Output<R> {
  const ids = output(resourcesBehind(name, [args, options?.dependsOn])).apply((resources) =>
    all(resources.map((resource) => resource.id)),
  );
  return all([output(args), ids]).apply(([known]) => lookUp(known as A)) as Output<R>;
}

/** What an Output holds, in a program that cannot wait for it to be known. @throws {ProgramError} when it is not yet */
export async function knownNow<T>(value: Output<T>, what: string): Promise<T> {
  if (await (value as Output<T> & { readonly isKnown: Promise<boolean> }).isKnown) {
    return new Promise((resolve) => value.apply(resolve));
  }
  throw new ProgramError(`${what} not known yet; use the lookup's Output form, which waits`);
}

/** The resources that a value comes from, components opened up to what they are made of. */
async function resourcesBehind(name: string, value: unknown): Promise<CustomResource[]> {
  const found = new Set<Resource>();
  await runtime.serializeProperty(name, value, found);
  const opened = await Promise.all([...found].map(customResources));
  return [...new Set(opened.flat())];
}

/** The SDK keeps a component's children here, complete once `__data` is there (so do its own functions). */
type Opened = ComponentResource & {
  readonly __data: Promise<unknown>;
  readonly __childResources?: Set<Resource>;
};

async function customResources(resource: Resource): Promise<CustomResource[]> {
  // A dependency that the SDK only knows by its URN has no id to wait for.
  if (CustomResource.isInstance(resource)) return resource.id ? [resource] : [];
  if (!ComponentResource.isInstance(resource)) return [];
  const component = resource as Opened;
  await component.__data;
  const children = await Promise.all([...(component.__childResources ?? [])].map(customResources));
  return children.flat();
}
