import { z } from "zod";
import { kindOfType } from "./provider-text";
import { containsSecret, revealed, type Values } from "./values";

/** A resource of this package as a stack's state has it. */
export interface StateResource {
  readonly urn: string;
  /** The class's name: `Endpoint`. */
  readonly kind: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  /** The properties that the state keeps encrypted. */
  readonly secrets: ReadonlySet<string>;
  /** The config that its provider runs with, by full keys such as `cloudnumbering:clientId`. */
  readonly config: Values;
  /** Replaced already, and still to be deleted: the program no longer declares it. */
  readonly isLeftOver: boolean;
}

/** An operation that was cut off: whether it was carried out, nobody knows. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, `reading` or `importing`. */
  readonly type: string;
  readonly urn: string;
}

/** What a stack's state says of this package. */
export interface ExportedState {
  /** Without what a program only reads (`Endpoint.get`). */
  readonly resources: readonly StateResource[];
  readonly pending: readonly PendingOperation[];
}

/** The forms of the state that are known: 3 since Pulumi 1.0, and 4, which only says more. */
const VERSIONS: ReadonlySet<number> = new Set([3, 4]);

const values = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((given) => given ?? {});

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  delete: z.boolean().optional(),
  external: z.boolean().optional(),
  inputs: values,
  outputs: values,
  provider: z.string().optional(),
});

type Resource = z.output<typeof resource>;

const exported = z.looseObject({
  version: z.number(),
  deployment: z
    .looseObject({
      resources: z.array(resource).nullish(),
      pending_operations: z
        .array(
          z.looseObject({ type: z.string(), resource: z.looseObject({ urn: z.string(), type: z.string() }) }),
        )
        .nullish(),
    })
    .nullish(),
});

const PROVIDER = "pulumi:providers:pulumi-nodejs";

/**
 * Reads what `pulumi stack export --show-secrets` prints.
 *
 * @throws {Error} when it is of a form that is not known; the message says of which
 */
export function readExport(json: unknown): ExportedState {
  const parsed = exported.safeParse(json);
  if (!parsed.success) throw new Error("its state is of a form that this version does not understand");
  const { version, deployment } = parsed.data;
  if (!VERSIONS.has(version)) {
    throw new Error(
      `its state is of version ${version} and this package reads ${[...VERSIONS].join(" and ")}; ` +
        (version < 3 ? "any pulumi up brings it up to date" : "install a newer pulumi-cloudnumbering"),
    );
  }
  const resources = deployment?.resources ?? [];
  const configs = new Map(
    resources
      .filter(({ type }) => type === PROVIDER)
      .map(({ urn, id, inputs }) => [`${urn}::${id}`, revealed(inputs) as Values]),
  );
  return {
    resources: resources
      .filter(({ type, id, external }) => kindOfType(type) !== undefined && id && !external)
      .map((each) => ours(each, configs)),
    pending: (deployment?.pending_operations ?? [])
      .filter((operation) => kindOfType(operation.resource.type) !== undefined)
      .map((operation) => ({ type: operation.type, urn: operation.resource.urn })),
  };
}

function ours(found: Resource, configs: ReadonlyMap<string, Values>): StateResource {
  const { urn, type, id = "", inputs, outputs, provider = "" } = found;
  const secrets = [...Object.entries(inputs), ...Object.entries(outputs)]
    .filter(([, value]) => containsSecret(value))
    .map(([key]) => key);
  return {
    urn,
    kind: kindOfType(type) ?? "",
    id,
    inputs: revealed(inputs) as Values,
    outputs: revealed(outputs) as Values,
    secrets: new Set(secrets),
    config: configs.get(provider) ?? {},
    isLeftOver: found.delete === true,
  };
}
