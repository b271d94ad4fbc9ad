import { createHash } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function digest(...parts: (string | number)[]): Buffer {
  return createHash("sha256").update(parts.join("\u0000")).digest();
}

/** 32 upper-case alphanumerics that depend on nothing but the parts: the tail of a SID, a secret, a token. */
export function derivedCode(...parts: (string | number)[]): string {
  let code = "";
  for (const byte of digest(...parts)) code += ALPHABET[byte % ALPHABET.length];
  return code;
}

/** A UUID (version 4 in form) that depends on nothing but the parts. */
export function derivedUuid(...parts: (string | number)[]): string {
  const bytes = digest(...parts);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** Numbers from 0 to 1 that repeat for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Hands out SIDs: two letters and 32 upper-case alphanumerics (docs/api.md §1.9). Each prefix counts for itself, so
 * the third endpoint of a seed has the same SID however many numbers were made before it.
 */
export class SidSource {
  readonly #seed: string;
  readonly #counters = new Map<string, number>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  next(prefix: "AN" | "EP" | "NB" | "NG" | "NO" | "NR" | "OR" | "RC" | "RE"): string {
    const count = (this.#counters.get(prefix) ?? 0) + 1;
    this.#counters.set(prefix, count);
    return prefix + derivedCode(this.#seed, prefix, count);
  }
}
