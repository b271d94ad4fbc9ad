import type { dynamic } from "@pulumi/pulumi";
import { checkInputs, type Reason } from "./check";
import type { Context, Definition, OwnedAccount } from "./define-resource";
import { changedGuards, changedKeys, replacingKeys } from "./diff";
import { engineIsThere, type Say, say } from "./engine-link";
import { hushReported, partialFailure, Refusal, reported, Unfinished } from "./failures";
import { wholeUrn } from "./kept-urn";
import {
  handedKeys,
  type InputsOf,
  type KnownOf,
  type LiveOf,
  type PlanOf,
  type Properties,
} from "./properties";
import { SeenAlive } from "./seen-alive";
import {
  adoptedInputs,
  IMPORT,
  isSettled,
  OWNER,
  outputsFor,
  refreshedInputs,
  refreshedOutputs,
  sealed,
  sensitiveTexts,
  URN,
  unreadKeys,
} from "./state";
import { clean, containsUnknown, pick, UNKNOWN, type Values } from "./values";

/** A value of the stack's config by its full key, such as `cloudnumbering:clientId`. */
export type ConfigReader = (key: string) => string | undefined;

/** What the handlers of every kind need from outside this folder. */
export interface Surroundings<A> {
  /** The account that these settings lead to; the same one for the same settings. */
  account(config: ConfigReader): A;
  /** Takes whatever may be a credential out of a text. */
  redact(text: string): string;
  /** How the person at the keyboard is spoken to: through the engine's log, unless no engine runs. */
  readonly say?: Say;
}

/**
 * Puts a definition behind Pulumi's dynamic provider interface. All eight methods are there: a missing one is a
 * silent success in the SDK.
 */
export function serve<P extends Properties, A extends OwnedAccount>(
  definition: Definition<P, A>,
  surroundings: Surroundings<A>,
): Required<dynamic.ResourceProvider> {
  return new Served(definition, surroundings);
}

/** An object that the state knows nothing of, as the state would have it. */
interface Found {
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

class Served<P extends Properties, A extends OwnedAccount> implements Required<dynamic.ResourceProvider> {
  private readonly seen = new SeenAlive();
  private config: ConfigReader = () => undefined;
  private connected: A | undefined;

  constructor(
    private readonly definition: Definition<P, A>,
    private readonly surroundings: Surroundings<A>,
  ) {}

  /** Only remembers: the SDK neither waits for this before other calls nor minds if it fails. */
  configure = async ({ config }: dynamic.ConfigureRequest): Promise<void> => {
    hushReported();
    this.config = (key) => config.get(key);
    this.connected = undefined;
  };

  check = (olds: Values, news: Values): Promise<dynamic.CheckResult> =>
    this.clearly([olds, news], async () => {
      const { properties, refine } = this.definition;
      const reasons = checkInputs(
        properties,
        news,
        (good, isGiven) => refine?.(good as Partial<InputsOf<P>>, isGiven) ?? [],
      );
      const prepared = reasons.length === 0 ? await this.prepare(olds, news) : { inputs: {}, reasons };
      // The engine prints the value of the property that a failure names, secret or not: so it names none.
      const failures = prepared.reasons.map((reason) => ({ property: "", reason }));
      const inputs = clean({ ...pick(news, () => true), ...prepared.inputs });
      this.seen.checkedInputs(inputs, Object.keys(olds).length > 0);
      return { inputs, failures };
    });

