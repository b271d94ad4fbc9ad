import { dramaNumbers } from "./drama-numbers";
import { derivedCode } from "./sids";

/** Numbers of one country and type (docs/api.md §3, number groups). */
export interface NumberGroup {
  /** `NG…` */
  readonly sid: string;
  readonly countryIso: string;
  readonly numberType: string;
}

/** A number that can be bought. */
export interface PoolNumber {
  /** `NB…`, which is not the SID that it gets on the account. */
  readonly sid: string;
  readonly number: string;
  readonly numberGroupSid: string;
  readonly countryIso: string;
}

const LOCAL = "LOCAL";

/** Thirty numbers of each area, 120 of every other type, from the middle of Ofcom's blocks. */
const FIRST_TAIL = 500;
const endOf = (numberType: string) => FIRST_TAIL + (numberType === LOCAL ? 30 : 120);

/** The group that a number of this country and type belongs to. */
export function groupSidOf(countryIso: string, numberType: string = LOCAL): string {
  const parts = numberType === LOCAL ? [countryIso] : [countryIso, numberType];
  return `NG${derivedCode("number group", ...parts)}`;
}

/** What is for sale. A number leaves it for good when someone, anyone, has it. */
export class NumberPool {
  readonly #groups = new Map<string, NumberGroup>();
  readonly #numbers = new Map<string, PoolNumber>();
  /** In E.164. */
  readonly #gone = new Set<string>();
  #stocked = false;

  get groups(): ReadonlyMap<string, NumberGroup> {
    this.#stock();
    return this.#groups;
  }

  /** Numbers for sale, in the order in which they are shown and sold. */
  get available(): readonly PoolNumber[] {
    this.#stock();
    return [...this.#numbers.values()].filter((row) => this.isAvailable(row));
  }

  /** Those of them that a product of this country and type is for. */
  availableFor(product: Pick<NumberGroup, "countryIso" | "numberType">): readonly PoolNumber[] {
    return this.available.filter((row) => this.suits(row, product));
  }

  isAvailable(row: PoolNumber): boolean {
    return !this.#gone.has(row.number);
  }

  /** Whether a product of this country and type is for this number. */
  suits(row: PoolNumber, product: Pick<NumberGroup, "countryIso" | "numberType">): boolean {
    const group = this.groups.get(row.numberGroupSid);
    return group?.countryIso === product.countryIso && group.numberType === product.numberType;
  }

  /** The number of this NB SID, sold or not; undefined when there never was one. */
  find(sid: string): PoolNumber | undefined {
    this.#stock();
    return this.#numbers.get(sid);
  }

  /** The number of this NB SID, sold or not. Throws an Error when there never was one. */
  numberOf(sid: string): PoolNumber {
    const row = this.find(sid);
    if (row === undefined) throw new Error(`there is no number ${sid} in the pool`);
    return row;
  }

  /** Puts a number up for sale, also one that someone had. Defaults: country GB, type LOCAL. */
  add(given: { number: string; countryIso?: string; numberType?: string }): PoolNumber {
    if (!/^\+[1-9]\d{1,14}$/.test(given.number)) throw new Error("give number in E.164");
    this.#stock();
    this.#gone.delete(given.number);
    return this.#put(given.number, given.countryIso ?? "GB", given.numberType ?? LOCAL);
  }

  /** Takes a number off the list as if it had never been there. */
  remove(sid: string): void {
    this.numberOf(sid);
    this.#numbers.delete(sid);
  }

  /** Another customer was faster. */
  sellToAnother(sid: string): PoolNumber {
    const row = this.numberOf(sid);
    this.withdraw(row.number);
    return row;
  }

  /** Someone has this number (E.164) now. */
  withdraw(number: string): void {
    this.#gone.add(number);
  }

  #put(number: string, countryIso: string, numberType: string): PoolNumber {
    const numberGroupSid = groupSidOf(countryIso, numberType);
    this.#groups.set(numberGroupSid, { sid: numberGroupSid, countryIso, numberType });
    const row = { sid: `NB${derivedCode("pool", number)}`, number, numberGroupSid, countryIso };
    this.#numbers.set(row.sid, row);
    return row;
  }

  // Most tests never look at the pool, and its SIDs take time to derive.
  #stock(): void {
    if (this.#stocked) return;
    this.#stocked = true;
    for (const { number, numberType } of dramaNumbers(FIRST_TAIL, endOf)) {
      this.#put(number, "GB", numberType);
    }
  }
}
