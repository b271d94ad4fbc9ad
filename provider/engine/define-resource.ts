import type { Reason } from "./check";
import type { InputsOf, LiveOf, Properties } from "./properties";

/** An account that can say whose it is. */
export interface OwnedAccount {
  organisation(): Promise<{ readonly sid: string; readonly name?: string | undefined }>;
}

/** What a handler gets beside its inputs. */
export interface Context {
  /** Says something to the person at the keyboard, attached to this resource: one sentence, no secrets. */
  warn(message: string): Promise<void>;
  /** Whether the service holds an input already, if in a form of its own, when it now reports `live` for it. */
  isSettled(key: string, live: unknown): boolean;
}

/**
 * Everything that makes one kind of resource: its properties and what is done with an object of that kind. The
 * handlers get known, checked inputs and know nothing of Pulumi's wire; `serve` puts them behind it.
 */
export interface Definition<P extends Properties, A extends OwnedAccount> {
  /** The class's name. It stands in every user's state: once published it stays for ever. */
  readonly kind: string;
  readonly properties: P;

  /** Rules over several properties at once, of those that are known and good; returns what is wrong. No I/O. */
  refine?(inputs: Partial<InputsOf<P>>): readonly Reason[];

  /**
   * Names of further properties whose new value needs a new object, beside those marked
   * `replaces`. Gets the inputs that are known. No I/O.
   */
  replacedBy?(inputs: Partial<InputsOf<P>>, id: string): readonly string[];

  /**
   * Makes the object and returns it as the service has it. Looks first: the same create may have got through before.
   *
   * @throws {Refusal} when it must not be made
   * @throws {Unfinished} when it was made but is not as declared
   */
  create(account: A, inputs: InputsOf<P>, context: Context): Promise<LiveOf<P>>;

  /** The object as the service has it; `undefined` only when it is surely gone. */
  read(account: A, id: string): Promise<LiveOf<P> | undefined>;

  /**
   * Makes the object as declared and returns it as the service has it then.
   *
   * @throws {Unfinished} when the service did not do all of it
   */
  update(account: A, id: string, inputs: InputsOf<P>, context: Context): Promise<LiveOf<P>>;

  /** Removes the object; one that is gone already is fine. */
  delete(account: A, id: string, context: Context): Promise<void>;

  /** The id of an object of this kind. */
  idOf(live: LiveOf<P>): string;
}

/** Declares a kind of resource; there to let TypeScript infer and check its parts against each other. */
export function defineResource<const P extends Properties, A extends OwnedAccount>(
  definition: Definition<P, A>,
): Definition<P, A> {
  return definition;
}
