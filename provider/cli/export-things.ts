import type { ImportedState } from "../engine/state";
import type { Values } from "../engine/values";
import type { IgnoreKind } from "./drift-ignore";

/** What a person can name on the command line. */
export const thingKinds = ["endpoint", "address", "number", "order", "organisation"] as const;

export type ThingKind = IgnoreKind | "organisation";

/** The class of each kind, and the program's file that it goes into. */
const CLASSES: Readonly<Record<ThingKind, { readonly resource: string; readonly file: string }>> = {
  endpoint: { resource: "Endpoint", file: "endpoints" },
  address: { resource: "AllowedIp", file: "addresses" },
  number: { resource: "NumberAssignment", file: "numbers" },
  order: { resource: "Order", file: "orders" },
  organisation: { resource: "Organisation", file: "organisation" },
};

/** The name of the class that declares such a thing. */
export function classOf(kind: ThingKind): string {
  return CLASSES[kind].resource;
}

/** The kind of thing that a resource's class is for, if it is one that the account has. */
export function kindOf(resource: string): ThingKind | undefined {
  return thingKinds.find((kind) => CLASSES[kind].resource === resource);
}

/** Without its ending. */
export function fileFor(kind: ThingKind): string {
  return CLASSES[kind].file;
}

/** One thing of the account, as the account lists it. */
export interface Listed {
  readonly kind: ThingKind;
  /** EP…, AN…, NO…, OR…, or `voice/203.0.113.10`. */
  readonly id: string;
  /** What people call it; empty when nobody calls it anything. */
  readonly label: string;
  /** E.164. */
  readonly numbers: readonly string[];
}

/** One that a program can declare. */
export interface Thing extends Listed {
  readonly resource: string;
  /** What the program gives it: plain values, those that may be credentials included. */
  readonly args: Values;
  /** Those of the args that may hold a credential, and so stand in no file. */
  readonly secrets: readonly string[];
  readonly state: ImportedState;
  /** Where a person must decide something. */
  readonly comments: readonly string[];
}

/** One that no program declares as it is. */
export interface LeftOut extends Listed {
  readonly why: string;
}

/** Whether the thing is one that a program declares. */
export function isThing(each: Thing | LeftOut): each is Thing {
  return "args" in each;
}
