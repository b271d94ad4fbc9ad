import { createRequire } from "node:module";
import {
  CustomResource,
  type CustomResourceOptions,
  createUrn,
  type Input,
  output,
  type Resource,
  secret,
  type URN,
} from "@pulumi/pulumi";
import { ProgramError } from "./program-error";
import { notes, type Properties } from "./properties";
import { providerText, typeToken } from "./provider-text";

interface Kind {
  readonly kind: string;
  readonly properties: Properties;
}

type Args = Readonly<Record<string, unknown>>;

/** What a program said of one resource. */
export interface Declaration<Args> {
  readonly args: Args;
  readonly options: CustomResourceOptions;
}

/** What a resource class says of itself. */
interface DeclaredClass {
  readonly definition: Kind;
  declare(name: string, args: object, options: CustomResourceOptions): Declaration<object>;
}

/**
 * The base of every resource class: turns a definition and a program's args into a resource of the engine.
 *
 * The classes have no constructors of their own. The SDK takes the caller of the first constructor behind its own for the
 * place in the program, and keeps that and the whole way there in the state of every resource.
 */
export abstract class DeclaredResource<Args extends object> extends CustomResource {
  /** What it is. @internal */
  protected static readonly definition: Kind;

  /** Looks at what the program says before anything is made of it, and may refuse it or add to it. @internal */
  protected static declare(_name: string, args: object, options: CustomResourceOptions): Declaration<object> {
    return { args, options };
  }

  constructor(name: string, args: Args, options: CustomResourceOptions = {}) {
    requireResolvable();
    const declaredClass = new.target as unknown as DeclaredClass;
    const { kind, properties } = declaredClass.definition;
    const declaration = declaredClass.declare(name, args, options);
    const { import: existing, ...kept } = declaration.options;
    const type = typeToken(kind);
    super(
      type,
      name,
      {
        ...undefinedOutputs(properties),
        ...withSecrets(properties, { ...declaration.args }),
        ...(options.id === undefined && { __urn: createUrn(name, type, urnOf(options.parent)) }),
        // The engine's own import asks the provider process without saying whose code is meant, and fails in the SDK.
        ...(existing !== undefined && { __import: existing }),
        __provider: providerText(kind),
      },
      kept,
    );
    // A preview knows the id of what it would change in place and nothing that only the service sets: with an output of
    // its own, whatever uses the sid would be shown as changing whenever this does.
    if ("sid" in properties) Object.assign(this, { sid: this.id });
  }
}

/**
 * The parent's URN without the parent: an output of a component stands for all its children, so that two of them that
 * use each other, such as an order and its key, would wait for one another for ever.
 */
function urnOf(parent: Resource | undefined): Promise<URN> | undefined {
  return parent && new Promise((resolve) => parent.urn.apply(resolve));
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