  diff = (id: string, remembered: Values, news: Values): Promise<dynamic.DiffResult> =>
    this.clearly([remembered, news], async () => {
      const { properties, replacedBy, standing } = this.definition;
      const olds = await this.completed(id, remembered);
      const changed = changedKeys(properties, olds, news);
      const inputs = this.known(news);
      const replaces = [
        ...replacingKeys(properties, changed, news),
        ...(replacedBy?.(inputs, id, olds as KnownOf<P>) ?? []),
      ];
      const isOfProgram = this.seen.isOfProgram(news);
      if (isOfProgram) {
        this.claim(id, news[URN]);
        this.requireImported(id, olds, news);
      }
      if (replaces.length > 0) return { replaces, deleteBeforeReplace: false };
      this.seen.keptByDiff(id, news);
      changed.push(...changedGuards(properties, olds, news));
      const stands = standing?.(olds as KnownOf<P>, inputs) ?? "settled";
      if (changed.length === 0 && stands === "settled") return { changes: false };
      if (isOfProgram) {
        await this.definition.foresee?.(
          () => this.account(),
          id,
          { inputs, changed },
          this.context(olds, news),
        );
      }
      // Undecided, the engine compares the inputs itself: an explicit `true` would switch off replaceOnChanges and
      // the shown differences. Where no input differs, only an explicit answer says what is so.
      if (changed.length > 0) return { replaces, deleteBeforeReplace: false };
      return { changes: stands === "mended" || !isOfProgram };
    });

  create = (inputs: Values): Promise<dynamic.CreateResult> =>
    this.clearly([inputs], async () => {
      const adopt = await this.importable(inputs);
      const { id, outputs } = await this.apply({}, inputs, (account, wanted, context) =>
        this.definition.create(account, { ...wanted, ...adopt }, context),
      );
      return { id, outs: outputs };
    });

  read = (id: string, props: Values): Promise<dynamic.ReadResult> =>
    this.clearly([props], async () => {
      const { properties, kind } = this.definition;
      if (props[OWNER] === undefined) {
        const found = await this.found(id, props);
        return { id: found.id, props: this.forState(found.outputs), inputs: this.forState(found.inputs) };
      }
      const account = this.account();
      // Asked together with whose account it is; of what another organisation has, nothing gets into the state.
      const reading = this.definition.read(account, id, this.context(props, props));
      reading.catch(() => undefined);
      const organisationSid = await this.owner(account, props, `refresh ${kind} ${id}`);
      this.seen.heldBy(id, props[URN]);
      const live = await reading;
      if (!live) return {};
      const outputs = refreshedOutputs(props, { organisationSid, live });
      const inputs = refreshedInputs(properties, props, live);
      return { id, props: this.forState(outputs), inputs: this.forState(inputs) };
    });

  update = (id: string, olds: Values, news: Values): Promise<dynamic.UpdateResult> =>
    this.clearly([olds, news], async () => {
      await this.owner(this.account(), olds, `update ${this.definition.kind} ${id}`);
      const { outputs } = await this.apply(olds, news, (account, wanted, context) =>
        this.definition.update(account, id, wanted, context),
      );
      return { outs: outputs };
    });

  delete = (id: string, props: Values): Promise<void> =>
    this.clearly([props], async () => {
      // A forced replacement of what is the same object: only the state forgets it.
      if (this.seen.has(id)) return;
      const account = this.account();
      await this.owner(account, props, `delete ${this.definition.kind} ${id}`);
      await this.definition.delete(account, id, this.context(props, props));
    });

  /** An object that the state knows nothing of (`Endpoint.get`, import), as the state would have it. */
  private async found(id: string, { [URN]: urn }: Values): Promise<Found> {
    const { properties, kind, idOf, takenOver } = this.definition;
    const account = this.account();
    const { sid: organisationSid } = await account.organisation();
    const own = urn === undefined ? {} : { [URN]: urn };
    const live = await this.definition.read(account, id, this.context({}, own));
    if (!live) throw new Refusal(`there is no ${kind} ${id} on this account`);
    const inputs = { ...adoptedInputs(properties, live), ...takenOver?.(live), ...own };
    const outputs = outputsFor(properties, inputs, { organisationSid, live });
    this.seen.heldBy(idOf(live), urn);
    return { id: idOf(live), inputs, outputs };
  }

