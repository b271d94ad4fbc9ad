import type { Clock } from "./clock";
import { EndpointStore } from "./endpoint-store";
import { type FillCounts, fill } from "./fill";
import type { Guesses } from "./guesses";
import { disconnect, endReconnect, reconnect } from "./number-life";
import type { OrderRecord } from "./order-store";
import { addPastOrder, buy, type PastOrder, type Wish } from "./placing-orders";
import { groupSidOf } from "./pool";
import type { ReconnectRequest } from "./reconnect-store";
import type {
  Assignment,
  EndpointPatch,
  EndpointRecord,
  EndpointType,
  NumberPatch,
  NumberRecord,
  OrganisationRecord,
  WorldSnapshot,
} from "./records";
import { blankOrganisation, type SeedName, seeds } from "./seeds/seeds";
import { derivedCode, SidSource } from "./sids";
import { Trade } from "./trade";

/**
 * The state of one organisation and the rules that always hold in it. Records are replaced, never changed in
 * place, so a record read before an edit still shows what was. The methods are what a person does in the
 * portal: they check the rules of the world, not the rules of the API, and throw an Error on nonsense.
 */
export class World {
  readonly #scope: string;
  readonly #name: string | undefined;
  readonly #guesses: Guesses;
  readonly #clock: Clock;
  #sids = new SidSource("");
  #trade: Trade;
  #organisation: OrganisationRecord;
  #revision = 0;
  readonly #endpoints: EndpointStore;
  readonly #numbers = new Map<string, NumberRecord>();
  readonly #allowedIps: Record<EndpointType, string[]> = { voice: [], sms: [] };

  /** @internal Worlds are made by `startSandbox` and `addOrganisation`. */
  constructor(options: {
    scope: string;
    name: string | undefined;
    seed: SeedName;
    guesses: Guesses;
    clock: Clock;
  }) {
    this.#scope = options.scope;
    this.#name = options.name;
    this.#guesses = options.guesses;
    this.#clock = options.clock;
    this.#endpoints = new EndpointStore(options.guesses);
    this.#organisation = blankOrganisation("");
    this.#trade = this.#newTrade();
    this.load(options.seed);
  }

