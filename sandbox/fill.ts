import type { World } from "./world";

// Ofcom keeps these blocks of a thousand for drama: no real telephone rings. https://www.ofcom.org.uk (numbers for drama use)
const DRAMA_BLOCKS = [
  "+441134960",
  "+441144960",
  "+441154960",
  "+441164960",
  "+441174960",
  "+441184960",
  "+441214960",
  "+441314960",
  "+441414960",
  "+441514960",
  "+441614960",
  "+441914980",
  "+442079460",
  "+442920180",
  "+447700900",
  "+443069990",
];

function* spareNumbers(world: World): Generator<string, undefined> {
  const taken = new Set([...world.numbers.values()].map((record) => record.number));
  for (const block of DRAMA_BLOCKS) {
    for (let tail = 0; tail < 1000; tail++) {
      const number = block + String(tail).padStart(3, "0");
      if (!taken.has(number)) yield number;
    }
  }
}

/** Fills a world with made-up things that are all different. Throws an Error past about 16,000 numbers. */
export function fill(
  world: World,
  counts: { endpoints?: number; numbers?: number; allowedIps?: number },
): void {
  const firstEndpoint = world.endpoints.size;
  for (let i = 0; i < (counts.endpoints ?? 0); i++) {
    const label = String(firstEndpoint + i + 1).padStart(5, "0");
    world.addEndpoint({ description: `Endpoint ${label}`, uri: `sip:%e164@pbx-${label}.example.com` });
  }
  const spare = spareNumbers(world);
  for (let i = 0; i < (counts.numbers ?? 0); i++) {
    const next = spare.next();
    if (next.done) throw new Error("the drama ranges hold no more numbers");
    world.addNumber({ number: next.value });
  }
  for (let i = 0; i < (counts.allowedIps ?? 0); i++) {
    // 198.18.0.0/15 is set aside for benchmarks (RFC 2544) and is larger than the documentation ranges.
    world.allowIp("voice", `198.${18 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`);
  }
}