  /**
   * Makes sure that the object which the program's `import` option names is just as declared, so that creating the
   * resource touches nothing; the inputs by which it is then taken over.
   *
   * @throws {Refusal} when it is not there, or is otherwise
   */
  private async importable(inputs: Values): Promise<Values> {
    const { [IMPORT]: id } = inputs;
    if (typeof id !== "string") return {};
    const found = await this.found(id, inputs);
    await this.requireAsDeclared(found, inputs);
    return "adopt" in this.definition.properties ? { adopt: found.id } : {};
  }

  /** @throws {Refusal} when taking the object over would change it */
  private async requireAsDeclared({ id, outputs }: Found, news: Values): Promise<void> {
    const { properties, kind, foresee } = this.definition;
    const differing = changedKeys(properties, outputs, news).filter(
      // One that names the object by its id means the object.
      (key) => !containsUnknown(news[key]) && news[key] !== id,
    );
    if (differing.length > 0) {
      throw new Refusal(
        `import: ${kind} ${id} has another ${differing.join(", ")} than declared, and importing changes nothing; ` +
          "declare what it has, and change it afterwards, with the option taken out",
      );
    }
    const inputs = this.known(news);
    await foresee?.(() => this.account(), id, { inputs, changed: [] }, this.context(outputs, news));
  }

  /** The `import` option may stay in the program for ever, but never come to mean another object. */
  private requireImported(id: string, olds: Values, { [IMPORT]: wanted }: Values): void {
    if (wanted === undefined || wanted === id || wanted === olds[IMPORT]) return;
    throw new Refusal(
      `import: this resource has ${id} already; to take ${String(wanted)} over, declare it under another name`,
    );
  }

  /** Runs a create or an update; what is made but not as declared becomes a partial failure that the state keeps. */
  private async apply(
    olds: Values,
    inputs: Values,
    work: (account: A, inputs: InputsOf<P> & PlanOf<P>, context: Context<P>) => Promise<LiveOf<P>>,
  ): Promise<{ id: string; outputs: Record<string, unknown> }> {
    const account = this.account();
    const { sid: organisationSid } = await account.organisation();
    const finish = (live: LiveOf<P>, ignored?: readonly string[]) => {
      const id = this.definition.idOf(live);
      this.seen.returned(id);
      this.claim(id, inputs[URN]);
      const owned = { organisationSid, live };
      return { id, outputs: this.forState(outputsFor(this.definition.properties, inputs, owned, ignored)) };
    };
    try {
      return finish(await work(account, this.inputs(inputs), this.context(olds, inputs)));
    } catch (error) {
      if (!(error instanceof Unfinished)) throw error;
      const { id, outputs } = finish(error.live as LiveOf<P>, error.ignored);
      // The SDK does not add the provider text to a partial failure, and could not read or delete it later.
      const properties = { ...outputs, __provider: inputs.__provider };
      throw partialFailure(id, properties, this.redactor(olds, inputs)(error.reason));
    }
  }

  /** The program's resource has the object; what takes over an object may have come to it before. */
  private claim(id: string, urn: unknown): void {
    this.seen.heldBy(id, urn);
    this.seen.claimedBy(id, urn);
    const { contested } = this.definition;
    if (!contested) return;
    const claimant = unless(this.whole(urn), this.whole(this.seen.claimantOf(id)));
    if (claimant !== undefined) throw new Refusal(contested(id, claimant));
  }

  /** With what an import file has kept back: until a refresh stores it, nobody but the service can say what it is. */
  private async completed(id: string, olds: Values): Promise<Values> {
    if (unreadKeys(olds).length === 0) return olds;
    const account = this.account();
    await this.owner(account, olds, `compare ${this.definition.kind} ${id}`);
    const live = await this.definition.read(account, id, this.context(olds, olds));
    return { ...olds, ...live };
  }

  private forState(values: Values): Record<string, unknown> {
    return clean(sealed(this.definition.properties, values));
  }