  /** Forgets everything and starts again from a seed. The organisation keeps its SID. */
  load(seed: SeedName): void {
    this.#sids = new SidSource(`${this.#scope}/${seed}`);
    this.#trade = this.#newTrade();
    this.#organisation = blankOrganisation(`OR${derivedCode(this.#scope, "organisation")}`);
    this.#revision += 1;
    this.#endpoints.clear();
    this.#numbers.clear();
    this.#allowedIps.voice = [];
    this.#allowedIps.sms = [];
    seeds[seed](this);
    if (this.#name !== undefined) this.editOrganisation({ name: this.#name });
    this.#trade.ledger.open();
  }

  /** Grows with every change to an endpoint or number. */
  get revision(): number {
    return this.#revision;
  }

  /** Milliseconds since 1970 on the sandbox's clock. */
  now(): number {
    return this.#clock();
  }

  get organisation(): OrganisationRecord {
    return { ...this.#organisation, balance: this.trade.ledger.balance };
  }

  /** Catalogue, pool, orders, reconnections and the ledger that says what they cost. */
  get trade(): Trade {
    this.#letTimePass();
    return this.#trade;
  }

  get endpoints(): ReadonlyMap<string, EndpointRecord> {
    return this.#endpoints.records;
  }

  get numbers(): ReadonlyMap<string, NumberRecord> {
    this.#letTimePass();
    return this.#numbers;
  }

  get allowedIps(): { readonly voice: readonly string[]; readonly sms: readonly string[] } {
    return this.#allowedIps;
  }

  /** Another `balance` is a movement of the ledger. */
  editOrganisation(patch: Partial<Omit<OrganisationRecord, "sid">>): OrganisationRecord {
    if (patch.balance !== undefined) this.#trade.ledger.set(patch.balance);
    this.#organisation = { ...this.#organisation, ...patch, sid: this.#organisation.sid };
    return this.organisation;
  }

  addEndpoint(partial: Partial<Omit<EndpointRecord, "sid">> = {}): EndpointRecord {
    const sid = this.#sids.next("EP");
    const endpointType = partial.endpointType ?? "voice";
    const uri = endpointType === "voice" ? "sip:%e164@pbx.example.com" : "https://sms.example.com/inbound";
    const blank = { description: "Endpoint", uri, isDefault: false, isSecondary: false };
    this.#revision += 1;
    return this.#endpoints.set({ ...blank, ...partial, sid, endpointType });
  }

  editEndpoint(sid: string, patch: EndpointPatch): EndpointRecord {
    // What came from JSON may hold more than the type allows; the identity never changes.
    const { endpointType } = this.endpoint(sid);
    this.#revision += 1;
    return this.#endpoints.set({ ...this.endpoint(sid), ...patch, sid, endpointType });
  }

  /** Numbers that route to it are left without that endpoint. */
  removeEndpoint(sid: string): void {
    this.endpoint(sid);
    for (const number of this.numbersRoutedTo(sid)) {
      this.assign(number.sid, {
        ...(number.voiceEndpointSid === sid ? { voiceEndpointSid: null } : {}),
        ...(number.smsEndpointSid === sid ? { smsEndpointSid: null } : {}),
      });
    }
    this.#endpoints.delete(sid);
    this.#revision += 1;
  }

  /** A number that comes to the account is no longer for sale. */
  addNumber(partial: Partial<Omit<NumberRecord, "sid">> & { number: string }): NumberRecord {
    const assignment = {
      voiceEndpointSid: partial.voiceEndpointSid ?? null,
      smsEndpointSid: partial.smsEndpointSid ?? null,
    };
    this.#checkAssignment(assignment);
    const record: NumberRecord = {
      countryIso: "GB",
      nextBillingDate: "2026-02-01T00:00:00.000Z",
      numberRental: 1.2,
      status: "IN_SERVICE",
      disconnectedAt: null,
      reference: "",
      ...partial,
      ...assignment,
      numberSid: partial.numberSid ?? this.#sids.next("NB"),
      numberGroupSid: partial.numberGroupSid ?? groupSidOf(partial.countryIso ?? "GB"),
      sid: this.#sids.next("AN"),
    };
    this.#trade.pool.withdraw(record.number);
    return this.#storeNumber(record);
  }

  /** Changes anything about a number, for example its status. */
  editNumber(sid: string, patch: NumberPatch): NumberRecord {
    this.#checkAssignment(patch);
    return this.#storeNumber({ ...this.numberOf(sid), ...patch, sid });
  }

  removeNumber(sid: string): void {
    this.numberOf(sid);
    this.#numbers.delete(sid);
    this.#revision += 1;
  }

  /** Routes a number; `null` takes an endpoint away, what is left out stays. */
  assign(sid: string, assignment: Assignment): NumberRecord {
    return this.editNumber(sid, assignment);
  }

  /** Buys as a person would; all or nothing. Throws an Error when a number or the money is not there. */
  buy(wish: Wish): OrderRecord {
    return buy(this, wish, this.#guesses);
  }

  /** An order of the past, for numbers that are on the account; nothing is charged. */
  addOrder(past: PastOrder): OrderRecord {
    return addPastOrder(this, past, this.#guesses);
  }

  /** Takes a number out of service at once. Throws an Error unless it is in service. */
  disconnect(sid: string): NumberRecord {
    return disconnect(this, sid, this.#guesses);
  }

  /** Charges for disconnected numbers and sets them on their way back; all or none. */
  reconnect(sids: readonly string[]): ReconnectRequest {
    return reconnect(this, sids, this.#guesses);
  }

  /** Returns whether the address was new. */
  allowIp(endpointType: EndpointType, ip: string): boolean {
    if (this.#allowedIps[endpointType].includes(ip)) return false;
    this.#allowedIps[endpointType].push(ip);
    return true;
  }

  /** Returns whether the address was there. */
  disallowIp(endpointType: EndpointType, ip: string): boolean {
    const at = this.#allowedIps[endpointType].indexOf(ip);
    if (at >= 0) this.#allowedIps[endpointType].splice(at, 1);
    return at >= 0;
  }

  /** Adds this many made-up things, for tests of size; an order brings its one number along. */
  fill(counts: FillCounts): void {
    fill(this, counts);
  }

  numbersRoutedTo(endpointSid: string): NumberRecord[] {
    const routes = (number: NumberRecord) =>
      number.voiceEndpointSid === endpointSid || number.smsEndpointSid === endpointSid;
    return [...this.#numbers.values()].filter(routes);
  }

  /** The endpoint of this SID. Throws an Error when there is none. */
  endpoint(sid: string): EndpointRecord {
    const record = this.endpoints.get(sid);
    if (record === undefined) throw new Error(`there is no endpoint ${sid}`);
    return record;
  }

  /** The number of this AN SID. Throws an Error when there is none. */
  numberOf(sid: string): NumberRecord {
    const record = this.numbers.get(sid);
    if (record === undefined) throw new Error(`there is no number ${sid}`);
    return record;
  }

  snapshot(): WorldSnapshot {
    const { catalogue, pool, orders, reconnects, ledger } = this.trade;
    return structuredClone({
      organisation: this.organisation,
      endpoints: [...this.endpoints.values()],
      numbers: [...this.#numbers.values()],
      allowedIps: this.#allowedIps,
      catalogue: [...catalogue.entries.values()],
      numberGroups: [...pool.groups.values()],
      poolSize: pool.available.length,
      orders: [...orders.records.values()],
      reconnects: [...reconnects.records.values()],
      ledger: ledger.movements,
    });
  }

  #newTrade(): Trade {
    return new Trade({ scope: this.#scope, sids: this.#sids, clock: this.#clock, guesses: this.#guesses });
  }

  // Nothing ticks in here: whoever looks finds what the clock has brought about meanwhile.
  #letTimePass(): void {
    const { reconnects } = this.#trade;
    // One by one: whatever happens to a number looks here again.
    for (let [next] = reconnects.due(this.now()); next !== undefined; [next] = reconnects.due(this.now())) {
      const back = endReconnect(this.#trade, next, this.#guesses);
      for (const sid of back) if (this.#numbers.has(sid)) this.editNumber(sid, { status: "IN_SERVICE" });
    }
  }

  #checkAssignment(patch: Assignment): void {
    const sides = [
      ["voice", patch.voiceEndpointSid],
      ["sms", patch.smsEndpointSid],
    ] as const;
    for (const [type, sid] of sides) {
      if (typeof sid !== "string" || this.endpoint(sid).endpointType === type) continue;
      throw new Error(`endpoint ${sid} is not of type ${type}`);
    }
  }

  #storeNumber(wanted: NumberRecord): NumberRecord {
    const since = wanted.disconnectedAt ?? new Date(this.#clock()).toISOString();
    const record = { ...wanted, disconnectedAt: wanted.status === "DISCONNECTED" ? since : null };
    this.#numbers.set(record.sid, record);
    this.#revision += 1;
    return record;
  }
}
