import { dramaNumbers } from "./drama-numbers";
import type { World } from "./world";

export interface FillCounts {
  /** Voice. */
  readonly endpoints?: number;
  /** Unrouted. */
  readonly numbers?: number;
  readonly allowedIps?: number;
  /** Numbers for sale. */
  readonly pool?: number;
  /** Past orders; each brings one more number with it. */
  readonly orders?: number;
}

const FIRST_ORDER_AT = Date.UTC(2024, 0, 1);
const MINUTE_MS = 60_000;

/** Drama numbers that are not among these. */
function* spareNumbers(taken: ReadonlySet<string>) {
  for (const spare of dramaNumbers()) {
    if (!taken.has(spare.number)) yield spare;
  }
}

/** Fills a world with made-up things that are all different. Throws an Error past about 16,000 numbers. */
export function fill(world: World, counts: FillCounts): void {
  const firstEndpoint = world.endpoints.size;
  for (let i = 0; i < (counts.endpoints ?? 0); i++) {
    const label = String(firstEndpoint + i + 1).padStart(5, "0");
    world.addEndpoint({ description: `Endpoint ${label}`, uri: `sip:%e164@pbx-${label}.example.com` });
  }
  fillNumbers(world, counts.numbers ?? 0);
  fillPool(world, counts.pool ?? 0);
  fillOrders(world, counts.orders ?? 0);
  for (let i = 0; i < (counts.allowedIps ?? 0); i++) {
    // 198.18.0.0/15 is set aside for benchmarks (RFC 2544) and is larger than the documentation ranges.
    world.allowIp("voice", `198.${18 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`);
  }
}

function ownNumbers(world: World): string[] {
  return [...world.numbers.values()].map((record) => record.number);
}

function fillNumbers(world: World, count: number): string[] {
  const spare = spareNumbers(new Set(ownNumbers(world)));
  return Array.from({ length: count }, () => world.addNumber({ number: nextOf(spare).number }).sid);
}

function fillPool(world: World, count: number): void {
  if (count === 0) return;
  const { pool } = world.trade;
  const listed = pool.available.map((row) => row.number);
  const spare = spareNumbers(new Set([...ownNumbers(world), ...listed]));
  for (let i = 0; i < count; i++) pool.add(nextOf(spare));
}

function fillOrders(world: World, count: number): void {
  if (count === 0) return;
  const [entry] = world.trade.catalogue.entries.values();
  if (entry === undefined) throw new Error("the catalogue is empty");
  fillNumbers(world, count).forEach((sid, i) => {
    const createdAt = new Date(FIRST_ORDER_AT + i * MINUTE_MS).toISOString();
    world.addOrder({ rateCardEntrySid: entry.sid, numberSids: [sid], createdAt });
  });
}

function nextOf(spare: ReturnType<typeof spareNumbers>) {
  const next = spare.next();
  if (next.done) throw new Error("the drama ranges hold no more numbers");
  return next.value;
}
