import { EndpointStore } from "./endpoint-store";
import { fill } from "./fill";
import type { Guesses } from "./guesses";
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

/**
 * The state of one organisation and the rules that always hold in it. Records are replaced, never changed in
 * place, so a record read before an edit still shows what was. The methods are what a person does in the
 * portal: they check the rules of the world, not the rules of the API, and throw an Error on nonsense.
 */
export class World {
  readonly #scope: string;
  readonly #name: string | undefined;
  #sids = new SidSource("");
  #organisation: OrganisationRecord;
  #revision = 0;
  readonly #endpoints: EndpointStore;
  readonly #numbers = new Map<string, NumberRecord>();
  readonly #allowedIps: Record<EndpointType, string[]> = { voice: [], sms: [] };

  /** @internal Worlds are made by `startSandbox` and `addOrganisation`. */
  constructor(options: { scope: string; name: string | undefined; seed: SeedName; guesses: Guesses }) {
    this.#scope = options.scope;
    this.#name = options.name;
    this.#endpoints = new EndpointStore(options.guesses);
    this.#organisation = blankOrganisation("");
    this.load(options.seed);
  }

  /** Forgets everything and starts again from a seed. The organisation keeps its SID. */
  load(seed: SeedName): void {
    this.#sids = new SidSource(`${this.#scope}/${seed}`);
    this.#organisation = blankOrganisation(`OR${derivedCode(this.#scope, "organisation")}`);
    this.#revision += 1;
    this.#endpoints.clear();
    this.#numbers.clear();
    this.#allowedIps.voice = [];
    this.#allowedIps.sms = [];
    seeds[seed](this);
    if (this.#name !== undefined) this.editOrganisation({ name: this.#name });
  }

  /** Grows with every change to an endpoint or number. */
  get revision(): number {
    return this.#revision;
  }

  get organisation(): OrganisationRecord {
    return this.#organisation;
  }

  get endpoints(): ReadonlyMap<string, EndpointRecord> {
    return this.#endpoints.records;
  }

  get numbers(): ReadonlyMap<string, NumberRecord> {
    return this.#numbers;
  }

  get allowedIps(): { readonly voice: readonly string[]; readonly sms: readonly string[] } {
    return this.#allowedIps;
  }

  editOrganisation(patch: Partial<Omit<OrganisationRecord, "sid">>): OrganisationRecord {
    this.#organisation = { ...this.#organisation, ...patch, sid: this.#organisation.sid };
    return this.#organisation;
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
      reference: "",
      ...partial,
      ...assignment,
      numberSid: partial.numberSid ?? this.#sids.next("NB"),
      numberGroupSid:
        partial.numberGroupSid ?? `NG${derivedCode("number group", partial.countryIso ?? "GB")}`,
      sid: this.#sids.next("AN"),
    };
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

  /** Adds this many made-up endpoints (voice), numbers (unrouted) and voice addresses, for tests of size. */
  fill(counts: { endpoints?: number; numbers?: number; allowedIps?: number }): void {
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
    const record = this.#numbers.get(sid);
    if (record === undefined) throw new Error(`there is no number ${sid}`);
    return record;
  }

  snapshot(): WorldSnapshot {
    return structuredClone({
      organisation: this.#organisation,
      endpoints: [...this.endpoints.values()],
      numbers: [...this.#numbers.values()],
      allowedIps: this.#allowedIps,
    });
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

  #storeNumber(record: NumberRecord): NumberRecord {
    this.#numbers.set(record.sid, record);
    this.#revision += 1;
    return record;
  }
}