  /** Looks ahead: what the definition plans, with what cannot be known spelt as the engine does. */
  private async prepare(olds: Values, news: Values): Promise<{ inputs: Values; reasons: readonly Reason[] }> {
    const { prepare } = this.definition;
    const { [IMPORT]: existing } = news;
    const isNew = Object.keys(olds).length === 0;
    const found = isNew && typeof existing === "string" ? await this.found(existing, news) : undefined;
    const before = isNew ? found?.outputs : olds;
    const change = {
      inputs: this.known(news),
      isUnknown: (key: string) => containsUnknown(news[key]),
      before: before as KnownOf<P> | undefined,
    };
    const {
      inputs: planned = {},
      unknown = [],
      reasons = [],
    } = (await prepare?.(() => this.account(), change, this.context({}, news))) ?? {};
    const inputs = { ...planned, ...Object.fromEntries(unknown.map((key) => [key, UNKNOWN])) };
    if (found && reasons.length === 0) await this.requireAsDeclared(found, { ...news, ...inputs });
    return { inputs, reasons };
  }

  private context(olds: Values, inputs: Values): Context<P> {
    // Both are worked out when they are asked for, which is seldom: an estate is read by the thousand.
    const redact = (text: string) => this.redactor(olds, inputs)(text);
    const urn = () => this.whole(inputs[URN]);
    const speak = this.surroundings.say ?? say;
    return {
      known: olds as KnownOf<P>,
      get urn() {
        return urn();
      },
      warn: (message) => speak("WARNING", redact(message), urn()),
      tell: (message) => speak("INFO", redact(message), urn()),
      isSettled: (key, live) => isSettled(olds, key, inputs[key], live),
      otherHolder: (id) => unless(urn(), this.whole(this.seen.holderOf(id))),
      otherClaimant: (id) => unless(urn(), this.whole(this.seen.claimantOf(id))),
      config: this.config,
      engineIsThere,
    };
  }

  /** A URN as it is, of one as the state keeps it. */
  private whole(kept: unknown): string | undefined {
    return wholeUrn(kept, this.definition.kind);
  }

  private account(): A {
    this.connected ??= this.surroundings.account(this.config);
    return this.connected;
  }

  /** Whose account the credentials lead to; another one than the object's is an error, never "gone". */
  private async owner(account: A, props: Values, doing: string): Promise<string> {
    const { sid, name } = await account.organisation();
    const owner = props[OWNER];
    if (owner === undefined || owner === sid) return sid;
    throw new Refusal(
      `${doing}: it belongs to organisation ${String(owner)}, but the credentials are those of ${sid}` +
        `${name ? ` (${name})` : ""}; use the credentials of the organisation that the stack was made with`,
    );
  }

  private inputs(values: Values, isWanted = (_key: string) => true): InputsOf<P> & PlanOf<P> {
    const keys = handedKeys(this.definition.properties);
    return pick(values, (key) => keys.includes(key) && isWanted(key)) as InputsOf<P> & PlanOf<P>;
  }

  /** The inputs that are known: a preview may not know all. */
  private known(values: Values): Partial<InputsOf<P>> {
    return this.inputs(values, (key) => !containsUnknown(values[key]));
  }

  /** Takes credentials out of a text, and what these values may hold of them: a service may repeat what it was sent. */
  private redactor(...values: readonly Values[]): (text: string) => string {
    const texts = sensitiveTexts(this.definition.properties, ...values);
    return (text) =>
      this.surroundings.redact(texts.reduce((rest, each) => rest.replaceAll(each, "[redacted]"), text));
  }

  /** Runs a method on these values so that an expected failure reads as one line and tells none of their secrets. */
  private async clearly<T>(values: readonly Values[], method: () => Promise<T>): Promise<T> {
    try {
      return await method();
    } catch (error) {
      throw reported(error, this.redactor(...values));
    }
  }
}

/** The other one, unless it is this very one. */
function unless(urn: string | undefined, other: string | undefined): string | undefined {
  return other === urn ? undefined : other;
}
