import type { Guesses } from "./guesses";
import type { EndpointRecord } from "./records";

/** The endpoints of a world and what holds between them. */
export class EndpointStore {
  readonly #guesses: Guesses;
  readonly #records = new Map<string, EndpointRecord>();

  constructor(guesses: Guesses) {
    this.#guesses = guesses;
  }

  get records(): ReadonlyMap<string, EndpointRecord> {
    return this.#records;
  }

  /** Keeps an endpoint, normalised; takes the flags that only one may have from the others of its type. */
  set(wanted: EndpointRecord): EndpointRecord {
    const record = normalised(wanted, this.#guesses);
    // Map keeps the place of a key that is set again, so an edited endpoint does not move in the list.
    this.#records.set(record.sid, record);
    if (record.isDefault && this.#guesses["single-default"] === "yes") this.#clearOthers(record, "isDefault");
    if (record.isSecondary && this.#guesses["single-secondary"] === "yes") {
      this.#clearOthers(record, "isSecondary");
    }
    return record;
  }

  delete(sid: string): void {
    this.#records.delete(sid);
  }

  clear(): void {
    this.#records.clear();
  }

  #clearOthers(holder: EndpointRecord, flag: "isDefault" | "isSecondary"): void {
    for (const other of this.#records.values()) {
      if (other.sid === holder.sid || other.endpointType !== holder.endpointType || !other[flag]) continue;
      this.#records.set(other.sid, { ...other, [flag]: false });
    }
  }
}

/** An endpoint as the service keeps it, its fields in the order in which lists show them. */
function normalised(record: EndpointRecord, guesses: Guesses): EndpointRecord {
  const { sid, endpointType, description, uri, isDefault, isSecondary } = record;
  const rewrite = {
    none: () => description,
    trim: () => description.trim(),
    lowercase: () => description.toLowerCase(),
  }[guesses["description-normalisation"]];
  return {
    sid,
    endpointType,
    description: rewrite(),
    uri: guesses["uri-normalisation"] === "lowercase" ? uri.toLowerCase() : uri,
    isDefault,
    isSecondary,
  };
}
