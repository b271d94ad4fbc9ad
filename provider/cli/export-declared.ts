import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { kindOfType } from "../engine/provider-text";
import { nameOf } from "./drift-declared";
import type { Stack } from "./drift-stacks";
import { IMPORT_FILE } from "./export-project";
import { kindOf, type ThingKind } from "./export-things";

interface WhichThing {
  readonly kind: ThingKind;
  readonly id: string;
}

/** Names that are given already, each a thing's. */
export class GivenNames {
  readonly #names = new Map<ThingKind, Map<string, string>>();

  add(kind: ThingKind, id: string, name: string): void {
    const names = this.#names.get(kind) ?? new Map();
    this.#names.set(kind, names.set(id, name));
  }

  of(kind: ThingKind): ReadonlyMap<string, string> {
    return this.#names.get(kind) ?? new Map();
  }

  has({ kind, id }: WhichThing): boolean {
    return this.of(kind).has(id);
  }
}

/** What the stacks declare, by the names that they give it. */
export function declaredIn(stacks: readonly Stack[]): GivenNames {
  const given = new GivenNames();
  for (const resource of stacks.flatMap(({ resources }) => resources)) {
    const kind = kindOf(resource.kind);
    if (kind && !resource.isLeftOver) given.add(kind, resource.id, nameOf(resource));
  }
  return given;
}

const importFile = z.object({
  resources: z.array(z.object({ type: z.string(), name: z.string(), id: z.string() })),
});

/** The names of an earlier export into that folder: what has a name keeps it, whatever came to the account since. */
export function namedIn(folder: string): GivenNames {
  const given = new GivenNames();
  for (const { type, name, id } of importedBefore(folder)) {
    const kind = kindOf(kindOfType(type) ?? "");
    if (kind) given.add(kind, id, name);
  }
  return given;
}

function importedBefore(folder: string) {
  try {
    return importFile.parse(JSON.parse(readFileSync(path.join(folder, IMPORT_FILE), "utf8"))).resources;
  } catch {
    return [];
  }
}
