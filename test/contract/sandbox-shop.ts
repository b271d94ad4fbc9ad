import type { CatalogueEntry, Sandbox, SandboxOptions } from "../../sandbox";
import { type Answer, type Session, signedIn } from "../fixtures/sandbox-session";

const START = Date.UTC(2026, 0, 31, 12);
/** Tokens outlive every movement of the clock here. */
const TOKEN_LIFETIME = 1_000_000_000;

export interface Shop {
  readonly sandbox: Sandbox;
  readonly api: Session;
  /** UK local numbers at 1.20 a month and 1.00 once; one number costs 2.20. */
  readonly local: CatalogueEntry;
  readonly mobile: CatalogueEntry;
  /** Moves the service's clock. */
  readonly later: (seconds: number) => void;
  /** The body of an order of UK local numbers. */
  readonly wanted: (amount: number, more?: object) => object;
  readonly preview: (body: object) => Promise<Answer>;
  readonly order: (body: object, key?: string) => Promise<Answer>;
  /** How often and by how much the balance moved. */
  readonly moved: () => readonly number[];
}

/** An empty account with a balance of 100.00, on 31 January 2026 until someone moves the clock. */
export async function openShop({ guesses, ...options }: SandboxOptions = {}): Promise<Shop> {
  let now = START;
  const { sandbox, api } = await signedIn({
    clock: () => now,
    ...options,
    guesses: { "token-lifetime": TOKEN_LIFETIME, ...guesses },
  });
  const [local, mobile] = sandbox.world.trade.catalogue.entries.values();
  if (local === undefined || mobile === undefined) throw new Error("the seed has no products");
  return {
    sandbox,
    api,
    local,
    mobile,
    later: (seconds) => {
      now += seconds * 1000;
    },
    wanted: (amount, more) => ({ type: "numbers", rateCardEntrySid: local.sid, amount, ...more }),
    preview: (body) => api.post("/orders/preview", body),
    order: (body, key) =>
      api.post("/orders", body, key === undefined ? {} : { headers: { "idempotency-key": key } }),
    moved: () => sandbox.world.trade.ledger.movements.map((movement) => movement.amount),
  };
}
