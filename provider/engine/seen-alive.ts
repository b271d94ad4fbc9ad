import { canonical, type Values } from "./values";

/**
 * Which objects this process knows to be in use by the program that is running. A forced replacement creates, then
 * deletes the original *with the same id* wherever the remote object is the same (an adopted endpoint): that delete
 * must let go of the state and touch nothing.
 *
 * An id counts as in use when create or update returned it, or when diff was asked about it without replacing it
 * for inputs that check returned in this process. Refresh asks diff too, but with inputs that no check returned: its
 * questions do not count, or `destroy --refresh` would delete nothing.
 */
export class SeenAlive {
  private readonly checked = new Set<string>();
  private readonly idOfInputs = new Map<string, string>();
  private readonly ids = new Set<string>();
  private readonly holders = new Map<string, string>();
  private readonly claimants = new Map<string, string>();
  /** A diff asks several times about the same inputs. */
  private readonly texts = new WeakMap<Values, string>();

  /** Check returned these inputs. Without olds, either the object is new or a replacement of it was decided. */
  checkedInputs(inputs: Values, hasOlds: boolean): void {
    const key = this.textOf(inputs);
    this.checked.add(key);
    const id = hasOlds ? undefined : this.idOfInputs.get(key);
    // `replaceOnChanges` replaces after a diff that did not: the original is to go after all.
    if (id !== undefined) this.ids.delete(id);
  }

  /** Whether these are inputs of the running program, and not what a refresh found. */
  isOfProgram(news: Values): boolean {
    // A refresh checks nothing, and asks about everything.
    return this.checked.size > 0 && this.checked.has(this.textOf(news));
  }

  /** A resource with that URN holds the object, says the state or the program. */
  heldBy(id: string, urn: unknown): void {
    if (typeof urn === "string") this.holders.set(id, urn);
  }

  holderOf(id: string): string | undefined {
    return this.holders.get(id);
  }

  /** A resource of the running program has the object. */
  claimedBy(id: string, urn: unknown): void {
    if (typeof urn === "string" && !this.claimants.has(id)) this.claimants.set(id, urn);
  }

  claimantOf(id: string): string | undefined {
    return this.claimants.get(id);
  }

  /** Diff was asked about an object and did not replace it. */
  keptByDiff(id: string, news: Values): void {
    if (!this.isOfProgram(news)) return;
    this.idOfInputs.set(this.textOf(news), id);
    this.ids.add(id);
  }

  /** Create or update returned it. */
  returned(id: string): void {
    this.ids.add(id);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  private textOf(inputs: Values): string {
    const text = this.texts.get(inputs) ?? canonical(inputs);
    this.texts.set(inputs, text);
    return text;
  }
}
