import type { Reason } from "./check";
import type { InputsOf, KnownOf, LiveOf, PlanOf, Properties } from "./properties";

/** An account that can say whose it is. */
export interface OwnedAccount {
  organisation(): Promise<{ readonly sid: string; readonly name?: string | undefined }>;
}

/** What a handler gets beside its inputs. */
export interface Context<P extends Properties = Properties> {
  /** What the state knows of the object; nothing of one that is new to it. */
  readonly known: KnownOf<P>;
  /** The resource's URN, where the class has passed it on. */
  readonly urn: string | undefined;
  /** Warns the person at the keyboard, attached to this resource: one sentence, no secrets. */
  warn(message: string): Promise<void>;
  /** As `warn`, for what is no cause for alarm. */
  tell(message: string): Promise<void>;
  /** Whether the service holds an input already, if in a form of its own, when it now reports `live` for it. */
  isSettled(key: string, live: unknown): boolean;
  /** Which other resource of this kind holds the object, by its URN, as far as this process has seen. */
  otherHolder(id: string): string | undefined;
  /** The same, of the running program alone: not one that the state still has and that is about to go. */
  otherClaimant(id: string): string | undefined;
  /** A value of the stack's config by its full key, such as `cloudnumbering:maxSpend`. */
  config(key: string): string | undefined;
  /** Whether the engine that asked for this still runs: an orphan of a killed `up` must not spend money. */
  engineIsThere(): Promise<boolean>;
}

/** A change that is about to be made, as far as it is known: a preview may not know everything. */
export interface Change<P extends Properties> {
  /** The inputs that are known. */
  readonly inputs: Partial<InputsOf<P>>;
  /** Whether an input is given but not known yet. */
  isUnknown(key: keyof P & string): boolean;
  /** The inputs that the state has, with what was planned; `undefined` for an object that is new or to be replaced. */
  readonly before: KnownOf<P> | undefined;
}

/** What came of looking ahead. */
export interface Prepared<P extends Properties> {
  /** The planned properties, and inputs to go on with instead of the given ones. */
  readonly inputs?: PlanOf<P> & Partial<InputsOf<P>>;
  /** The planned properties that cannot be known yet. */
  readonly unknown?: readonly (keyof PlanOf<P> & string)[];
  /** Why the change must not be made. */
  readonly reasons?: readonly Reason[];
}

/**
 * Whether an object is as it should be in what no input declares (a number disconnected elsewhere):
 * - `settled`: it is.
 * - `reported`: it is not; a refresh shows it, an `up` only says so.
 * - `mended`: it is not, and the next `up` puts it right.
 */
export type Standing = "settled" | "reported" | "mended";

/**
 * Everything that makes one kind of resource: its properties and what is done with an object of that kind. The
 * handlers get known, checked inputs and know nothing of Pulumi's wire; `serve` puts them behind it.
 */
export interface Definition<P extends Properties, A extends OwnedAccount> {
  /** The class's name. It stands in every user's state: once published it stays for ever. */
  readonly kind: string;
  readonly properties: P;

  /**
   * Rules over several properties at once, of those that are known and good; returns what is wrong. `isGiven` tells a
   * property that is not known yet from one that is left out. No I/O.
   */
  refine?(inputs: Partial<InputsOf<P>>, isGiven: (key: keyof P & string) => boolean): readonly Reason[];

  /**
   * Names of further properties whose new value needs a new object, beside those marked
   * `replaces`. Gets the inputs that are known, and what the state knows. No I/O.
   */
  replacedBy?(inputs: Partial<InputsOf<P>>, id: string, known: KnownOf<P>): readonly string[];

  /** Why two resources of one program, of which one has the given URN, must not both have an object. No I/O. */
  contested?(id: string, claimant: string): Reason;

  /**
   * Looks ahead when the program's inputs are good, in a preview too: what only the service can tell about an object
   * that is to be made. Must not ask it anything when nothing changes (`before` has all it needs).
   */
  prepare?(account: () => A, change: Change<P>, context: Context<P>): Promise<Prepared<P>>;

  /**
   * Looks ahead when the program changes an object that exists, in a preview too: says whom the change affects. Not
   * called when nothing changes.
   *
   * @throws {Refusal} when the change must not be made
   */
  foresee?(account: () => A, id: string, change: Foreseen<P>, context: Context<P>): Promise<void>;

  /** Whether the object is as it should be in what no input declares. No I/O. */
  standing?(known: KnownOf<P>, inputs: Partial<InputsOf<P>>): Standing;

  /**
   * Makes the object and returns it as the service has it. Looks first: the same create may have got through before.
   *
   * @throws {Refusal} when it must not be made
   * @throws {Unfinished} when it was made but is not as declared
   */
  create(account: A, inputs: InputsOf<P> & PlanOf<P>, context: Context<P>): Promise<LiveOf<P>>;

  /** Further inputs by which a program declares an object that it takes over as it is. No I/O. */
  takenOver?(live: LiveOf<P>): Partial<InputsOf<P>>;

  /** The object as the service has it; `undefined` only when it is surely gone. */
  read(account: A, id: string, context: Context<P>): Promise<LiveOf<P> | undefined>;

  /**
   * Makes the object as declared and returns it as the service has it then.
   *
   * @throws {Unfinished} when the service did not do all of it
   */
  update(account: A, id: string, inputs: InputsOf<P> & PlanOf<P>, context: Context<P>): Promise<LiveOf<P>>;

  /** Removes the object; one that is gone already is fine. */
  delete(account: A, id: string, context: Context<P>): Promise<void>;

  /** The id of an object of this kind. */
  idOf(live: LiveOf<P>): string;
}

/** A change to an object that exists. */
export interface Foreseen<P extends Properties> {
  readonly inputs: Partial<InputsOf<P>>;
  /** The inputs that differ from what is there; none when only its standing is not as it should be. */
  readonly changed: readonly string[];
}

/** Declares a kind of resource; there to let TypeScript infer and check its parts against each other. */
export function defineResource<const P extends Properties, A extends OwnedAccount>(
  definition: Definition<P, A>,
): Definition<P, A> {
  return definition;
}
